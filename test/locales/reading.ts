/** How hard a text is to read, by the usual formulas: words, sentences and syllables, no more. */

const PLACEHOLDER = /\{\{[^}]*\}\}/g;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}.,'’$%-]*/gu;

export interface Reading {
  words: number;
  sentences: number;
  syllables: number;
}

/** The sentences of a message. A stop inside a number or a citation ("329A.250") ends none. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…][”»"')]*)\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordsOf(sentence).length > 0);
}

/** The words of a text; a placeholder is one. */
export function wordsOf(text: string): string[] {
  return text.replace(PLACEHOLDER, '7').match(WORD) ?? [];
}

/** The text with one easy word in place of each of the given terms. */
export function oneWordEach(text: string, terms: readonly string[]): string {
  return [...terms]
    .sort((a, b) => b.length - a.length)
    .map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .reduce(
      (plain, term) => plain.replace(new RegExp(`(?<![\\p{L}\\p{N}])${term}(?![\\p{L}\\p{N}])`, 'giu'), '7'),
      text,
    );
}

/** Measures a text after each of the given terms has become one easy word. */
export function read(text: string, terms: readonly string[], syllables: (word: string) => number): Reading {
  const plain = oneWordEach(text, terms);
  const words = wordsOf(plain);
  return {
    words: words.length,
    sentences: Math.max(1, sentencesOf(plain).length),
    syllables: words.reduce((sum, word) => sum + (/\d/.test(word) ? 2 : syllables(word)), 0),
  };
}

/** Fernández-Huerta: 60 and above is plain Spanish. */
export function fernandezHuerta({ words, sentences, syllables }: Reading): number {
  return 206.84 - (60 * syllables) / words - (1.02 * words) / sentences;
}

/** Oborneva's Flesch for Russian, whose words have more syllables: 40 and above is what adults read without effort. */
export function oborneva({ words, sentences, syllables }: Reading): number {
  return 206.835 - (60.1 * syllables) / words - (1.3 * words) / sentences;
}

/** Syllables of a Russian word: its vowels. */
export function syllablesRu(word: string): number {
  return Math.max(1, (word.toLowerCase().match(/[аеёиоуыэюяaeiouy]/g) ?? []).length);
}

/** Flesch-Kincaid: the school grade that the text asks for. */
export function fleschKincaid({ words, sentences, syllables }: Reading): number {
  return (0.39 * words) / sentences + (11.8 * syllables) / words - 15.59;
}

/**
 * Syllables of a Spanish word. The spelling decides: a, e and o each carry one, so do í and ú; other i and u lean on a
 * neighbor. The u of "que", "gui" is silent.
 */
export function syllablesEs(word: string): number {
  const letters = word
    .toLowerCase()
    .normalize('NFC')
    .replace(/qu(?=[eéií])|gu(?=[eéií])/g, 'k')
    .replace(/y(?![aeiouáéíóú])/g, 'i');
  const runs = letters.match(/[aeiouáéíóúü]+/g) ?? [];
  const count = runs.reduce((sum, run) => sum + Math.max(1, (run.match(/[aeoáéóíú]/g) ?? []).length), 0);
  return Math.max(1, count);
}

/** Syllables of an English word: groups of vowels, less the silent endings, more the places where two vowels part. */
export function syllablesEn(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  const stem = letters
    .replace(/(?<=[aeiouy].*[^aeiouytd])ed$/, '')
    .replace(/(?<=[aeiouy].*[^aeiouyscxzg])es$/, '')
    .replace(/(?<=[aeiouy].*[^aeiouy])(?<![^aeiouy]l)e$/, '');
  const groups = stem.match(/[aeiouy]+/g) ?? [];
  const parted = stem.match(/(?<![cstg])ia(?!g$)|io(?!n)|iu|[aeiou]ing$|(?<!q)ua(?!r)|dea$|rea$|eo(?!u|pl)/g) ?? [];
  return Math.max(1, groups.length + parted.length);
}
