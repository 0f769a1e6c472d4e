import type { DocumentSlug, IsoDate, Law, SourceDocument } from '../../knowledge/types.js';
import type { Locales } from '../../locales/index.js';
import { datesOf } from '../../locales/dates.js';
import type { Assets } from './assets.js';
import { chooseEncoding, compress, entityTag, isFresh, notModified, type Encoding } from './encoding.js';
import { markup, type Html } from './html.js';
import { layout, messagePage, pageHeaders, readerOf, type Reader } from './layout.js';
import type { HttpRequest, HttpResponse } from '../http/http.js';
import { renderSource, stateOf, type FurnitureText, type SourceBody } from './source-page.js';

/** The earliest day for which the law is held: the edition's text counts from here. */
export const FIRST_DAY: IsoDate = '2024-01-01';

/** How many rendered pages are kept, each in each encoding that was asked for; the oldest go first. */
const KEPT_PAGES = 48;

export interface SourcePagesParts {
  law: Law;
  furnitureText: FurnitureText;
  locales: Locales;
  assets: Assets;
  today: () => IsoDate;
}

/** A calendar day that exists, or null: "2026-02-30" is none. */
export function readDay(text: string): IsoDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? null : text;
}

/** The day that a request names, today where it names none; or the page that says why it cannot be read. */
export function dayAsked(
  request: HttpRequest,
  parts: { reader: Reader; assets: Assets },
  today: IsoDate,
): IsoDate | HttpResponse {
  const asked = request.query.get('as-of');
  if (asked === null || asked === '' || asked === 'today') return today;
  const day = readDay(asked);
  const { t, language } = parts.reader;
  if (day === null) {
    return messagePage(parts, 400, {
      title: t('pages:error.bad-date.title'),
      text: t('pages:error.bad-date.text', { example: today }),
    });
  }
  if (day < FIRST_DAY) {
    return messagePage(parts, 400, {
      title: t('pages:error.early-date.title'),
      text: t('pages:error.early-date.text', { first: datesOf(language).day(FIRST_DAY) }),
    });
  }
  return day;
}

/** Keeps the entries that were used last. */
class Recent<V> {
  readonly #entries = new Map<string, V>();
  constructor(readonly capacity: number) {}

  get(key: string, make: () => V): V {
    const held = this.#entries.get(key);
    const value = held ?? make();
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.capacity) {
      const oldest = this.#entries.keys().next();
      if (oldest.done !== true) this.#entries.delete(oldest.value);
    }
    return value;
  }
}

