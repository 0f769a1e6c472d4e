import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HttpRequest, HttpResponse } from '../../../bot/http/http.js';
import { furnitureReader, pageRoutes, refusalPage, type PageRoute } from '../../../bot/pages/index.js';
import { createGuide, figureParams } from '../../../bot/guide.js';
import { flows } from '../../../dialogs/flows/index.js';
import { loadKnowledge, type IsoDate, type Law } from '../../../knowledge/index.js';
import { loadLocales, type Locales } from '../../../locales/index.js';
import { buildAssets } from '../../../scripts/build.js';
import { builtFolder } from '../../knowledge/built.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Site {
  law: Law;
  locales: Locales;
  furnitureText: ReturnType<typeof furnitureReader>;
  get(address: string, headers?: Record<string, string>): Promise<HttpResponse>;
  /** The page for an address that is refused. */
  refused(address: string, status: number): HttpResponse | null;
}

/** The pages over the real law and the real assets, built into a folder of the test's own. */
export async function openSite(today: IsoDate = '2026-11-21'): Promise<Site> {
  const built = mkdtempSync(join(tmpdir(), 'guide-pages-'));
  buildAssets(root, join(root, 'build', 'assets'));
  const knowledge = await builtFolder();
  const { law, search, explanations } = loadKnowledge(knowledge);
  cpSync(join(root, 'locales', 'en'), join(built, 'locales', 'en'), { recursive: true });
  const locales = await loadLocales(join(built, 'locales'));
  const sourcesDir = join(knowledge, 'sources');
  const guide = createGuide({ law, search, explanations, flows, locales, now: () => new Date(`${today}T20:00:00Z`) });
  const routes = pageRoutes({
    law,
    locales,
    flows,
    search,
    explain: guide.explain,
    figures: figureParams,
    sourcesDir,
    today: () => today,
    summary: () => Promise.resolve(null),
    assetsDir: join(root, 'build', 'assets'),
  });
  return {
    law,
    locales,
    furnitureText: furnitureReader(law, sourcesDir),
    refused: (address, status) =>
      refusalPage({ locales, assetsDir: join(root, 'build', 'assets') })(
        request(new URL(address, 'http://127.0.0.1'), {}, {}),
        status,
      ),
    get: async (address, headers = {}) => {
      const url = new URL(address, 'http://127.0.0.1');
      for (const route of routes) {
        const params = match(route, url.pathname);
        if (params) return route.handler(request(url, params, headers));
      }
      throw new Error(`no route for ${address}`);
    },
  };
}

function match(route: PageRoute, path: string): Record<string, string> | null {
  const names: string[] = [];
  const pattern = route.path.replace(/:(\w+)/g, (_all, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (!found) return null;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
}

function request(url: URL, params: Record<string, string>, headers: Record<string, string>): HttpRequest {
  return {
    method: 'GET',
    path: url.pathname,
    params,
    query: url.searchParams,
    headers,
    baseUrl: url.origin,
    json: () => Promise.resolve({}),
  };
}

/** What a person reads of a piece of HTML: no tags, entities decoded, white space folded. */
export function readable(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** A page's body as text, whatever its encoding. */
export function bodyOf(response: HttpResponse): string {
  const { body } = response;
  if (body === undefined) return '';
  return typeof body === 'string' ? body : Buffer.from(body as Uint8Array).toString('utf8');
}

/** One provision as it stands on a page. */
export interface Shown {
  id: string;
  key: string;
  status: string;
  /** The source's own words. */
  own: string;
  way: string;
  standing: string;
  /** The note below it in our words. */
  about: string;
}

/** All provisions on a source page, in order. */
export function shown(page: string): Shown[] {
  const pieces = page.split(/(?=<div class="p )/).filter((piece) => piece.startsWith('<div class="p '));
  return pieces.map((piece) => {
    const attribute = (name: string): string => readable(new RegExp(`${name}="([^"]*)"`).exec(piece)?.[1] ?? '');
    return {
      id: attribute(' id'),
      key: attribute('data-key'),
      status: attribute('data-status'),
      own: readable(/<div class="own[^"]*">([\s\S]*?)<\/div>/.exec(piece)?.[1] ?? ''),
      way: attribute('data-way'),
      standing: attribute('data-standing'),
      about: readable(/<p class="about"[^>]*>([\s\S]*?)<\/p>/.exec(piece)?.[1] ?? ''),
    };
  });
}
