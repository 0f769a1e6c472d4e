import { HttpError, type HttpRequest } from '../http/http.js';
import type { HttpServer } from '../http/server.js';
import type { DirectLineService } from './service.js';
import type { Streams } from './stream.js';
import { STREAM_LIFETIME_S, TOKEN_LIFETIME_S, type Claims, type Tokens } from './tokens.js';

const BASE = '/v3/directline';
const MAX_USER_ID_LENGTH = 128;

export interface DirectLineRoutesParts {
  service: DirectLineService;
  tokens: Tokens;
  streams: Streams;
}

/** Puts Direct Line 3.0 under `/v3/directline`, as botframework-directlinejs and Web Chat use it. */
export function registerDirectLine(server: HttpServer, parts: DirectLineRoutesParts): void {
  const { service, tokens, streams } = parts;

  server.register('POST', `${BASE}/tokens/generate`, async (request) => {
    const { user } = openingOf(await request.json());
    // The page of a public chat has no secret, so anyone may begin a new conversation; a bad token is still refused.
    if (bearer(request) !== undefined) authorize(tokens, request);
    const conversationId = await service.reserve(user);
    return { status: 200, body: newToken(tokens, { conversationId, user }) };
  });

  server.register('POST', `${BASE}/tokens/refresh`, async (request) => {
    const claims = authorize(tokens, request);
    if (!(await service.exists(claims.conversationId))) throw ended();
    return { status: 200, body: newToken(tokens, claims) };
  });

  server.register('POST', `${BASE}/conversations`, async (request) => {
    const opening = openingOf(await request.json());
    const held = bearer(request) === undefined ? undefined : authorize(tokens, request);
    const claims = held ?? { conversationId: await service.reserve(opening.user), user: opening.user };
    const begun = await service.start(claims.conversationId, {
      ...opening,
      locale: opening.locale ?? preferredLanguage(request),
      baseUrl: request.baseUrl,
    });
    // From the beginning: what was said before this client came is part of its conversation.
    const body = { ...newToken(tokens, claims), streamUrl: streamUrl(tokens, request, claims, 0) };
    return { status: begun ? 201 : 200, body };
  });

  server.register('GET', `${BASE}/conversations/:conversationId`, async (request) => {
    const claims = authorize(tokens, request);
    await service.start(claims.conversationId, { locale: preferredLanguage(request), baseUrl: request.baseUrl });
    const watermark = watermarkOf(request) ?? (await service.latest(claims.conversationId));
    const body = { ...newToken(tokens, claims), streamUrl: streamUrl(tokens, request, claims, watermark) };
    return { status: 200, body };
  });

  server.register('GET', `${BASE}/conversations/:conversationId/activities`, async (request) => {
    const claims = authorize(tokens, request);
    const activities = await service.after(claims.conversationId, watermarkOf(request) ?? 0);
    if (!activities) throw ended();
    return { status: 200, body: activities };
  });

  server.register('POST', `${BASE}/conversations/:conversationId/activities`, async (request) => {
    const claims = authorize(tokens, request);
    const body = await request.json();
    const { conversationId, user } = claims;
    const { baseUrl } = request;
    await service.start(conversationId, { locale: preferredLanguage(request), baseUrl });
    return { status: 200, body: { id: await service.accept(conversationId, user, body, baseUrl) } };
  });

  server.register('POST', `${BASE}/conversations/:conversationId/upload`, (request) => {
    authorize(tokens, request);
    throw new HttpError(415, 'NotSupported', 'This conversation takes no files; send text.');
  });

  server.onUpgrade(async (request, raw, socket, head) => {
    const [, conversationId] = /^\/v3\/directline\/conversations\/([^/]+)\/stream$/.exec(request.path) ?? [];
    if (conversationId === undefined) throw new HttpError(404, 'NotFound', 'There is nothing at this address.');
    const token = request.query.get('t');
    if (token === null) throw new HttpError(401, 'BadArgument', 'The stream needs a token.');
    const claims = checked(tokens.verify('stream', token));
    if (claims.conversationId !== decodeURIComponent(conversationId)) throw otherConversation();
    if (!(await service.exists(claims.conversationId))) throw ended();
    streams.connect(claims.conversationId, watermarkOf(request) ?? 0, raw, socket, head);
  });
}

