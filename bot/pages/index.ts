import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpHandler, RefusalPage } from '../http/http.js';
import { HttpError } from '../http/http.js';
import type { Flow } from '../../dialogs/engine/flow.js';
import type { DocumentSlug, IsoDate, Law, SearchIndex } from '../../knowledge/types.js';
import type { Locales } from '../../locales/index.js';
import { openAssets } from './assets.js';
import { chatPage } from './chat-page.js';
import { asked, languageCookie, messagePage, readerOf } from './layout.js';
import type { FurnitureText } from './source-page.js';
import { referencePages, type ReferenceParts } from './reference.js';
import { sourcePages } from './sources.js';
import { summaryPage, type SummaryText } from './summary.js';

/** What the pages are made from. */
export interface PageParts {
  law: Law;
  /** The folder with the sources as they were copied in: printed headings between sections are read from there. */
  sourcesDir: string;
  locales: Locales;
  /** The flows, in the order of the menu. */
  flows: readonly Flow[];
  search: SearchIndex;
  explain: ReferenceParts['explain'];
  figures: ReferenceParts['figures'];
  /** The calendar day in Oregon. */
  today: () => IsoDate;
  /** The folder that the build filled with static files. */
  assetsDir: string;
  /** The summary with this id, in the language that it was given in or another; null where there is none (any more). */
  summary: (id: string, baseUrl: string, tag: string | null) => Promise<SummaryText | null>;
}

export interface PageRoute {
  method: 'GET';
  path: string;
  handler: HttpHandler;
}

/** Reads bytes that belong to no provision; each source file is read once, when it is first shown. */
export function furnitureReader(law: Law, sourcesDir: string): FurnitureText {
  const held = new Map<DocumentSlug, Buffer>();
  return ({ document: slug, start, end }) => {
    let bytes = held.get(slug);
    if (!bytes) {
      const document = law.documents.find((candidate) => candidate.slug === slug);
      if (!document) throw new Error(`no document ${slug}`);
      bytes = readFileSync(join(sourcesDir, document.file));
      held.set(slug, bytes);
    }
    return bytes.toString('utf8', start, end);
  };
}

/** All pages and static files of the guide, for the server to register. Nothing here knows which server that is. */
export function pageRoutes(parts: PageParts): PageRoute[] {
  const { law, locales, today } = parts;
  const assets = openAssets(parts.assetsDir);
  const reference = referencePages({ ...parts, assets });
  const sources = sourcePages({ ...parts, assets, furnitureText: furnitureReader(law, parts.sourcesDir) });

  const routes: PageRoute[] = [
    {
      method: 'GET',
      path: '/',
      handler: (request) =>
        chatPage(
          { reader: readerOf(locales, request), assets, law, flows: parts.flows.map(({ id }) => id) },
          request,
          today(),
        ),
    },
    { method: 'GET', path: '/reference', handler: (request) => reference.index(request) },
    { method: 'GET', path: '/reference/results', handler: (request) => reference.results(request) },
    { method: 'GET', path: '/reference/tables/:flow', handler: (request) => reference.table(request) },
    { method: 'GET', path: '/sources', handler: (request) => sources.index(request) },
    { method: 'GET', path: '/sources/:slug', handler: (request) => sources.document(request) },
    { method: 'GET', path: '/summary/:id', handler: (request) => summaryPage({ ...parts, assets }, request) },
    {
      method: 'GET',
      path: '/assets/:name',
      handler: (request) => assets.serve(request.params.name ?? '', request) ?? notFound(),
    },
    {
      method: 'GET',
      path: '/favicon.ico',
      handler: () => ({ status: 302, headers: { location: assets.url('favicon.svg') }, body: '' }),
    },
  ];
  return routes.map((route) => ({ ...route, handler: keepingLanguage(locales, route.handler) }));
}

function notFound(): never {
  throw new HttpError(404, 'NotFound', 'There is nothing at this address.');
}

/** What a person's browser shows for an address that is not there or cannot be read, or when something broke. */
export function refusalPage({ locales, assetsDir }: Pick<PageParts, 'locales' | 'assetsDir'>): RefusalPage {
  const assets = openAssets(assetsDir);
  return (request, status) => {
    const kind = status === 404 || status === 400 ? 'not-found' : status >= 500 ? 'failed' : null;
    if (kind === null) return null;
    const reader = readerOf(locales, request);
    return messagePage({ reader, assets }, status, {
      title: reader.t(`pages:error.${kind}.title`),
      text: reader.t(`pages:error.${kind}.text`),
    });
  };
}

/** Keeps the language that an address names, so that the pages after it are in it too. */
function keepingLanguage(locales: Locales, handler: HttpHandler): HttpHandler {
  return async (request) => {
    const response = await handler(request);
    const tag = asked(locales, request);
    return tag === null
      ? response
      : { ...response, headers: { ...response.headers, 'set-cookie': languageCookie(tag) } };
  };
}
