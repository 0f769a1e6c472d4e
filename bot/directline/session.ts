import { randomUUID } from 'node:crypto';
import { HttpError, type HttpRequest, type RouteRegistrar } from '../http/http.js';
import { newToken, preferredLanguage } from './routes.js';
import type { DirectLineService } from './service.js';
import type { Claims, Tokens } from './tokens.js';

const COOKIE = 'guide_session';

export interface SessionParts {
  service: DirectLineService;
  tokens: Tokens;
  publicUrl: string | undefined;
}

/**
 * The page's session: a cookie that scripts cannot read names the conversation, and is exchanged for a fresh token, so
 * that a reload goes on where it was. It ends with the browser: people share computers.
 */
export function registerSession(routes: RouteRegistrar, { service, tokens, publicUrl }: SessionParts): void {
  const cookie = (value: string, more = ''): string => {
    const secure = publicUrl?.startsWith('https:') ? '; Secure' : '';
    return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}${more}`;
  };

  routes.register('POST', '/chat/session', async (request) => {
    refuseOtherSites(request);
    const { new: fresh, locale } = await request.json();
    if ((fresh !== undefined && typeof fresh !== 'boolean') || (locale !== undefined && typeof locale !== 'string')) {
      throw new HttpError(400, 'BadArgument', 'new must be true or false, locale a language tag.');
    }
    const held = fresh ? undefined : sessionOf(request, tokens);
    const resumed = held !== undefined && (await service.exists(held.conversationId));
    const claims = resumed ? held : await begin(request, locale);
    return {
      status: resumed ? 200 : 201,
      headers: { 'Set-Cookie': cookie(tokens.sign('session', claims)) },
      body: { ...newToken(tokens, claims), user: { id: claims.user }, resumed },
    };
  });

  routes.register('DELETE', '/chat/session', async (request) => {
    refuseOtherSites(request);
    const held = sessionOf(request, tokens);
    if (held) await service.erase(held.conversationId);
    return { status: 204, headers: { 'Set-Cookie': cookie('', '; Max-Age=0') } };
  });

  async function begin(request: HttpRequest, locale: string | undefined): Promise<Claims> {
    const user = `dl_${randomUUID()}`;
    const conversationId = await service.reserve(user);
    await service.start(conversationId, {
      locale: locale?.slice(0, 64) || preferredLanguage(request),
      baseUrl: request.baseUrl,
    });
    return { conversationId, user };
  }
}

/** The conversation that the request's cookie names, when the cookie is ours. It may be gone meanwhile. */
export function sessionOf(request: HttpRequest, tokens: Tokens): Claims | undefined {
  const prefix = `${COOKIE}=`;
  for (const part of (request.headers['cookie'] ?? '').split(';')) {
    const pair = part.trim();
    if (!pair.startsWith(prefix)) continue;
    const claims = tokens.verify('session', pair.slice(prefix.length));
    if (typeof claims === 'object') return claims;
  }
  return undefined;
}

/** Cookies are sent along by the browser, so only our own page may have asked. */
function refuseOtherSites(request: HttpRequest): void {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers['origin'];
  const own = [new URL(request.baseUrl).host, request.headers['host']];
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && !(URL.canParse(origin) && own.includes(new URL(origin).host)));
  if (isForeign) throw new HttpError(403, 'OtherSite', 'Only the page of this guide may ask for its session.');
}
