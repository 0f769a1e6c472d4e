/** A line of a source with where it begins; offsets are UTF-16 until `toBytes` turns them into bytes of the file. */
export interface Line {
  /** Without the line feed, white space at both ends kept. */
  text: string;
  /** The text without white space (no-break spaces too) at the ends. */
  trimmed: string;
  start: number;
  /** Where the trimmed text begins and ends. */
  from: number;
  to: number;
}

export function linesOf(source: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const text of source.split('\n')) {
    const trimmed = text.trim();
    const from = start + (text.length - text.trimStart().length);
    lines.push({ text, trimmed, start, from: trimmed === '' ? start : from, to: from + trimmed.length });
    start += text.length + 1;
  }
  return lines;
}

/** A look-up from UTF-16 offsets of `source` to byte offsets of its UTF-8 form. */
export function byteOffsets(source: string): (offset: number) => number {
  const at = new Uint32Array(source.length + 1);
  let bytes = 0;
  for (let index = 0; index < source.length; index++) {
    at[index] = bytes;
    const unit = source.charCodeAt(index);
    // A surrogate pair takes four bytes together: two for each half keeps the sum right at every boundary.
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
  }
  at[source.length] = bytes;
  return (offset) => {
    const byte = at[offset];
    if (byte === undefined) throw new RangeError(`offset ${offset} lies outside the source`);
    return byte;
  };
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "July 1, 2025" as "2025-07-01". Throws on anything else. */
export function isoFromWords(words: string): string {
  const match = /^([A-Z][a-z]+) (\d{1,2}), (\d{4})$/.exec(words);
  const month = MONTHS.indexOf(match?.[1] ?? '') + 1;
  if (match?.[2] === undefined || match[3] === undefined || month === 0) throw new Error(`not a date: ${words}`);
  return `${match[3]}-${String(month).padStart(2, '0')}-${match[2].padStart(2, '0')}`;
}

/** "6-29-11" (as the Bulletin of 2011 writes dates) as "2011-06-29". Throws on anything else. */
export function isoFromBulletin(words: string): string {
  const match = /^(\d{1,2})-(\d{1,2})-(\d{2})$/.exec(words);
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) {
    throw new Error(`not a date of the Bulletin: ${words}`);
  }
  return `20${match[3]}-${match[1].padStart(2, '0')}-${match[2].padStart(2, '0')}`;
}

/** The day after an ISO day. */
export function dayAfter(iso: string): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
