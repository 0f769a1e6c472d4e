import { describe, expect, it } from 'vitest';
import type { FigureEntry } from '../../knowledge/index.js';
import { EDITION, FIGURES, figures, foldSpace } from '../../knowledge/index.js';
import { parsedLaw } from './built.js';

const law = parsedLaw();

/** The days around which the law changes, and the first of the edition. */
const DAYS = ['2024-01-01', '2024-12-31', '2025-06-30', '2025-07-01', '2026-01-02', '2026-07-01', '2027-07-01'];
const WORDS: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  fourth: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
};
const entries = Object.entries(FIGURES).flatMap(([name, list]) =>
  (list as readonly FigureEntry[]).map((entry) => ({ name, ...entry })),
);

/** The only number or date that the words hold. */
function said(words: string): number | string {
  const date = /([A-Z][a-z]+ \d{1,2}, \d{4})/.exec(words)?.[1];
  if (date !== undefined) return new Date(`${date} 00:00Z`).toISOString().slice(0, 10);
  const numbers = words
    .replaceAll(',', '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => WORDS[word] ?? (/^\d+$/.test(word) ? Number(word) : undefined))
    .filter((number) => number !== undefined);
  expect(numbers).toHaveLength(1);
  return numbers[0] ?? Number.NaN;
}

describe('figures of the law', () => {
  it.each(entries)('$name: the words stand in the own text of $id, on every day it holds', (figure) => {
    const days = DAYS.filter((day) => (figure.from ?? '') <= day && (figure.until === null || day < figure.until));
    expect(days.length).toBeGreaterThan(0);
    for (const day of days) {
      const provision = law.at(figure.id, day);
      expect(provision, `${figure.id} on ${day}`).toBeDefined();
      if (provision !== undefined) expect(foldSpace(law.text(provision))).toContain(figure.words);
    }
  });

  it.each(entries)('$name: the value is the one that its words say', (figure) => {
    expect(said(figure.words)).toBe(figure.value);
  });

  it.each(entries)('$name: the words are cut fine enough to occur once', (figure) => {
    const provision = law.at(figure.id, '2026-07-01');
    const text = provision === undefined ? '' : foldSpace(law.text(provision));
    expect(text.split(figure.words)).toHaveLength(2);
  });

  it('are named in kebab-case', () => {
    for (const name of Object.keys(FIGURES)) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('are looked up by day', () => {
    expect(figures('2024-01-01')['exempt-children'].value).toBe(3);
    expect(figures('2026-07-01')['expulsion-ban-operative'].value).toBe('2026-07-01');
    expect(figures(EDITION.firstDay)['copayment-percent']).toMatchObject({ value: 7, unit: 'percent' });
  });

  it('agree with the dates that the parser read from the notes', () => {
    const on = figures('2024-01-01');
    expect(law.byKey('ORS 329A.625')?.from).toBe(on['expulsion-ban-operative'].value);
    expect(law.byKey('ORS 329A.250(5)@2023')?.until).toBe(on['outdoor-programs-operative'].value);
    expect(law.byKey('2021 c.518 §3b')?.until).toBe(on['expulsion-study-repealed'].value);
    expect(law.byKey('2022 c.90 §11')?.until).toBe(on['recorded-staff-exception-repealed'].value);
    expect(law.byKey('2023 c.374 §1')?.until).toBe(on['micro-centers-repealed'].value);
    expect(law.byKey('2023 c.522 §1')?.until).toBe(on['workforce-study-repealed'].value);
  });
});
