import lunr from 'lunr';

/**
 * The built-in English analysis: words, lower case, without a stop-word list. Words such as "may", "must", "no", "only"
 * and "can I" carry what a question about law asks, and a list that drops them costs a sixth of the first places.
 */

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  thirteen: '13',
  fourteen: '14',
  fifteen: '15',
  sixteen: '16',
  eighteen: '18',
  twenty: '20',
  thirty: '30',
  ninety: '90',
};

/** Spellings and everyday words that mean one thing here, so that a question meets the text whichever it uses. */
const SAME_WORD: Readonly<Record<string, string>> = {
  kid: 'child',
  kids: 'child',
  kiddo: 'child',
  kiddos: 'child',
  child: 'child',
  children: 'child',
  childs: 'child',
  kindergartner: 'kindergarten',
  licence: 'license',
  licenced: 'licensed',
  cannot: 'cant',
  mom: 'parent',
  mother: 'parent',
  dad: 'parent',
  father: 'parent',
};

const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:day|child)[\s-]?cares?\b/g, ' childcare '],
  [/\bbaby[\s-]?sit(ter|ters|ting|s)?\b/g, ' babysit '],
  [/\bpre[\s-]?school(er|ers|s)?\b/g, ' preschool '],
  [/\bpre[\s-]?k\b/g, ' preschool '],
];

const asToken = (word: string): lunr.Token => new lunr.Token(word, {});

/** Words as they are typed, folded: accents and apostrophes gone, spellings of one thing made one. */
export function englishWords(text: string): string[] {
  let plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’‘`]/g, '')
    .replace(/(\d),(?=\d{3})/g, '$1');
  for (const [pattern, replacement] of PHRASES) plain = plain.replace(pattern, replacement);
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** The index term of a word. */
export function englishTerm(word: string): string {
  const same = NUMBER_WORDS[word] ?? SAME_WORD[word] ?? word;
  return lunr.stemmer(asToken(same)).toString();
}
