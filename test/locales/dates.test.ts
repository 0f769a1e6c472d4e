import { describe, expect, it } from 'vitest';
import { readDay } from '../../dialogs/conversation/dates.js';
import { datesOf } from '../../locales/dates.js';
import { loadLocales } from '../../locales/index.js';

const locales = await loadLocales('locales');
const datesIn = (tag: string): ReturnType<typeof datesOf> => datesOf(locales.language(tag));

describe('days in words', () => {
  it.each([
    ['en', 'July 1, 2026', 'July 2026'],
    ['es', '1 de julio de 2026', 'julio de 2026'],
    ['ru', '1 июля 2026 г.', 'июль 2026 г.'],
    ['vi', '1 tháng 7 năm 2026', 'tháng 7 năm 2026'],
    ['zh-Hans', '2026年7月1日', '2026年7月'],
    ['ar', '1 يوليو (تموز) 2026', 'يوليو (تموز) 2026'],
  ])('%s', (tag, day, month) => {
    expect([datesIn(tag).day('2026-07-01'), datesIn(tag).month('2026-07')]).toEqual([day, month]);
  });

  it.each(locales.tags)('%s reads every day of a year as it writes it', (tag) => {
    const dates = datesIn(tag);
    for (let at = 0; at < 366; at += 1) {
      const iso = new Date(Date.UTC(2028, 0, 1 + at)).toISOString().slice(0, 10);
      const written = dates.day(iso);
      expect([written, readDay(written, dates.monthNames)]).toEqual([written, iso]);
    }
  });

  it.each([
    ['1 تموز 2026', '2026-07-01'],
    ['15 كانون الثاني 2027', '2027-01-15'],
    ['3 جويلية 2026', '2026-07-03'],
    ['٣ تموز ٢٠٢٦', '2026-07-03'],
    ['30 ديسمبر 2026', '2026-12-30'],
  ])('Arabic months by whatever name: %s', (text, day) => {
    expect(readDay(text, datesIn('ar').monthNames)).toBe(day);
  });
});
