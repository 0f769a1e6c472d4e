import { asciiDigits, fold, isUnspaced, marksOf, mayBe, type TimeUnit, type Wording } from './wording.js';

/** The numbers of a message, and the words that belong to none of them. */
export interface ReadNumbers {
  numbers: number[];
  /** Beside each number the unit of time that follows it at once, if any: "3 hours", "một ngày". */
  units: (TimeUnit | undefined)[];
  rest: string[];
}

/** Stands for an "and" that was written together with the number after it; no folded word looks like it. */
const JOINED = '+';

/** True for a joint that Arabic writes together with the next word: "و". */
export function isAttached(joint: string): boolean {
  return /^\p{Script=Arabic}$/u.test(joint);
}

/** "خمسة وعشرين", or "خمسة و عشرين", as "five", JOINED, "twenty". */
function detached(words: readonly string[], wording: Wording): string[] {
  const joints = wording.and.map(fold).filter(isAttached);
  const isNumber = (word: string | undefined): boolean =>
    word !== undefined && (wording.numberWords.has(word) || wording.scales.has(word));
  return words.flatMap((word, i) => {
    if (joints.includes(word) && isNumber(words[i + 1])) return [JOINED];
    const joint = joints.find((and) => word.startsWith(and));
    const rest = joint === undefined ? undefined : word.slice(joint.length);
    return rest !== undefined && isNumber(rest) && !isNumber(word) ? [JOINED, rest] : [word];
  });
}

/** A thousand and above closes a part of a number: "two thousand | four hundred". */
const THOUSAND = 1_000;

/**
 * Reads the numbers in a message, as digits ("2,400", "4.5", "4½") or as words of one language, composed as people do: "twenty-one",
 * "ciento cinco", "two thousand four hundred", "four and a half", "4 hours and a half".
 *
 * @param money true: "2.400" is two thousand four hundred, since nobody writes three decimals of a dollar
 */
export function readNumbers(text: string, wording: Wording, money = false): ReadNumbers {
  const spelled = asciiDigits(text)
    .replace(/(\d)\s*½/g, '$1.5')
    .replace(/½/g, '0.5')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g, money ? '$1' : '$&')
    .replace(/(\d),(?=\d{1,2}(?!\d))/g, wording.decimalComma ? '$1.' : '$&')
    .replace(/(^|[\s$])\.(?=\d)/g, '$10.')
    .replace(/(\d{1,3})\.(\d{3})(?!\d)/g, money ? '$1$2' : '$1.$2');
  const sign = /^\s*[-−–]\s*\d/.test(text) ? -1 : 1;
  const words = detached(
    foldedWords(spelled, wording)
      .flatMap((word) => (isUnspaced(word) ? cut(word, wording) : [word]))
      .filter((word) => word !== ''),
    wording,
  );
  const numbers: number[] = [];
  const units: (TimeUnit | undefined)[] = [];
  const rest: string[] = [];
  let end = -1;
  for (let i = 0; i < words.length;) {
    const found = i === end && isUnit(words, i, wording) ? null : numberAt(words, i, wording);
    if (!found) {
      rest.push(words[i] as string);
      i += 1;
      continue;
    }
    i += found.taken;
    // "four and a half", or with the unit between: "4 hours and a half".
    const between = wording.units.has(words[i] ?? '') ? 1 : 0;
    const half = halfAt(words, i, wording) || halfAt(words, i + between, wording);
    if (half > 0 && halfAt(words, i, wording) === 0) rest.push(...words.slice(i, i + between));
    if (half > 0) i += half + (halfAt(words, i, wording) === 0 ? between : 0);
    numbers.push(sign * (found.value + (half > 0 ? found.last / 2 : 0)));
    units.push(wording.units.get(words[i] ?? ''));
    end = i;
  }
  return { numbers, units, rest };
}

/** The words of a text, folded; one that its marks make another word than the number word it would be keeps them: "bà" is no "ba". */
export function foldedWords(text: string, { numberSpellings }: Wording): string[] {
  const words = fold(text).split(' ');
  if (numberSpellings === null) return words;
  const marks = marksOf(text);
  return words.map((word, at) => {
    const known = numberSpellings.get(word);
    const typed = marks[at] ?? '';
    return known !== undefined && !known.some((phrase) => mayBe([typed], phrase)) ? `${word}${typed}` : word;
  });
}

/** What is known of a language's words, for scripts that put no spaces between them; by wording. */
const lexicons = new WeakMap<Wording, { words: ReadonlySet<string>; longest: number; numeral: RegExp }>();

function lexiconOf(wording: Wording): { words: ReadonlySet<string>; longest: number; numeral: RegExp } {
  const known = lexicons.get(wording);
  if (known) return known;
  const { numberWords, scales, units, numberFillers, halves, and } = wording;
  const words = new Set([...numberWords.keys(), ...units.keys(), ...numberFillers, ...halves, ...and.map(fold)]);
  const signs = [...numberWords.keys(), ...scales.keys()].filter((word) => [...word].length === 1 && isUnspaced(word));
  const made = {
    words,
    longest: Math.max(1, ...[...words].map((word) => word.length)),
    numeral: signs.length > 0 ? new RegExp(`^\\$?(?:\\d+(?:\\.\\d+)?|[${signs.join('')}])+`, 'u') : /^\$?\d+(?:\.\d+)?/,
  };
  lexicons.set(wording, made);
  return made;
}

