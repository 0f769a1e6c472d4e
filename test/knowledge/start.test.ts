import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LanguagePack } from '../../knowledge/index.js';
import { loadKnowledge, SourceMismatch } from '../../knowledge/index.js';
import { buildKnowledge } from '../../scripts/build-knowledge.js';
import { ROOT, temporaryFolder } from './built.js';

const TODAY = '2026-11-21';

const line = (...entries: object[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
const entry = (id: string, title: string, ...questions: string[]): object => ({
  ids: [id],
  title,
  plain: title,
  terms: [],
  questions,
});

/** A repository with the real sources and a layer of two lines, so that a build takes no time. */
function smallRoot(locales: Record<string, { law: string; topics?: string }>): string {
  const root = temporaryFolder();
  cpSync(join(ROOT, 'knowledge', 'sources'), join(root, 'knowledge', 'sources'), { recursive: true });
  for (const [tag, { law, topics }] of Object.entries(locales)) {
    mkdirSync(join(root, 'locales', tag), { recursive: true });
    writeFileSync(join(root, 'locales', tag, 'law.jsonl'), law);
    if (topics !== undefined) writeFileSync(join(root, 'locales', tag, 'topics.jsonl'), topics);
  }
  return root;
}

const ENGLISH = {
  law: line(entry('ORS 329A.330(2)', 'How many children', 'how many kids may I watch')),
  topics: line({ topic: 'weather', title: 'The weather', terms: ['rain'], questions: ['will it rain tomorrow'] }),
};
const SPANISH = { law: line(entry('ORS 329A.625', 'Expulsión prohibida', '¿pueden expulsar a mi hijo?')) };

async function built(
  locales: Parameters<typeof smallRoot>[0],
  packs: LanguagePack[] = [],
): Promise<{ root: string; out: string }> {
  const root = smallRoot(locales);
  const out = temporaryFolder();
  await buildKnowledge(root, out, packs);
  return { root, out };
}

/** One build that every test may copy and spoil. */
const english = built({ en: ENGLISH });
async function copyOfEnglish(): Promise<string> {
  const copy = temporaryFolder();
  cpSync((await english).out, copy, { recursive: true });
  return copy;
}

describe('build and start', () => {
  it('a start reads the artifact alone: neither sources of the repository nor locales', async () => {
    const elsewhere = await copyOfEnglish();
    writeFileSync(join((await english).root, 'knowledge', 'sources', 'ors-329a.txt'), '');
    const { law } = loadKnowledge(elsewhere);
    expect(law.citation('ORS 329A.250(4)(b)(F)', TODAY).quote).toMatch(/^By a person who cares for no more than three/);
  });

  it('a start takes tens of milliseconds', async () => {
    const out = await copyOfEnglish();
    const times = [1, 2, 3, 4, 5].map(() => {
      const begin = performance.now();
      loadKnowledge(out);
      return performance.now() - begin;
    });
    // Some 20 ms on a quiet machine; the bound leaves room for a busy one.
    expect(Math.min(...times)).toBeLessThan(300);
  });

  it('a source that changed since the build stops the start, by name', async () => {
    const out = await copyOfEnglish();
    const file = join(out, 'sources', 'ors-329a.txt');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('no more than three children', 'no more than nine children'),
    );
    expect(() => loadKnowledge(out)).toThrow(SourceMismatch);
    expect(() => loadKnowledge(out)).toThrow(/ors-329a\.txt has changed since the law was built.*run the build again/);
  });

  it('a source that changed since it was proved stops the build', async () => {
    const root = smallRoot({ en: ENGLISH });
    const file = join(root, 'knowledge', 'sources', 'ode-section-7.txt');
    writeFileSync(file, `${readFileSync(file, 'utf8')} `);
    await expect(buildKnowledge(root, temporaryFolder())).rejects.toThrow(SourceMismatch);
  });

  it('an artifact of another format is refused', async () => {
    const out = await copyOfEnglish();
    const file = join(out, 'law.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format":1', '"format":0'));
    expect(() => loadKnowledge(out)).toThrow(/format 0, not 1: run the build again/);
  });

  it('a layer that names a paragraph of no source stops the build', async () => {
    const law = line(entry('ORS 329A.250(4)(b)(Z)', 'Nothing', 'what'));
    await expect(built({ en: { law } })).rejects.toThrow(/names ORS 329A\.250\(4\)\(b\)\(Z\)/);
  });

  it('a layer with a line that is no entry stops the build, by number', async () => {
    const law = `${ENGLISH.law}${JSON.stringify({ ids: [], title: '' })}\n`;
    await expect(built({ en: { law } })).rejects.toThrow(/line 2/);
  });
});

describe('languages', () => {
  it('a folder with a layer gets an index of its own; without one nothing is found rather than chance', async () => {
    const { out } = await built({ en: ENGLISH, es: SPANISH });
    const { search } = loadKnowledge(out);
    const first = (query: string, locale: string): string | undefined => {
      const result = search.search(query, { asOf: TODAY, locale });
      return result.abstained ? undefined : result.hits[0]?.citation.id;
    };
    expect(first('¿pueden expulsar a mi hijo?', 'es')).toBe('ORS 329A.625');
    expect(first('¿pueden expulsar a mi hijo?', 'es-MX')).toBe('ORS 329A.625');
    expect(first('how many kids may I watch', 'en')).toBe('ORS 329A.330(2)');
    expect(first('how many kids may I watch', 'vi')).toBeUndefined();
  });

  it('a language pack cuts the layer at build and the question at search', async () => {
    const characters: LanguagePack = { tag: 'zh-Hans', tokenize: (text) => [...text.replace(/\P{L}/gu, '')] };
    const law = line(entry('ORS 329A.625', '禁止开除孩子', '可以开除我的孩子吗'));
    const { out } = await built({ en: ENGLISH, 'zh-Hans': { law } }, [characters]);
    const { search } = loadKnowledge(out, [characters]);
    const result = search.search('托儿所开除孩子', { asOf: TODAY, locale: 'zh-Hans' });
    expect(result.abstained ? [] : result.hits.map(({ citation }) => citation.id)).toContain('ORS 329A.625');
  });
});
