import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import lunr from 'lunr';
import { languageSchema } from './language.js';

/** How one language is cut into index terms: the shape that the index asks for. */
export interface Pack {
  tag: string;
  /** A text as words, folded: no accents, lower case, number words as digits. */
  words: (text: string) => string[];
  /** The term under which a word is found. */
  term: (word: string) => string;
}

const require = createRequire(import.meta.url);

/** The stemmer of lunr-languages with this name, on words without accents. */
function stemmerOf(name: string): (word: string) => string {
  const withLanguages = lunr as unknown as Record<string, { stemmer: (token: lunr.Token) => lunr.Token } | undefined>;
  if (!withLanguages[name]) {
    (require('lunr-languages/lunr.stemmer.support') as (l: typeof lunr) => void)(lunr);
    (require(`lunr-languages/lunr.${name}`) as (l: typeof lunr) => void)(lunr);
  }
  const stemmer = withLanguages[name]?.stemmer;
  if (!stemmer) throw new Error(`lunr-languages has no stemmer ${name}`);
  return (word) => stemmer(new lunr.Token(word, {})).toString();
}

/** Words without accents, so that people who leave them out are understood. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    // й is a letter of its own: without its breve no Russian stemmer knows an adjective's ending.
    .replace(/([иИ])\u0306/g, (_, i: string) => (i === 'и' ? 'й' : 'Й'))
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’ـ]/g, '')
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[ىی]/g, 'ي')
    .replace(/ک/g, 'ك')
    .replace(/(?<=\p{Script=Arabic}{3})[ةه](?![\p{L}\p{N}])/gu, 'ة');
}

/**
 * The packs of all languages below `dir` that name a stemmer, English aside: the index has that one built in. The build and the
 * start must use the same.
 */
export function languagePacks(dir: string): Pack[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'en')
    .flatMap(({ name: tag }) => {
      const file: unknown = JSON.parse(readFileSync(join(dir, tag, 'language.json'), 'utf8'));
      const language = languageSchema.parse(file);
      if (language.stemmer === null) return [];
      const stem = stemmerOf(language.stemmer);
      const same = new Map(Object.entries(language.sameWords).map(([word, as]) => [fold(word), fold(as)]));
      const numbers = new Map(Object.entries(language.numberWords).map(([word, n]) => [fold(word), String(n)]));
      return [
        {
          tag,
          words: (text: string) =>
            (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => same.get(word) ?? numbers.get(word) ?? word),
          term: stem,
        },
      ];
    });
}