/** Words of a text without spaces: at each place the longest known word or numeral ("大约五个孩子": 大约 | 5 | 个孩子). */
function cut(text: string, wording: Wording): string[] {
  const { words, longest, numeral } = lexiconOf(wording);
  const found: string[] = [];
  for (let i = 0; i < text.length;) {
    const rest = text.slice(i);
    let word = '';
    for (let n = Math.min(longest, rest.length); n > 0 && word === ''; n -= 1) {
      if (words.has(rest.slice(0, n))) word = rest.slice(0, n);
    }
    const run = numeral.exec(rest)?.[0] ?? '';
    const latin = /^[a-z.%]+/.exec(rest)?.[0] ?? '';
    const taken = [run, word, latin].reduce((a, b) => (b.length > a.length ? b : a));
    const value = taken === run && taken !== word && run !== '' ? numeralOf(run, wording) : null;
    found.push(value === null ? taken || (rest[0] as string) : String(value));
    i += Math.max(1, taken.length);
  }
  return found;
}

/** "二十一" is 21, "两千四" 2400, "1万2" 12000; null where the signs make no single number: "三四" is three or four. */
function numeralOf(run: string, wording: Wording): number | null {
  let closed = 0;
  let section = 0;
  let digit: number | null = null;
  let last = 0;
  let zero = false;
  for (const sign of run.replace('$', '').match(/\d+(?:\.\d+)?|./gu) ?? []) {
    const scale = wording.scales.get(sign);
    if (scale !== undefined) {
      const counted: number = digit ?? (scale >= 10_000 ? 0 : 1);
      if (scale >= 10_000) {
        closed += (section + counted || 1) * scale;
        section = 0;
      } else section += counted * scale;
      [digit, last, zero] = [null, scale, false];
      continue;
    }
    const value = /^\d/.test(sign) ? Number(sign) : wording.numberWords.get(sign);
    if (value === undefined || digit !== null) return null;
    if (value === 0 && run.length > 1 && last > 0) zero = true;
    else digit = value;
  }
  // A lone digit after a hundred or more counts tenths of it: "两千四".
  if (digit !== null && last >= 100 && !zero && digit < 10) digit *= last / 10;
  return closed + section + (digit ?? 0);
}

/**
 * The number that begins at this word, composed as far as it goes; `taken` is how many words it takes, `last` the scale
 * that it ends on, 1 where on none.
 */
export function numberAt(
  words: readonly string[],
  from: number,
  wording: Wording,
): { value: number; taken: number; last: number } | null {
  let closed = 0;
  let current: number | null = null;
  let scaled = false;
  let last = 1;
  let i = from;
  for (;;) {
    const attached: boolean = words[i] === JOINED;
    const joint: number = current !== null && (attached || wording.and.some((and) => fold(and) === words[i])) ? 1 : 0;
    const at: number = i + joint;
    const scale = wording.scales.get(words[at] ?? '');
    const part: { value: number; taken: number } | null =
      scale !== undefined || (current !== null && isUnit(words, at, wording)) ? null : partAt(words, at, wording);
    if (scale !== undefined && (joint === 0 || (attached && scaled))) {
      const scaledUp: number = (current === null || current === 0 ? 1 : current) * scale;
      if (scale >= THOUSAND) {
        closed += scaledUp;
        current = 0;
      } else current = scaledUp;
      scaled = true;
      last = scale;
      i = at + 1;
    } else if (scaled && /^\d$/.test(words[at] ?? '') && !wording.scales.has(words[at + 1] ?? '')) {
      // "2 ngàn 4" is 2,400 to whoever says so, never 2,004: no number that can be relied on.
      break;
    } else if (
      part &&
      (current === null || scaled || joins(current, part.value) || (attached && joins(part.value, current % 100)))
    ) {
      current = (current ?? 0) + part.value;
      scaled = false;
      last = 1;
      i = at + part.taken;
    } else break;
  }
  return current === null ? null : { value: closed + current, taken: i - from, last };
}

/** Right after a number, a word that is a number and a unit is the unit: "5 năm" is five years, but "hai trăm năm mươi" 250. */
function isUnit(words: readonly string[], at: number, wording: Wording): boolean {
  if (!wording.units.has(words[at] ?? '') || wording.scales.has(words[at + 1] ?? '')) return false;
  return (partAt(words, at, wording)?.taken ?? 1) === 1;
}

/** "twenty" takes "one". */
function joins(tens: number, unit: number): boolean {
  return tens % 100 >= 20 && tens % 10 === 0 && unit > 0 && unit < 10;
}

/** Digits, or the longest number word that begins here. */
function partAt(words: readonly string[], from: number, wording: Wording): { value: number; taken: number } | null {
  const digits = /^\$?(\d+(?:\.\d+)?)([kк]?)\$?$/.exec(words[from] ?? '');
  if (digits) return { value: Number(digits[1]) * (digits[2] ? THOUSAND : 1), taken: 1 };
  for (let n = Math.min(wording.longestNumber, words.length - from); n > 0; n -= 1) {
    const value = wording.numberWords.get(words.slice(from, from + n).join(' '));
    if (value !== undefined) return { value, taken: n };
  }
  return null;
}

/** The half that stands here ("and a half"), as the words it takes; 0 where there is none. */
function halfAt(words: readonly string[], at: number, wording: Wording): number {
  const rest = words.slice(at).join(' ');
  const phrase = wording.halves.find((half) => rest === half || rest.startsWith(`${half} `));
  return phrase === undefined ? 0 : phrase.split(' ').length;
}
