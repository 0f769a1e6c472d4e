import type { ShownFigure } from '../knowledge/figures.js';

const formats = new Map<string, { date: Intl.DateTimeFormat; number: Intl.NumberFormat; amount: Intl.NumberFormat }>();

/** Numbers are written as the law prints them and as people in the United States read them: $1,500 is never $1.500. */
export const NUMBERS = 'en-US';

/** The formats of a locale: making one costs more than using it a hundred times. */
function formatsOf(intl: string): { date: Intl.DateTimeFormat; number: Intl.NumberFormat; amount: Intl.NumberFormat } {
  const known = formats.get(intl) ?? {
    date: new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' }),
    number: new Intl.NumberFormat(NUMBERS),
    amount: new Intl.NumberFormat(NUMBERS, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  };
  formats.set(intl, known);
  return known;
}

/**
 * Placeholders as people of a language write them: ISO days as dates, numbers of four digits and more with separators, amounts with
 * two decimals ("2400.00") likewise.
 * Everything else stays as it is.
 */
export function localized(
  intl: string,
  params: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  const { date, number, amount } = formatsOf(intl);
  const write = (value: string | number): string | number => {
    if (typeof value === 'number') return value < 1_000 && Number.isInteger(value) ? value : number.format(value);
    if (/^\d+\.\d\d$/.test(value)) return amount.format(Number(value));
    return /^\d{4}-\d\d-\d\d$/.test(value) ? date.format(new Date(`${value}T00:00:00Z`)) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, write(value)]));
}

/** Figures of the law as a plain sentence shows them: money with its sign, days and months in words, numbers with separators. */
export function figuresInWords(intl: string, figures: Readonly<Record<string, ShownFigure>>): Record<string, string> {
  const { number } = formatsOf(intl);
  const dollars = new Intl.NumberFormat(intl, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
  const cents = new Intl.NumberFormat(intl, { style: 'currency', currency: 'USD' });
  const day = new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(intl, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const write = ({ value, unit }: ShownFigure): string => {
    if (typeof value === 'string') {
      return unit === 'month'
        ? month.format(new Date(`${value}-01T00:00:00Z`))
        : day.format(new Date(`${value}T00:00:00Z`));
    }
    if (unit === 'year') return String(value);
    if (unit === 'dollars') return (Number.isInteger(value) ? dollars : cents).format(value);
    return number.format(value);
  };
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, write(figure)]));
}
