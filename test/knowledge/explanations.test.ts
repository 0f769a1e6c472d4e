import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresInWords } from '../../bot/localized.js';
import { explanationTable, filled, placeholdersOf } from '../../knowledge/explanations.js';
import { EDITION, FIGURE_NAMES, shownFigures } from '../../knowledge/figures.js';
import { PARAGRAPH_FIGURES } from '../../knowledge/paragraph-figures.js';
import { readLayer, readTopics } from '../../knowledge/search/layer.js';
import { TOPICS } from '../../knowledge/topics.js';
import { loadLocales } from '../../locales/index.js';
import { parsedLaw, ROOT } from './built.js';

const law = parsedLaw();
const locales = await loadLocales(join(ROOT, 'locales'));
const layers = new Map(
  locales.tags.map((tag) => [tag, readLayer(readFileSync(join(ROOT, 'locales', tag, 'law.jsonl'), 'utf8'))]),
);
const english = layers.get('en') ?? [];

/** Names in which a number is no figure of the law: citations, chapters, names of laws and programs. */
const CITED =
  /(?:ORS|OAR|HB|SB|Section|Sección|раздел\p{L}*|mục|القسم|K|K–|§)[\s -]?\d[\d.A-Z]*(?:-\d+)*(?:\(\w+\))*|\d{3}[A-Z]?\.\d{3}(?:\(\w+\))*|\d{3}-\d{3}-\d{4}|(?:chapter|capítulo|chương|الفصل) \d+[A-Z]?|第\d+[A-Z]?[章节]|K[-–]12|\(\d+\)|(?:19|20)\d\d/gu;

describe('explanations', () => {
  it.each([...layers.keys()])('%s explains the same paragraphs as English', (tag) => {
    const ids = (entries: typeof english): string[] => entries.flatMap((entry) => entry.ids).sort();
    expect(ids(layers.get(tag) ?? [])).toEqual(ids(english));
  });

  it.each([...layers.keys()])('%s types no figure of the law: every one is a parameter', (tag) => {
    const typed = (layers.get(tag) ?? []).flatMap(({ ids, title, plain }) =>
      [title, plain]
        .filter((text) => /\p{Nd}/u.test(text.replace(/\{\{[^}]*\}\}/g, '').replace(CITED, '')))
        .map((text) => `${ids[0]}: ${text}`),
    );
    expect(typed).toEqual([]);
  });

  it.each([...layers.keys()])('%s reads whole with the figures of any day', (tag) => {
    for (const day of [EDITION.firstDay, '2026-11-21', '2027-07-01']) {
      const figures = figuresInWords(locales.language(tag), shownFigures(day));
      for (const { title, plain } of layers.get(tag) ?? []) {
        const text = `${filled(title, figures)} ${filled(plain, figures)}`;
        expect(text).not.toMatch(/[{}]|undefined|NaN|Invalid/);
        // "1 июля 2026 г." ends in a stop of its own; money is written as in the United States.
        expect(text).not.toMatch(/\.\.|US\$|\d\s?\$/);
      }
    }
  });

  it('a figure or a paragraph that nobody holds fails the build', () => {
    const entry = {
      ids: ['ORS 329A.330(2)'],
      title: 'x',
      plain: 'At most {{no-such-figure}}.',
      terms: [],
      questions: [],
    };
    expect(() => explanationTable(law, [entry], FIGURE_NAMES)).toThrow(/no-such-figure/);
    expect(() => explanationTable(law, [{ ...entry, plain: 'x', ids: ['ORS 329A.999(1)'] }], FIGURE_NAMES)).toThrow(
      /ORS 329A\.999\(1\), which is in no source/,
    );
    expect(() => filled('{{gone}}', {})).toThrow(/gone/);
  });

  it('every figure of a paragraph is used by some sentence', () => {
    const used = new Set(
      [...layers.values()].flat().flatMap(({ title, plain }) => placeholdersOf(`${title} ${plain}`)),
    );
    expect(PARAGRAPH_FIGURES.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('topics', () => {
  const folders = readdirSync(join(ROOT, 'locales'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  it.each(folders.map(({ name }) => name))('%s has words for each, and each says where to ask', (tag) => {
    const topics = readTopics(readFileSync(join(ROOT, 'locales', tag, 'topics.jsonl'), 'utf8'));
    expect(topics.map(({ topic }) => topic).sort()).toEqual(Object.keys(TOPICS).sort());
    for (const referral of Object.values(TOPICS)) expect(locales.has(tag, `answer.where.${referral}`)).toBe(true);
  });
});
