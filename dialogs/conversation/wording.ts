import type { Answer, Answers } from '../engine/flow.js';
import type { Command } from './session.js';

/** Units of time that stand beside numbers. */
export const TIME_UNITS = ['hour', 'day', 'week', 'month', 'year'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** A command with what it was given beside its name. */
export interface CommandInput {
  command: Command;
  flow?: string | undefined;
  question?: string | undefined;
  tag?: string | undefined;
  date?: string | undefined;
  id?: string | undefined;
  /** With `start`: answers that the flow takes over once they are confirmed. */
  answers?: Answers | undefined;
}

/**
 * What recognizing needs of a language; locales supply it through the composition. Every phrase is folded with `fold`
 * before it is compared, so a pack gives phrases as people write them.
 */
export interface Wording {
  tag: string;
  /** Marks of all phrases below, where marks tell words apart; null in other languages. */
  spellings: Spellings | null;
  /** The same of the words that numbers are made of. */
  numberSpellings: Spellings | null;
  /** Phrases that mean a command, exactly: "go back" -> back. */
  commands: ReadonlyMap<string, CommandInput>;
  /** Phrases that mean an answer to the question, exactly: labels and synonyms. */
  answers: (flow: string, question: string) => ReadonlyMap<string, Answer>;
  /** Phrases that ask for another language without naming it: "language", "change the language". */
  languageWords: ReadonlySet<string>;
  /** Phrases that ask for help with counting relatives. */
  kinshipHelp: ReadonlySet<string>;
  /** Words that open a citation look-up: "cite", "show". */
  citeWords: readonly string[];
  /** Words that a date follows to read the law as of it: "as of". */
  asOfWords: readonly string[];
  /** Names of the months, January first. */
  monthNames: readonly (readonly string[])[];
  /** How people write that someone is in danger now; all folded. */
  danger: {
    /** Enough by themselves, anywhere in a message. */
    phrases: readonly string[];
    /** Beginnings of words of violence. */
    acts: readonly string[];
    people: readonly string[];
    /** Signs that it happens now or may happen. */
    cues: readonly string[];
    /** What makes it a question about the child's own behavior or about the past. */
    unless: readonly string[];
  };
  /** Words that mean nothing while no question is open: yes, no, not sure. */
  idle: ReadonlySet<string>;
  thanks: ReadonlySet<string>;
  /** Words beside a number that leave it as it is: "about", "kids". */
  numberFillers: ReadonlySet<string>;
  /** Words for units of time: "weeks" -> week. */
  units: ReadonlyMap<string, TimeUnit>;
  /** Words that multiply: "dozen" -> 12. */
  scales: ReadonlyMap<string, number>;
  /** Words of the longest number word. */
  longestNumber: number;
  numberWords: ReadonlyMap<string, number>;
  /** True where "3,5" is three and a half. */
  decimalComma: boolean;
  /** Phrases after a number that add a half: "and a half". */
  halves: readonly string[];
  /** Words that join two wishes: "and". */
  and: readonly string[];
  /** Words that a message opens with when it asks something. */
  askingWords: ReadonlySet<string>;
  /** A text with spaces between its words, for languages that write none. */
  spaced: (text: string) => string;
  heard: HeardWords;
}

/** How people say, inside a question, what a flow would ask; all folded. */
export interface HeardWords {
  /** Nouns that a number of children stands before. */
  children: ReadonlySet<string>;
  /** Nouns for relatives within the fourth degree whatever the family (ORS 329A.250(4)(b)(C)): no cousins. */
  relatives: ReadonlySet<string>;
  /** Phrases by which people speak of their own children, who are counted apart. */
  ownChildren: readonly string[];
  /** Words that deny, except, or speak of the past: nothing is taken from a sentence that has one. */
  not: ReadonlySet<string>;
  /** What ends a clause that asks, though it looks like a denial: "…, có được không?", "…, или нет?". */
  asked: readonly string[];
  /** Small words that may come after that: "không ạ". */
  politeness: ReadonlySet<string>;
  /** Words right before a number that make it the person's own children, or what somebody has: "I have 2 kids", "my 2 kids". */
  having: ReadonlySet<string>;
  /** Small words that may stand between a number and its noun: "five little kids". */
  between: ReadonlySet<string>;
  /** Phrases by which people say that they care for children themselves. */
  care: readonly string[];
  /** Words for somebody else who cares. */
  notMine: readonly string[];
  /** Words for others, beside whom a number of relatives is not the number of children. */
  others: readonly string[];
  ownHome: readonly string[];
  /** Places at a home that may not be where its family lives (ORS 329A.250(11)). */
  notLivingQuarters: readonly string[];
  childsHome: readonly string[];
  oneFamily: readonly string[];
  /** Words before a number that make it a limit or a guess: "more than 3", "5 or 6". */
  unclear: ReadonlySet<string>;
  /** Words after a number that make it a part of another: "two of them", "two are". */
  partOf: ReadonlySet<string>;
  /** Words after years and months that make them an age. */
  old: ReadonlySet<string>;
}

const HAN = /\p{Script=Han}/u;

/** True for words of a script that is written without spaces between words. */
export function isUnspaced(text: string): boolean {
  return HAN.test(text);
}

/** True where a folded text, with a space before and after it, holds the phrase: as words, or anywhere in a script without spaces. */
export function holds(padded: string, phrase: string): boolean {
  return padded.includes(isUnspaced(phrase) ? phrase : ` ${phrase} `);
}

/** Arabic and Persian digits and number marks as those of ASCII: "٢٬٤٠٠" is "2,400". */
export function asciiDigits(text: string): string {
  return text
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/(?<=\d)٫(?=\d)/g, '.')
    .replace(/(?<=\d)٬(?=\d)/g, ',');
}