/** A fresh token for the conversation, in Direct Line's form. */
export function newToken(
  tokens: Tokens,
  claims: Claims,
): { conversationId: string; token: string; expires_in: number } {
  return {
    conversationId: claims.conversationId,
    token: tokens.sign('conversation', claims, TOKEN_LIFETIME_S),
    expires_in: TOKEN_LIFETIME_S,
  };
}

/** The first language that the browser asks for; the welcome begins in it. */
export function preferredLanguage(request: HttpRequest): string | undefined {
  const [first] = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/.exec(request.headers['accept-language']?.trim() ?? '') ?? [];
  return first;
}

/**
 * Who is meant by the request's token.
 * @throws HttpError 401 without one, 403 when it is forged, has expired, or is of another conversation
 */
function authorize(tokens: Tokens, request: HttpRequest): Claims {
  const token = bearer(request);
  if (token === undefined) throw new HttpError(401, 'BadArgument', 'The request needs a token.');
  const claims = checked(tokens.verify('conversation', token));
  const { conversationId } = request.params;
  if (conversationId !== undefined && conversationId !== claims.conversationId) throw otherConversation();
  return claims;
}

function checked(claims: ReturnType<Tokens['verify']>): Claims {
  if (claims === 'expired') throw new HttpError(403, 'TokenExpired', 'The token has expired.');
  if (claims === 'forged') throw new HttpError(403, 'BadArgument', 'The token is not valid.');
  return claims;
}

/** The token in the header. A client that has none may still send the header, with `undefined` in it. */
function bearer(request: HttpRequest): string | undefined {
  const header = request.headers['authorization'];
  if (header === undefined) return undefined;
  const token = /^bearer +(\S+) *$/i.exec(header)?.[1] ?? (/^bearer *$/i.test(header) ? undefined : header);
  return token === 'undefined' || token === 'null' ? undefined : token;
}

function openingOf(body: Record<string, unknown>): { user?: string; userName?: string; locale?: string } {
  const { user, locale } = body;
  if (user !== undefined && user !== null && (typeof user !== 'object' || Array.isArray(user))) {
    throw new HttpError(400, 'BadArgument', 'user must be an object.');
  }
  const { id, name } = (user ?? {}) as { id?: unknown; name?: unknown };
  return {
    ...text('user.id', id, 'user', MAX_USER_ID_LENGTH),
    ...text('user.name', name, 'userName', MAX_USER_ID_LENGTH),
    ...text('locale', locale, 'locale', 64),
  };
}

function text<K extends string>(field: string, value: unknown, name: K, max: number): Partial<Record<K, string>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string' || value.length > max) {
    throw new HttpError(400, 'BadArgument', `${field} must be a string of at most ${max} characters.`);
  }
  return value === '' ? {} : ({ [name]: value } as Record<K, string>);
}

/** The number after which activities are asked for; undefined when none is given. */
function watermarkOf(request: HttpRequest): number | undefined {
  const watermark = request.query.get('watermark');
  if (watermark === null || watermark === '') return undefined;
  if (!/^\d{1,12}$/.test(watermark)) throw new HttpError(400, 'BadArgument', 'The watermark is not one of ours.');
  return Number(watermark);
}

function streamUrl(tokens: Tokens, request: HttpRequest, claims: Claims, watermark: number): string {
  const base = request.baseUrl.replace(/^http/, 'ws');
  const token = tokens.sign('stream', claims, STREAM_LIFETIME_S);
  return `${base}${BASE}/conversations/${claims.conversationId}/stream?watermark=${watermark}&t=${token}`;
}

function otherConversation(): HttpError {
  return new HttpError(403, 'BadArgument', 'The token is for another conversation.');
}

function ended(): HttpError {
  return new HttpError(404, 'ConversationNotFound', 'There is no such conversation.');
}