/** The pages below /sources: the list of documents, and each document as of a day. */
export function sourcePages(parts: SourcePagesParts): {
  index(request: HttpRequest): HttpResponse;
  document(request: HttpRequest): HttpResponse;
} {
  const { law, furnitureText, locales, assets, today } = parts;
  const bodies = new Recent<SourceBody>(16);
  const pages = new Recent<{ plain: Uint8Array; encoded: Map<Encoding, Uint8Array>; tag: string }>(KEPT_PAGES);

  const answer = (request: HttpRequest, key: string, cacheControl: string, render: () => string): HttpResponse => {
    const page = pages.get(key, () => {
      const plain = Buffer.from(render(), 'utf8');
      return { plain, encoded: new Map<Encoding, Uint8Array>(), tag: entityTag(plain) };
    });
    const encoding = chooseEncoding(request.headers['accept-encoding']);
    const headers: Record<string, string> = {
      ...pageHeaders(),
      'cache-control': cacheControl,
      etag: encoding === 'identity' ? page.tag : page.tag.replace(/"$/, `-${encoding}"`),
    };
    if (isFresh(request, headers.etag ?? '')) return notModified(headers);
    if (encoding === 'identity') return { status: 200, headers, body: page.plain };
    let body = page.encoded.get(encoding);
    if (!body) {
      body = compress(page.plain, encoding);
      page.encoded.set(encoding, body);
    }
    return { status: 200, headers: { ...headers, 'content-encoding': encoding }, body };
  };

  /** A page for a named day never changes while this edition is served; one for "today" must be asked for anew. */
  const caching = (request: HttpRequest): string =>
    request.query.has('as-of') ? 'public, max-age=600' : 'public, no-cache';

  return {
    index(request) {
      const reader = readerOf(locales, request);
      const day = dayAsked(request, { reader, assets }, today());
      if (typeof day !== 'string') return day;
      const asked = request.query.has('as-of') ? day : null;
      return answer(request, `index ${reader.language.tag} ${day} ${request.query.toString()}`, caching(request), () =>
        indexPage(law, reader, assets, day, asked),
      );
    },
    document(request) {
      const reader = readerOf(locales, request);
      const { t, language } = reader;
      const document = law.documents.find((candidate) => candidate.slug === request.params.slug);
      if (!document) {
        return messagePage({ reader, assets }, 404, {
          title: t('pages:error.no-source.title'),
          text: t('pages:error.no-source.text'),
        });
      }
      const day = dayAsked(request, { reader, assets }, today());
      if (typeof day !== 'string') return day;
      return answer(
        request,
        `${document.slug} ${language.tag} ${day} ${request.query.toString()}`,
        caching(request),
        () => {
          const state = stateOf(law, document.slug, day);
          const body = bodies.get(`${document.slug} ${language.tag} ${state}`, () =>
            renderSource(law, furnitureText, reader, document, day),
          );
          return documentPage(law, reader, assets, document, day, body);
        },
      );
    },
  };
}

function indexPage(law: Law, reader: Reader, assets: Assets, day: IsoDate, asked: IsoDate | null): string {
  const { t, language } = reader;
  const query = asked === null ? '' : `?as-of=${asked}`;
  return layout({
    reader,
    assets,
    kind: 'plain',
    title: `${t('pages:sources.title')} – ${t('pages:site.name')}`,
    main: markup`<main id="main" class="wrap" tabindex="-1">
      <h1>${t('pages:sources.title')}</h1>
      <p class="lead">${t('pages:sources.lead')}</p>
      <p>${t('pages:sources.as-of', { date: datesOf(language).day(day) })}</p>
      <ul class="documents">
        ${law.documents.map(
          (document) =>
            markup` <li>
              <h2><a href="/sources/${document.slug}${query}" lang="en">${document.title}</a></h2>
              <p>${t(`pages:document.${document.slug}`)}</p>
              ${facts(reader, document)}
            </li>`,
        )}
      </ul>
    </main>`,
  });
}

/** What the source says of itself: edition, last update, and whether it is history. */
function facts({ t }: Reader, document: SourceDocument): Html {
  return markup`<ul class="facts">
    ${document.historical ? markup`<li><span class="tag historical">${t('pages:standing.tag-historical')}</span></li>` : null}
    <li>
      ${document.edition === null ? t('pages:sources.no-edition') : markup`<span lang="en">${document.edition}</span>`}
    </li>
    ${document.lastUpdated === null ? null : markup`<li>${t('pages:sources.last-updated', { date: document.lastUpdated })}</li>`}
  </ul>`;
}

/** Documents whose text differs from day to day. */
function isDated(law: Law, slug: DocumentSlug): boolean {
  return law.provisions.some((provision) => provision.document === slug && provision.version !== null);
}

function documentPage(
  law: Law,
  reader: Reader,
  assets: Assets,
  document: SourceDocument,
  day: IsoDate,
  body: SourceBody,
): string {
  const { t, language } = reader;
  const dated = isDated(law, document.slug);
  return layout({
    reader,
    assets,
    kind: 'source',
    title: `${document.title} – ${t('pages:site.name')}`,
    head: markup`<script type="module" src="${assets.url('source.js')}"></script>`,
    main: markup`<div class="wrap source-grid">
      <div class="source-top">
        <nav class="trail" aria-label="${t('pages:site.trail')}">
          <a href="/sources">${t('pages:sources.title')}</a>
        </nav>
        <h1 lang="en">${document.title}</h1>
        ${facts(reader, document)}
        <p class="lead">${t(`pages:document.${document.slug}`)}</p>
        ${
          document.historical
            ? markup`<p class="notice warning">${t('pages:sources.historical')}</p>`
            : dated
              ? markup`<form class="as-of" method="get" action="/sources/${document.slug}">
                  <p>
                    <label class="usa-label" for="as-of"
                      >${t('pages:sources.as-of', { date: datesOf(language).day(day) })}
                      ${t('pages:sources.other-date')}</label
                    >
                  </p>
                  <p>
                    <input class="usa-input" type="date" id="as-of" name="as-of" value="${day}" min="${FIRST_DAY}" required />
                    <button type="submit" class="usa-button usa-button--outline">${t('pages:sources.show-date')}</button>
                  </p>
                </form>`
              : markup`<p>
                  ${t('pages:sources.as-of', { date: datesOf(language).day(day) })} ${t('pages:sources.undated')}
                </p>`
        }
        <p class="notice lost" id="lost" role="status" hidden>${t('pages:sources.not-here')}</p>
      </div>
      <nav class="outline" aria-labelledby="outline-title">
        <h2 id="outline-title">${t('pages:sources.contents')}</h2>
        ${body.outline}
      </nav>
      <main id="main" tabindex="-1">
        <p class="word-for-word">${t('pages:sources.word-for-word')}</p>
        <article id="text" lang="en" dir="ltr" data-here="${t('pages:sources.here')}">${body.article}</article>
      </main>
    </div>`,
  });
}
