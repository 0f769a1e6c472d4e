import type { IsoDate } from '../../knowledge/types.js';
import { fold } from './wording.js';

/** True for a real calendar day "YYYY-MM-DD". */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Reads a day as people write it: "2026-06-30", "6/30/2026" (month first, as in the United States), "June 30, 2026",
 * "30 de junio de 2026".
 *
 * @param monthNames names of each month in the person's language, January first
 * @returns the day, or null where the text is none or the day does not exist
 */
export function readDay(text: string, monthNames: readonly (readonly string[])[]): IsoDate | null {
  const trimmed = text.trim();
  if (isDay(trimmed)) return trimmed;
  const slashes = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  if (slashes) return day(slashes[3], slashes[1], slashes[2]);
  const dots = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*г(?:ода)?)?$/.exec(trimmed);
  if (dots) return day(dots[3], dots[2], dots[1]);
  // "2026年6月30日", with or without spaces; the day may be left out.
  const han = /^(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号號]?)?(?:的?法律)?$/u.exec(
    trimmed.normalize('NFKC'),
  );
  if (han) return day(han[1], han[2], han[3] ?? '1');
  // A month's name may be several words and hold a number: "tháng 12" is tried before "tháng 1".
  const padded = ` ${fold(trimmed)} `;
  const found = monthNames
    .flatMap((names, month) => names.map((name) => ({ month, name: ` ${fold(name)} ` })))
    .filter(({ name }) => /[^\d ]/.test(name) && padded.includes(name))
    .sort((a, b) => b.name.length - a.name.length)
    .filter(({ month }, at, all) => at === 0 || month === all[0]?.month);
  const month = found[0]?.month;
  // "1 يوليو (تموز) 2026" names its month twice.
  const words = found
    .reduce((text, { name }) => text.replace(name, ' '), padded)
    .trim()
    .split(' ')
    .map((word) => word.replace(/^(\d{1,2})(?:st|nd|rd|th|o|ro)$/, '$1'));
  const numbers = words.filter((word) => /^\d+$/.test(word));
  const year = numbers.find((n) => n.length === 4);
  // "July 2025" is its first day.
  const date = numbers.find((n) => n.length <= 2) ?? '1';
  return month === undefined ? null : day(year, String(month + 1), date);
}

function day(year: string | undefined, month: string | undefined, date: string | undefined): IsoDate | null {
  if (year === undefined || month === undefined || date === undefined) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(iso) ? iso : null;
}
