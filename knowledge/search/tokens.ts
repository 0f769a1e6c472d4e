import type { LanguagePack } from '../types.js';
import { englishTerm, englishWords } from './english.js';

/** How one language is cut into index terms, at build and at query alike. */
export interface Analyzer {
  /** A text as words, before they become terms; only where a mistyped word can be compared with known ones. */
  words: (text: string) => string[];
  term: (word: string) => string;
  /** True where `words` are words as typed, so that a near spelling may stand for an unknown one. */
  mendsSpelling: boolean;
}

const ENGLISH: Analyzer = { words: englishWords, term: englishTerm, mendsSpelling: true };

/** The analysis of a language: its pack's, the built-in English one, or plain words as the platform cuts them. */
export function analyzerFor(pack: LanguagePack): Analyzer {
  const { tokenize, words, term } = pack;
  if (words && term) return { words, term, mendsSpelling: true };
  if (tokenize) return { words: tokenize, term: (word) => word, mendsSpelling: false };
  if (pack.tag === 'en' || pack.tag.startsWith('en-')) return ENGLISH;
  const segmenter = new Intl.Segmenter(pack.tag, { granularity: 'word' });
  return {
    words: (text) =>
      [...segmenter.segment(text.normalize('NFKC').toLowerCase())]
        .filter((segment) => segment.isWordLike)
        .map((segment) => segment.segment),
    term: (word) => word,
    mendsSpelling: true,
  };
}

/** Neighboring terms as one: "how many" asks something else than "how" and "many". */
export function pairsOf(terms: readonly string[]): string[] {
  return terms.slice(1).map((term, index) => `${terms[index]} ${term}`);
}

/** True where one slip (a letter more, less, other, or two swapped) or, with `limit` 2, two make one word the other. */
export function isNearSpelling(a: string, b: string, limit: 1 | 2): boolean {
  if (Math.abs(a.length - b.length) > limit) return false;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    if (Math.min(...current) > limit) return false;
    beforeLast = last;
    last = current;
  }
  return (last[b.length] ?? limit + 1) <= limit;
}
