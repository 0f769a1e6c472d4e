import type { Locales, Language, Translate } from '../../locales/index.js';
import type { Assets } from './assets.js';
import { markup, type Html } from './html.js';
import type { HttpRequest, HttpResponse } from '../http/http.js';

/** The language that a page is written in, and its words. */
export interface Reader {
  language: Language;
  t: Translate;
  /** The same page in every language that ships, each by its own name. */
  languages: readonly { language: Language; href: string }[];
}

const LANGUAGE_COOKIE = 'guide_language';
const LANGUAGE_COOKIE_S = 365 * 24 * 3600;

/**
 * The language for a request: the one that its address names (`?lang=es`), the one chosen before, the browser's by its
 * Accept-Language, English.
 */
export function readerOf(locales: Locales, request: HttpRequest, preferred?: string): Reader {
  const tag =
    asked(locales, request) ??
    preferred ??
    chosen(locales, request) ??
    locales.negotiate(request.headers['accept-language']);
  return readerIn(locales, request, tag);
}

function readerIn(locales: Locales, request: HttpRequest, tag: string): Reader {
  const languages = locales.tags.map((other) => {
    const query = new URLSearchParams(request.query);
    query.set('lang', other);
    return { language: locales.language(other), href: `${request.path}?${query.toString()}` };
  });
  return { language: locales.language(tag), t: locales.translator(tag), languages };
}

/** The language that the address names; null where it names none that ships. */
export function asked(locales: Locales, request: HttpRequest): string | null {
  const named = request.query.get('lang') ?? '';
  // Anything but a tag, as "*", asks for none.
  return /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(named) ? locales.match(named) : null;
}

function chosen(locales: Locales, request: HttpRequest): string | null {
  for (const part of (request.headers['cookie'] ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === LANGUAGE_COOKIE && value !== undefined && locales.tags.includes(value)) return value;
  }
  return null;
}

/** The header that keeps a choice of language; it says nothing of who chose. */
export function languageCookie(tag: string): string {
  return `${LANGUAGE_COOKIE}=${tag}; Path=/; Max-Age=${LANGUAGE_COOKIE_S}; SameSite=Lax`;
}

const SHARED_HEADERS: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  vary: 'accept-language, accept-encoding, cookie',
};

/** The policy of pages without inline styles; the staff view fetches its results from this server. */
const STATIC_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The policy of the chat page. Web Chat writes its styles at run time, so they need the nonce; the hash is that of the
 * empty style element that its style library makes first. `connect-src 'self'` covers the WebSocket on the same origin.
 */
export function chatPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers that every page carries, with the policy for pages without a chat. */
export function pageHeaders(policy: string = STATIC_POLICY): Record<string, string> {
  return { ...SHARED_HEADERS, 'content-security-policy': policy };
}

export interface PageParts {
  reader: Reader;
  assets: Assets;
  title: string;
  /** Class of the body element: which kind of page it is. */
  kind: 'chat' | 'source' | 'reference' | 'plain';
  /** More for the head: scripts and preloads. */
  head?: Html;
  /** Where the page stands, for its header: a link home is always there. */
  main: Html;
}

/** One whole HTML page: head, skip link, header with the name of the guide and the languages, the page's own part, footer. */
export function layout({ reader: { language, t, languages }, assets, title, kind, head, main }: PageParts): string {
  const home =
    kind === 'chat'
      ? markup`<h1 class="brand">${t('pages:site.name')}</h1>`
      : markup`<p class="brand"><a href="/">${t('pages:site.name')}</a></p>`;
  const current = (page: PageParts['kind']): Html | null => (kind === page ? markup` aria-current="page"` : null);
  return markup`<!doctype html>
    <html lang="${language.tag}" dir="${language.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" type="image/svg+xml" href="${assets.url('favicon.svg')}" />
        <link rel="stylesheet" href="${assets.url('site.css')}" />
        ${head}
      </head>
      <body class="${kind}">
        <a class="usa-skipnav" href="#main">${t('pages:site.skip')}</a>
        <header class="site-header">
          <div class="wrap">
            ${home}
            <nav aria-label="${t('pages:site.navigation')}">
              <ul>
                <li><a class="usa-link" href="/"${current('chat')}>${t('pages:site.chat')}</a></li>
                <li><a class="usa-link" href="/reference"${current('reference')}>${t('pages:site.reference')}</a></li>
                <li><a class="usa-link" href="/sources"${current('source')}>${t('pages:site.sources')}</a></li>
              </ul>
            </nav>
            <nav class="languages" aria-label="${t('pages:site.languages')}">
              <ul>
                ${languages.map(
                  ({ language: other, href }) =>
                    markup`<li><a class="usa-link" href="${href}" hreflang="${other.tag}" lang="${other.tag}" dir="${other.direction}"${
                      other.tag === language.tag ? markup` aria-current="true"` : null
                    }>${other.name}</a></li> `,
                )}
              </ul>
            </nav>
          </div>
        </header>
        ${language.reviewed ? null : markup`<div class="unreviewed"><p class="wrap">${t('pages:site.unreviewed')}</p></div>`}
        ${main}
        <footer class="usa-footer usa-footer--slim site-footer">
          <div class="wrap">
            <p>${t('pages:site.not-advice')} ${t('pages:site.program')}</p>
            <p>${t('pages:site.privacy')}</p>
          </div>
        </footer>
      </body>
    </html> `.text;
}

/** A page with one message on it: wrong addresses, dates that cannot be read. */
export function messagePage(
  parts: { reader: Reader; assets: Assets },
  status: number,
  words: { title: string; text: string },
): HttpResponse {
  const { t } = parts.reader;
  const body = layout({
    ...parts,
    title: `${words.title} – ${t('pages:site.name')}`,
    kind: 'plain',
    main: markup`<main id="main" class="wrap message" tabindex="-1">
      <h1>${words.title}</h1>
      <p>${words.text}</p>
      <ul>
        <li><a href="/reference">${t('pages:site.reference')}</a></li>
        <li><a href="/sources">${t('pages:sources.title')}</a></li>
        <li><a href="/">${t('pages:site.chat')}</a></li>
      </ul>
    </main>`,
  });
  return { status, headers: { ...pageHeaders(), 'cache-control': 'no-store' }, body };
}
