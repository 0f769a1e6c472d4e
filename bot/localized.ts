const formats = new Map<string, { date: Intl.DateTimeFormat; number: Intl.NumberFormat; amount: Intl.NumberFormat }>();

/** The formats of a locale: making one costs more than using it a hundred times. */
function formatsOf(intl: string): { date: Intl.DateTimeFormat; number: Intl.NumberFormat; amount: Intl.NumberFormat } {
  const known = formats.get(intl) ?? {
    date: new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' }),
    number: new Intl.NumberFormat(intl),
    amount: new Intl.NumberFormat(intl, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
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
    if (typeof value === 'number') return value < 1_000 ? value : number.format(value);
    if (/^\d+\.\d\d$/.test(value)) return amount.format(Number(value));
    return /^\d{4}-\d\d-\d\d$/.test(value) ? date.format(new Date(`${value}T00:00:00Z`)) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, write(value)]));
}
