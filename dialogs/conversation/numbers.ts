import { fold, type Wording } from './wording.js';

/** The numbers of a message, and the words that belong to none of them. */
export interface ReadNumbers {
  numbers: number[];
  rest: string[];
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
  const spelled = text
    .replace(/(\d)\s*½/g, '$1.5')
    .replace(/½/g, '0.5')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g, money ? '$1' : '$&')
    .replace(/(\d),(?=\d{1,2}(?!\d))/g, wording.decimalComma ? '$1.' : '$&')
    .replace(/(^|[\s$])\.(?=\d)/g, '$10.')
    .replace(/(\d{1,3})\.(\d{3})(?!\d)/g, money ? '$1$2' : '$1.$2');
  const sign = /^\s*[-−–]\s*\d/.test(text) ? -1 : 1;
  const words = fold(spelled)
    .split(' ')
    .filter((word) => word !== '');
  const numbers: number[] = [];
  const rest: string[] = [];
  for (let i = 0; i < words.length;) {
    const found = numberAt(words, i, wording);
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
    numbers.push(sign * (found.value + (half > 0 ? 0.5 : 0)));
  }
  return { numbers, rest };
}

/** True where a number begins with the word. */
export function isNumberWord(word: string, wording: Wording): boolean {
  return numberAt([word], 0, wording) !== null;
}

/** The number that begins at this word, composed as far as it goes; `taken` is how many words it takes. */
export function numberAt(
  words: readonly string[],
  from: number,
  wording: Wording,
): { value: number; taken: number } | null {
  let closed = 0;
  let current: number | null = null;
  let scaled = false;
  let i = from;
  for (;;) {
    const joint: number = current !== null && wording.and.some((and) => fold(and) === words[i]) ? 1 : 0;
    const at: number = i + joint;
    const scale = wording.scales.get(words[at] ?? '');
    const part: { value: number; taken: number } | null = scale === undefined ? partAt(words, at, wording) : null;
    if (scale !== undefined && joint === 0) {
      const scaledUp: number = (current === null || current === 0 ? 1 : current) * scale;
      if (scale >= THOUSAND) {
        closed += scaledUp;
        current = 0;
      } else current = scaledUp;
      scaled = true;
      i = at + 1;
    } else if (part && (current === null || scaled || joins(current, part.value))) {
      current = (current ?? 0) + part.value;
      scaled = false;
      i = at + part.taken;
    } else break;
  }
  return current === null ? null : { value: closed + current, taken: i - from };
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
