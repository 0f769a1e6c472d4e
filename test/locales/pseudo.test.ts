import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createGuide, figureParams, type Guide } from '../../bot/guide.js';
import { pageRoutes } from '../../bot/pages/index.js';
import { newSession, type Session } from '../../dialogs/conversation/session.js';
import { flows } from '../../dialogs/flows/index.js';
import { loadKnowledge, type Knowledge } from '../../knowledge/index.js';
import { loadLocales, type Locales } from '../../locales/index.js';
import { languagePacks } from '../../locales/packs.js';
import { buildAssets } from '../../scripts/build.js';
import { buildKnowledge } from '../../scripts/build-knowledge.js';
import { ROOT, temporaryFolder } from '../knowledge/built.js';

/**
 * A seventh language is a folder and nothing else. This one is made from English: every message between ⟦ and ⟧, its
 * vowels changed, so that a word that did not come from the folder is seen at once.
 */
const TAG = 'uk';
const SWAPPED: Record<string, string> = {
  a: 'å',
  e: 'ë',
  i: 'ï',
  o: 'ø',
  u: 'ü',
  A: 'Å',
  E: 'Ë',
  I: 'Ï',
  O: 'Ø',
  U: 'Ü',
};

/** A text with other vowels; placeholders, addresses and commands in quotes stay. */
function changed(text: string): string {
  return text
    .split(/(\{\{[^}]*\}\})/)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(/[aeiouAEIOU]/g, (vowel) => SWAPPED[vowel] ?? vowel)))
    .join('');
}

function pseudo(value: unknown): unknown {
  if (typeof value === 'string') return `⟦${changed(value)}⟧`;
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? changed(item) : item) as unknown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pseudo(inner)]));
}

let locales: Locales;
let knowledge: Knowledge;
let guide: Guide;
const missing: string[] = [];

beforeAll(async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'knowledge'));
  symlinkSync(join(ROOT, 'knowledge', 'sources'), join(root, 'knowledge', 'sources'));
  const english = join(ROOT, 'locales', 'en');
  const folder = join(root, 'locales', TAG);
  cpSync(english, join(root, 'locales', 'en'), { recursive: true });
  mkdirSync(folder);
  for (const file of readdirSync(english)) {
    const text = readFileSync(join(english, file), 'utf8');
    if (file === 'language.json') {
      const language = JSON.parse(text) as Record<string, unknown>;
      const own = { name: 'Pseudo', direction: 'rtl', stemmer: null, reviewed: false, intl: 'uk-UA' };
      writeFileSync(join(folder, file), JSON.stringify({ ...language, ...own }));
    } else if (file.endsWith('.jsonl')) {
      const lines = text
        .trim()
        .split('\n')
        .map((line) => {
          const entry = JSON.parse(line) as Record<string, unknown>;
          const { ids, topic, ...words } = entry;
          const shown = pseudo(words) as Record<string, unknown>;
          return JSON.stringify({ ...(ids === undefined ? { topic } : { ids }), ...shown });
        });
      writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
    } else writeFileSync(join(folder, file), JSON.stringify(pseudo(JSON.parse(text))));
  }
  const packs = languagePacks(join(root, 'locales'));
  await buildKnowledge(root, join(root, 'build'), packs);
  knowledge = loadKnowledge(join(root, 'build'), packs);
  locales = await loadLocales(join(root, 'locales'), (tag, key) => missing.push(`${tag} ${key}`));
  guide = createGuide({ ...knowledge, flows, locales, now: () => new Date('2026-11-21T20:00:00Z') });
}, 120_000);

/** What is said in a conversation in the new language. */
function conversation(messages: readonly (string | object | null)[]): { texts: string[]; session: Session } {
  let session = newSession();
  const texts: string[] = [];
  for (const message of messages) {
    const incoming =
      message === null
        ? ({ kind: 'welcome' } as const)
        : {
            kind: 'message' as const,
            message: typeof message === 'string' ? { text: message, value: undefined } : { text: null, value: message },
          };
    const reply = guide.respond(session, incoming, TAG, 'http://127.0.0.1');
    session = reply.session;
    texts.push(...reply.activities.map(({ text }) => text ?? ''));
  }
  return { texts, session };
}

/** A message without the law's words, names of paragraphs, links and what the marks enclose: nothing should be left. */
function leftOver(text: string): string {
  let bare = text
    .replace(/^>.*$/gm, '')
    .replace(/^\[\d+\]: .*$/gm, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\b(?:ORS|OAR|DELC|ODE)\b[^⟦⟧\n]*?(?=⟦|⟧|$)/gm, '');
  for (let before = ''; before !== bare;) {
    before = bare;
    bare = bare.replace(/⟦[^⟦⟧]*⟧/g, '');
  }
  return bare.replace(/[^\p{L}]+/gu, ' ').trim();
}

describe('a language that is only a folder', () => {
  it('is there, with its own name and direction', () => {
    expect(locales.tags).toEqual(['en', TAG]);
    expect(locales.language(TAG)).toMatchObject({ name: 'Pseudo', direction: 'rtl' });
  });

  it.each(flows.map(({ id }) => id))('speaks its own words from welcome to result: %s', (flow) => {
    const answers = Object.keys(flows.find(({ id }) => id === flow)?.questions ?? {});
    const { texts, session } = conversation([
      null,
      { command: 'start', flow },
      'why',
      'review',
      'help',
      ...answers.map(() => 'nøt sürë'),
      'why',
    ]);
    expect(session.lastResult?.flow).toBe(flow);
    for (const text of texts) expect(leftOver(text), text).toBe('');
    expect(missing).toEqual([]);
  });

  it('finds paragraphs by its own questions, and explains them in its own words', () => {
    const { texts } = conversation(['høw måny kïds cån Ï wåtch åt my høüsë?']);
    expect(texts.join('\n')).toMatch(/ORS 329A\.(?:330|250)/);
    expect(texts.join('\n')).toContain(`⟦${changed('In plain words (an explanation, not the law):')}⟧`);
    for (const text of texts) expect(leftOver(text), text).toBe('');
    const away = knowledge.search.search('ïs thërë å wåït lïst før ërdc', { asOf: '2026-11-21', locale: TAG });
    expect(away.abstained).toBe(true);
  });

  it('is offered on every page, in which it turns the whole page', async () => {
    const assetsDir = temporaryFolder();
    buildAssets(ROOT, assetsDir);
    const routes = pageRoutes({
      law: knowledge.law,
      search: knowledge.search,
      locales,
      flows,
      explain: guide.explain,
      figures: figureParams,
      sourcesDir: join(ROOT, 'knowledge', 'sources'),
      assetsDir,
      today: () => '2026-11-21',
      summary: () => Promise.resolve(null),
    });
    for (const path of ['/', '/sources', '/reference', '/reference/tables/:flow']) {
      const route = routes.find((known) => known.path === path);
      const query = new URLSearchParams({ lang: TAG });
      const response = await route?.handler({
        method: 'GET',
        path: path.replace(':flow', 'license'),
        params: { flow: 'license' },
        query,
        headers: {},
        baseUrl: 'http://127.0.0.1',
        json: () => Promise.resolve({}),
      });
      const body = Buffer.from(response?.body as Uint8Array | string).toString('utf8');
      expect(body).toContain(`<html lang="${TAG}" dir="rtl">`);
      expect(body).toContain('>Pseudo</a>');
      expect(response?.headers?.['set-cookie']).toContain(`guide_language=${TAG};`);
    }
  });
});
