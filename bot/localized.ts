const formats = new Map<string, { date: Intl.DateTimeFormat; number: Intl.NumberFormat }>();

/** The formats of a locale: making one costs more than using it a hundred times. */
function formatsOf(intl: string): { date: Intl.DateTimeFormat; number: Intl.NumberFormat } {
  const known = formats.get(intl) ?? {
    date: new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' }),
    number: new Intl.NumberFormat(intl),
  };
  formats.set(intl, known);
  return known;
}

/**
 * Placeholders as people of a language write them: ISO days as dates, numbers of four digits and more with separators.
 * Everything else stays as it is.
 */
export function localized(
  intl: string,
  params: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  const { date, number } = formatsOf(intl);
  const write = (value: string | number): string | number => {
    if (typeof value === 'number') return value < 1_000 ? value : number.format(value);
    return /^\d{4}-\d\d-\d\d$/.test(value) ? date.format(new Date(`${value}T00:00:00Z`)) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, write(value)]));
}
