import type { ShownFigure } from '../knowledge/figures.js';
import { datesOf, type Written } from '../locales/dates.js';

/** Numbers are written as the law prints them and as people in the United States read them: $1,500 is never $1.500. */
export const NUMBERS = 'en-US';
const number = new Intl.NumberFormat(NUMBERS);
const dollars = new Intl.NumberFormat(NUMBERS, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat(NUMBERS, { style: 'currency', currency: 'USD' });
const amount = new Intl.NumberFormat(NUMBERS, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/**
 * Placeholders as people of a language write them: ISO days as dates, numbers of four digits and more with separators, amounts with
 * two decimals ("2400.00") likewise.
 * Everything else stays as it is.
 */
export function localized(
  language: Written,
  params: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  const write = (value: string | number): string | number => {
    if (typeof value === 'number') return value < 1_000 && Number.isInteger(value) ? value : number.format(value);
    if (/^\d+\.\d\d$/.test(value)) return amount.format(Number(value));
    return /^\d{4}-\d\d-\d\d$/.test(value) ? datesOf(language).day(value) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, write(value)]));
}

/** Figures of the law as a plain sentence shows them: money with its sign, days and months in words, numbers with separators. */
export function figuresInWords(
  language: Written,
  figures: Readonly<Record<string, ShownFigure>>,
): Record<string, string> {
  const dates = datesOf(language);
  const write = ({ value, unit }: ShownFigure): string => {
    if (typeof value === 'string') return unit === 'month' ? dates.month(value) : dates.day(value);
    if (unit === 'year') return String(value);
    if (unit === 'dollars') return (Number.isInteger(value) ? dollars : cents).format(value);
    return number.format(value);
  };
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, write(figure)]));
}
