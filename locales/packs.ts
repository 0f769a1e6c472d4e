import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import lunr from 'lunr';
import type { z } from 'zod';
import { languageSchema } from './language.js';

/** How one language is cut into index terms: the shape that the index asks for. */
export interface Pack {
  tag: string;
  /** A text as words, folded: no accents, lower case, number words as digits. English has none: its analysis is built in. */
  words?: (text: string) => string[];
  /** The term under which a word is found. */
  term?: (word: string) => string;
  /** What the best topic's score counts beside the best provision's. */
  topicWeight: number;
}

const require = createRequire(import.meta.url);

/** Stemming a word costs more than all else that a search does; so many are remembered. */
const MOST_KNOWN = 50_000;

/** The stemmer of lunr-languages with this name, on words without accents. */
function stemmerOf(name: string): (word: string) => string {
  const withLanguages = lunr as unknown as Record<string, { stemmer: (token: lunr.Token) => lunr.Token } | undefined>;
  if (!withLanguages[name]) {
    (require('lunr-languages/lunr.stemmer.support') as (l: typeof lunr) => void)(lunr);
    (require(`lunr-languages/lunr.${name}`) as (l: typeof lunr) => void)(lunr);
  }
  const stemmer = withLanguages[name]?.stemmer;
  if (!stemmer) throw new Error(`lunr-languages has no stemmer ${name}`);
  const known = new Map<string, string>();
  return (word) => {
    let term = known.get(word);
    if (term === undefined) {
      term = stemmer(new lunr.Token(word, {})).toString();
      if (known.size < MOST_KNOWN) known.set(word, term);
    }
    return term;
  };
}

/** Words without accents, so that people who leave them out are understood. */
function fold(text: string): string {
  return (
    text
      .normalize('NFKD')
      // й is a letter of its own: without its breve no Russian stemmer knows an adjective's ending.
      .replace(/([иИ])\u0306/g, (_, i: string) => (i === 'и' ? 'й' : 'Й'))
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .replace(/['’ـ]/g, '')
      .replace(/đ/g, 'd')
      .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
      .replace(/[ىی]/g, 'ي')
      .replace(/ک/g, 'ك')
      .replace(/(?<=\p{Script=Arabic}{3})[ةه](?![\p{L}\p{N}])/gu, 'ة')
  );
}

/** Runs of a script that writes no spaces, and words of any other. */
const RUNS = /[\p{Script=Han}々〇]+|[^\p{Script=Han}々〇\P{L}]+|\p{N}+/gu;

/** A run without spaces as its pairs of neighboring signs and the signs themselves: "托儿所" as 托儿, 儿所, 托, 儿, 所. */
function pairsOfSigns(run: string): string[] {
  if (!/^[\p{Script=Han}々〇]/u.test(run)) return [run];
  const signs = [...run];
  return [...signs.slice(1).map((sign, at) => `${signs[at]}${sign}`), ...signs];
}

/**
 * The packs of all languages below `dir`. The build and the start must use the same.
 */
export function languagePacks(dir: string): Pack[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name: tag }) => {
      const file: unknown = JSON.parse(readFileSync(join(dir, tag, 'language.json'), 'utf8'));
      return packOf(tag, languageSchema.parse(file));
    });
}

function packOf(tag: string, language: z.infer<typeof languageSchema>): Pack {
  const letters = new Map(Object.entries(language.letters ?? {}));
  const folded = (text: string): string => {
    const plain = fold(text);
    return letters.size === 0 ? plain : [...plain].map((letter) => letters.get(letter) ?? letter).join('');
  };
  const same = new Map(Object.entries(language.sameWords).map(([word, as]) => [folded(word), folded(as)]));
  const { topicWeight } = language;
  if (tag === 'en') return { tag, topicWeight };
  const term = language.stemmer === null ? (word: string): string => word : stemmerOf(language.stemmer);
  if (!language.spaces) {
    // Longest first: a word inside a longer one is no word of its own.
    const known = [...same.keys()].sort((a, b) => b.length - a.length);
    const pattern = known.length === 0 ? null : new RegExp(known.map(escapePattern).join('|'), 'gu');
    const words = (text: string): string[] => {
      const plain = folded(text);
      const joined = pattern === null ? plain : plain.replace(pattern, (word) => same.get(word) ?? word);
      return (joined.match(RUNS) ?? []).flatMap(pairsOfSigns);
    };
    return { tag, words, term, topicWeight };
  }
  const numbers = new Map(Object.entries(language.numberWords).map(([word, n]) => [folded(word), String(n)]));
  const words = (text: string): string[] =>
    (folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => same.get(word) ?? numbers.get(word) ?? word);
  return { tag, words, term, topicWeight };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
