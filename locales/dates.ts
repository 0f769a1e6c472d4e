import type { Language } from './index.js';

/** How a language writes days. */
export interface Dates {
  /** A calendar day "YYYY-MM-DD" in words: "July 1, 2025". */
  day(iso: string): string;
  /** A month "YYYY-MM" in words: "July 2025". */
  month(iso: string): string;
  /** What people call each month inside a date, January first: one name, or several where they differ by country. */
  monthNames: readonly (readonly string[])[];
}

/** A language as far as it writes days. */
export type Written = Pick<Language, 'intl' | 'monthNames' | 'dayWritten'>;

const known = new Map<string, Dates>();

/** The days of a language. Making them costs more than using them a hundred times, so they are kept. */
export function datesOf(language: Written): Dates {
  const dates = known.get(language.intl) ?? datesIn(language);
  known.set(language.intl, dates);
  return dates;
}

function datesIn({ intl, monthNames, dayWritten }: Written): Dates {
  const day = new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(intl, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const inDate = new Intl.DateTimeFormat(intl, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const partsOf = (format: Intl.DateTimeFormat, date: Date): Intl.DateTimeFormatPart[] =>
    format.formatToParts(date).map(({ type, value }) => ({
      type,
      value: (type === 'month' && monthNames?.[date.getUTCMonth()]?.written) || value,
    }));
  const write = (format: Intl.DateTimeFormat, date: Date): string =>
    monthNames === undefined
      ? format.format(date)
      : partsOf(format, date)
          .map(({ value }) => value)
          .join('');
  const writeDay = (date: Date): string =>
    dayWritten === undefined
      ? write(day, date)
      : dayWritten.replace(
          /\{\{(\w+)\}\}/g,
          (_, name) => partsOf(day, date).find(({ type }) => type === name)?.value ?? '',
        );
  return {
    day: (iso) => writeDay(new Date(`${iso}T00:00:00Z`)),
    month: (iso) => write(month, new Date(`${iso}-01T00:00:00Z`)),
    monthNames: Array.from({ length: 12 }, (_, at) => {
      const own = inDate.formatToParts(new Date(Date.UTC(2024, at, 1))).find(({ type }) => type === 'month')?.value;
      return [...new Set([...(own === undefined ? [] : [own]), ...(monthNames?.[at]?.read ?? [])])];
    }),
  };
}