/**
 * Makes spellings comparable: compatibility forms, lower case, no diacritics, no punctuation around words, single spaces.
 * Letters of every script stay; a curly apostrophe counts as a straight one and is dropped inside words ("don't", "dont").
 * Arabic letters that people write in more than one way, and those of Persian keyboards, become one.
 */
export function fold(text: string): string {
  return withoutMarks(asciiDigits(text))
    .toLowerCase()
    .replace(/ـ/g, '')
    .replace(/ة/g, 'ه')
    .replace(/[ىی]/g, 'ي')
    .replace(/ک/g, 'ك')
    .replace(/['’‘`´]/g, '')
    .replace(/[^\p{L}\p{N}.$%]+/gu, ' ')
    .replace(/(?<!\d)\.|\.(?!\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D');
}

/** The words of a folded text with the marks that each was typed with, in one order: "Hòa" and "hoà" are the same. */
export function marksOf(text: string): string[] {
  return text
    .split(/[^\p{L}\p{M}\p{N}.$%'’‘`´]+/u)
    .map((word) => ({ word: fold(word), marks: [...word.normalize('NFD')].filter((sign) => /[\p{M}đĐ]/u.test(sign)) }))
    .filter(({ word }) => word !== '')
    .map(({ marks }) => marks.sort().join('').toLowerCase());
}

/** True where what was typed may be this phrase, whose folded form it shares: each word bears the phrase's marks, or none. */
export function mayBe(typed: readonly string[], phrase: readonly string[]): boolean {
  return typed.every((marks, at) => marks === '' || marks === phrase[at]);
}

/** Marks of the phrases by their folded form, for a language whose marks tell words apart. */
export type Spellings = ReadonlyMap<string, readonly (readonly string[])[]>;

/** True where no phrase with this folded form may be meant by a text. */
export function isOtherWord(text: string, folded: string, spellings: Spellings | null): boolean {
  const known = spellings?.get(folded);
  return known !== undefined && !known.some((phrase) => mayBe(marksOf(text), phrase));
}
