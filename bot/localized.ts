/**
 * Placeholders as people of a language write them: ISO days as dates, numbers of four digits and more with separators.
 * Everything else stays as it is.
 */
export function localized(
  intl: string,
  params: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  const date = new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' });
  const number = new Intl.NumberFormat(intl);
  const write = (value: string | number): string | number => {
    if (typeof value === 'number') return value < 1_000 ? value : number.format(value);
    return /^\d{4}-\d\d-\d\d$/.test(value) ? date.format(new Date(`${value}T00:00:00Z`)) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, write(value)]));
}
