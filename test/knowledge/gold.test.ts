import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLocales } from '../../locales/index.js';
import { goldTags, HALVES, readGold, type Gold } from '../../scripts/eval/gold.js';
import { isRight, measure, placeOf, type Answerer } from '../../scripts/eval/measures.js';
import { builtKnowledge, ROOT } from './built.js';

const { law, search } = await builtKnowledge();
const locales = await loadLocales(join(ROOT, 'locales'));
const DAY = '2026-11-21';

/** What the held-out half of each language reached when the data was last changed; a change may not do worse. */
const recorded = JSON.parse(readFileSync(join(ROOT, 'test', 'gold', 'recorded.json'), 'utf8')) as Record<
  string,
  { hit1: number; hit5: number; abstentionRecall: number; falseAbstentions: number }
>;

const answerIn =
  (locale: string): Answerer =>
  (question) => {
    const result = search.search(question, { asOf: DAY, locale });
    return result.abstained ? [] : result.hits.map(({ citation }) => citation.provision.key);
  };

describe('the questions', () => {
  it('are there for every language', () => {
    expect(goldTags(ROOT)).toEqual(expect.arrayContaining([...locales.tags]));
    expect(Object.keys(recorded).sort()).toEqual([...locales.tags].sort());
  });

  it.each([...locales.tags])(
    '%s: enough, a quarter without an answer, none twice, all paragraphs in the sources',
    (tag) => {
      const halves = HALVES.map((half) => readGold(ROOT, tag, half));
      const all = halves.flat();
      expect(all.length).toBeGreaterThanOrEqual(40);
      expect(new Set(all.map(({ question }) => question.toLowerCase())).size).toBe(all.length);
      for (const half of halves) {
        expect(half.filter(({ ids }) => ids.length === 0).length / half.length).toBeGreaterThanOrEqual(0.25);
      }
      for (const id of all.flatMap(({ ids }) => ids)) {
        expect(law.versions(id).length > 0 || law.byKey(id) !== undefined, id).toBe(true);
      }
    },
  );

  it.each([...locales.tags])('%s: none of them stands in the plain-language layer', (tag) => {
    const layer = ['law.jsonl', 'topics.jsonl']
      .map((file) => readFileSync(join(ROOT, 'locales', tag, file), 'utf8').toLowerCase())
      .join('\n');
    const held = readGold(ROOT, tag, 'held-out').filter(({ question }) =>
      layer.includes(JSON.stringify(question.toLowerCase())),
    );
    expect(held.length).toBeLessThanOrEqual(2);
  });
});

describe('the held-out half, totals alone', () => {
  it.each([...locales.tags])('%s does not fall below what is recorded', (tag) => {
    const found = measure(readGold(ROOT, tag, 'held-out'), answerIn(tag));
    const show = (value: number): string => value.toFixed(3);
    console.log(
      `${tag}, held out: hit@1 ${show(found.hit1)}, hit@3 ${show(found.hit3)}, hit@5 ${show(found.hit5)}, MRR ${show(found.mrr)}, ` +
        `abstention precision ${show(found.abstentionPrecision)}, recall ${show(found.abstentionRecall)}, ` +
        `false abstentions ${show(found.falseAbstentions)}, median ${found.medianMs.toFixed(1)} ms`,
    );
    const floor = recorded[tag];
    expect(floor).toBeDefined();
    const rounding = 0.0006;
    expect(found.hit1).toBeGreaterThanOrEqual((floor?.hit1 ?? 1) - rounding);
    expect(found.hit5).toBeGreaterThanOrEqual((floor?.hit5 ?? 1) - rounding);
    expect(found.abstentionRecall).toBeGreaterThanOrEqual((floor?.abstentionRecall ?? 1) - rounding);
    expect(found.falseAbstentions).toBeLessThanOrEqual((floor?.falseAbstentions ?? 0) + rounding);
  });
});

describe('the measures', () => {
  const gold: Gold[] = [
    { question: 'a', ids: ['ORS 329A.330(2)'] },
    { question: 'b', ids: ['ORS 329A.250(4)(b)'] },
    { question: 'c', ids: ['ORS 329A.280(1)'] },
    { question: 'd', ids: [] },
    { question: 'e', ids: [] },
  ];

  it('count a part of a right paragraph, and what it is a part of, but no neighbor', () => {
    expect(isRight('ORS 329A.330(2)(a)', 'ORS 329A.330(2)')).toBe(true);
    expect(isRight('ORS 329A.330', 'ORS 329A.330(2)')).toBe(true);
    expect(isRight('ORS 329A.250(5)@2025-07-01', 'ORS 329A.250(5)')).toBe(true);
    expect(isRight('ORS 329A.330(3)', 'ORS 329A.330(2)')).toBe(false);
    expect(isRight('ORS 329A.33', 'ORS 329A.330')).toBe(false);
    expect(placeOf({ question: 'x', ids: ['B'] }, ['A', 'B'])).toBe(2);
    expect(placeOf({ question: 'x', ids: ['F'] }, ['A', 'B', 'C', 'D', 'E', 'F'])).toBe(0);
  });

  it('are what they say', () => {
    const answers: Record<string, string[]> = {
      a: ['ORS 329A.330(2)'],
      b: ['ORS 329A.990', 'ORS 329A.250(4)(b)(F)'],
      c: [],
      d: [],
      e: ['ORS 329A.990'],
    };
    const found = measure(gold, (question) => answers[question] ?? []);
    expect(found).toMatchObject({
      answered: 3,
      unanswered: 2,
      hit1: 1 / 3,
      hit3: 2 / 3,
      hit5: 2 / 3,
      mrr: 0.5,
      abstentionPrecision: 0.5,
      abstentionRecall: 0.5,
      falseAbstentions: 1 / 3,
    });
  });
});
