import { z } from 'zod';
import { fits } from '../engine/answers.js';
import { NOT_SURE, SKIP, type Answer, type Facts, type FlowLaw, type Question } from '../engine/flow.js';
import { readDay } from './dates.js';
import { isAttached, readNumbers } from './numbers.js';
import { COMMANDS, type Command } from './session.js';
import { asciiDigits, fold, holds, isOtherWord, isUnspaced, type CommandInput, type Wording } from './wording.js';
import type { NoticeCode } from './views.js';

/** What a person sent, free of any channel. */
export interface Message {
  text: string | null;
  /** A button's value; undefined where there was none. */
  value: unknown;
}

/** What a message turned out to be. */
export type Input =
  | { kind: 'welcome' }
  | ({
      kind: 'command';
      /** The language that the words of the command are of, where it is not the person's. */ spoken?: string;
    } & CommandInput)
  | { kind: 'languages' }
  | { kind: 'answer'; question: string; answer: Answer; flow?: string | undefined }
  | { kind: 'cite'; text: string }
  | { kind: 'ask'; text: string }
  | { kind: 'kinship' }
  | { kind: 'danger' }
  | { kind: 'thanks' }
  | { kind: 'unclear'; text: string }
  | { kind: 'reject'; code: NoticeCode };

/** The question that is open, with what is needed to read an answer to it. */
export interface OpenQuestion {
  flow: string;
  question: string;
  spec: Question;
  facts: Facts;
  /** The law of the day. */
  law: FlowLaw;
}

export interface RecognizeContext {
  open: OpenQuestion | null;
  /** The person's language first, then every other that ships. */
  wordings: readonly Wording[];
  looksLikeCitation: (text: string) => boolean;
  /** Ids of the flows in the order of the menu. */
  flows: readonly string[];
}

const answerValue = z.object({
  question: z.string().min(1),
  answer: z.union([z.string(), z.number(), z.array(z.string())]),
  flow: z.string().optional(),
});

const commandValue = z.object({
  command: z.string().min(1),
  flow: z.string().optional(),
  question: z.string().optional(),
  tag: z.string().optional(),
  date: z.string().optional(),
  id: z.string().optional(),
  answers: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
});

/** A message that reads as a question may be one word shorter than this and still is not taken as a failed answer. */
const WORDS_OF_A_QUESTION = 4;

/** Letters that a number word of another language must have at least. */
const FOREIGN_NUMBER_MIN = 5;

/**
 * Reads a message: a button's value by its shape, text in this order: danger, an exact command, an exact answer in any
 * language that ships, a citation, a number, a free question. One message can be several inputs ("back and why").
 */
export function recognize(message: Message, context: RecognizeContext): Input[] {
  if (message.value !== undefined && message.value !== null) return [fromValue(message.value)];
  const text = asciiDigits(message.text?.trim() ?? '');
  if (text === '') return [{ kind: 'reject', code: 'malformed' }];
  return fromText(text, context);
}

function fromValue(value: unknown): Input {
  const asCommand = commandValue.safeParse(value);
  if (asCommand.success) {
    const { command, ...rest } = asCommand.data;
    if (!(COMMANDS as readonly string[]).includes(command)) return { kind: 'reject', code: 'unknown-command' };
    return { kind: 'command', command: command as Command, ...rest };
  }
  const asAnswer = answerValue.safeParse(value);
  if (asAnswer.success) return { kind: 'answer', ...asAnswer.data };
  return { kind: 'reject', code: 'malformed' };
}

function fromText(text: string, context: RecognizeContext): Input[] {
  const folded = fold(text);
  const padded = ` ${folded} `;
  if (context.wordings.some((w) => isDanger(padded, w))) return [{ kind: 'danger' }];

  const whole = exact(text, context) ?? asOfDate(text, context);
  if (whole) return [whole];

  const commands = together(folded, context);
  if (commands) return commands;

  const age = ageAnswer(text, folded, context);
  if (age) return [age];

  const cited = citation(text, context);
  if (cited) return [cited];

  const number = numberAnswer(text, folded, context);
  if (number) return [number];

  const both = answerThenQuestion(text, context);
  if (both) return both;

  if (context.open && !reads(text, folded, context)) return [{ kind: 'unclear', text }];
  return [{ kind: 'ask', text }];
}

/** So close an act of violence and a person stand to one another where one is done to the other. */
const DANGER_REACH = 5;
/** The same in a script without spaces, in letters. */
const DANGER_REACH_UNSPACED = 10;

/**
 * True where someone writes that a person is in danger now, or that they may hurt a child: a phrase of the language, or a word of
 * violence near a person with a sign that it is now or may come. A false alarm costs little.
 */
function isDanger(padded: string, { danger }: Wording): boolean {
  const any = (phrases: readonly string[]): boolean => phrases.some((phrase) => holds(padded, phrase));
  if (any(danger.phrases)) return true;
  if (any(danger.unless) || !any(danger.cues)) return false;
  if (isUnspaced(padded) && danger.acts.some((act) => isUnspaced(act) && isDone(padded, act, danger.people)))
    return true;
  const words = padded.trim().split(' ');
  return words.some(
    (word, i) =>
      danger.acts.some((act) => word.startsWith(act)) &&
      words.slice(Math.max(0, i - DANGER_REACH), i + DANGER_REACH + 1).some((near) => danger.people.includes(near)),
  );
}

/** True where the act stands near a person, in a script without spaces. */
function isDone(text: string, act: string, people: readonly string[]): boolean {
  for (let at = text.indexOf(act); at >= 0; at = text.indexOf(act, at + 1)) {
    const around = text.slice(Math.max(0, at - DANGER_REACH_UNSPACED), at + act.length + DANGER_REACH_UNSPACED);
    if (people.some((person) => isUnspaced(person) && around.includes(person))) return true;
  }
  return false;
}

/** An exact command, a wish for help with counting, or an exact answer to the open question. */
function exact(text: string, context: RecognizeContext): Input | null {
  const folded = fold(text);
  for (const [i, wording] of context.wordings.entries()) {
    if (isOtherWord(text, folded, wording.spellings)) continue;
    const command = wording.commands.get(folded);
    if (command) return { kind: 'command', ...command, ...(i > 0 ? { spoken: wording.tag } : {}) };
    if (wording.kinshipHelp.has(folded)) return { kind: 'kinship' };
  }
  const languages = languageNamed(folded, context);
  if (languages) return languages;
  const { open } = context;
  if (!open) {
    if (context.wordings.some((w) => w.thanks.has(folded))) return { kind: 'thanks' };
    // "no" or "not sure" with no question open is no question for the law.
    if (context.wordings.some((w) => w.idle.has(folded))) return { kind: 'command', command: 'start' };
    const place = /^\d$/.test(folded) ? Number(folded) : 0;
    const flow = context.flows[place - 1];
    if (flow !== undefined) return { kind: 'command', command: 'start', flow };
    // A bare number is no question either.
    return /^\d+$/.test(folded) ? { kind: 'command', command: 'start' } : null;
  }
  for (const wording of context.wordings) {
    if (isOtherWord(text, folded, wording.spellings)) continue;
    const answer = wording.answers(open.flow, open.question).get(folded);
    if (answer !== undefined) return { kind: 'answer', question: open.question, answer };
  }
  return listed(folded, open) ?? several(text, folded, open, context);
}

/** "language": the choice of languages. "language vi", "idioma ruso": one of them, by its tag or by what people call it. */
function languageNamed(folded: string, { wordings }: RecognizeContext): Input | null {
  for (const { languageWords } of wordings) {
    if (languageWords.has(folded)) return { kind: 'languages' };
    const word = [...languageWords].find((known) => folded.startsWith(`${known} `));
    if (word === undefined) continue;
    const rest = folded.slice(word.length + 1);
    const byName = wordings.map(({ commands }) => commands.get(rest)).find((found) => found?.command === 'language');
    const byTag = wordings.find(({ tag }) => fold(tag) === rest || fold(tag.split('-')[0] ?? tag) === rest)?.tag;
    const tag = byName?.tag ?? byTag ?? (/^[a-z]{2}$/.test(rest) ? rest : undefined);
    if (tag !== undefined) return { kind: 'command', command: 'language', tag };
  }
  return null;
}

/** "1 and 3", "income and work": several choices of the open question at once, joined by a word or a comma. */
function several(text: string, folded: string, open: OpenQuestion, context: RecognizeContext): Input | null {
  if (open.spec.input !== 'choices') return null;
  const joints = context.wordings.flatMap((w) => w.and.map(fold)).filter((w) => w !== '');
  const joint = `${jointPattern(joints)}|(?<=\\d) (?=\\d)`;
  const commas = text.split(/[,，、;；،؛/]/).map(fold);
  const parts = rangeOf(text) ?? (commas.length > 1 ? commas : [folded]).flatMap((part) => partsOf(part, joint));
  if (parts.length < 2) return null;
  const ids: string[] = [];
  for (const part of parts) {
    const found =
      context.wordings.map((w) => w.answers(open.flow, open.question).get(part)).find((a) => a !== undefined) ??
      (/^\d{1,2}$/.test(part) ? [...open.spec.answers, NOT_SURE][Number(part) - 1] : undefined);
    if (found === undefined) return null;
    ids.push(...(typeof found === 'object' ? found : [String(found)]));
  }
  return { kind: 'answer', question: open.question, answer: [...new Set(ids)] };
}

/**
 * What stands between two parts: a joining word between spaces, or anywhere in a script without spaces; in Arabic it may be
 * written together with the next word.
 */
function jointPattern(joints: readonly string[]): string {
  const spaced = joints.filter((joint) => !isUnspaced(joint));
  const unspaced = joints.filter(isUnspaced).sort((a, b) => b.length - a.length);
  const attached = spaced.filter(isAttached).map((word) => ` ${word}(?=\\S)`);
  return [...(spaced.length > 0 ? [` (?:${spaced.join('|')}) `] : []), ...attached, ...unspaced].join('|');
}

function partsOf(text: string, pattern: string): string[] {
  return text
    .split(new RegExp(pattern))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** "1-3" as its places in the list. */
function rangeOf(text: string): string[] | null {
  const range = /^\s*(\d{1,2})\s*[-–]\s*(\d{1,2})\s*$/.exec(text);
  const [from, to] = [Number(range?.[1]), Number(range?.[2])];
  return range && from < to ? Array.from({ length: to - from + 1 }, (_, i) => String(from + i)) : null;
}

/** "2" for the second choice of the open question. */
function listed(folded: string, open: OpenQuestion): Input | null {
  if (open.spec.input !== 'choice' && open.spec.input !== 'choices') return null;
  // Beside an age group a number is an age, never a place in the list.
  if (open.spec.input === 'choice' && open.spec.ages) return null;
  if (!/^\d{1,2}$/.test(folded)) return null;
  const choices = [...open.spec.answers, NOT_SURE];
  const answer = choices[Number(folded) - 1];
  if (answer === undefined) return { kind: 'reject', code: 'unknown-answer' };
  const several = open.spec.input === 'choices' && answer !== NOT_SURE;
  return { kind: 'answer', question: open.question, answer: several ? [answer] : answer };
}

/** "as of June 30, 2026": the law as of a day. A day that cannot be read is handed on, so that the answer says so. */
function asOfDate(text: string, context: RecognizeContext): Input | null {
  for (const wording of context.wordings) {
    for (const word of wording.asOfWords) {
      const spaced = text.toLowerCase().startsWith(`${word.toLowerCase()} `);
      if (!spaced && !(isUnspaced(word) && text.startsWith(word))) continue;
      const rest = text.slice(word.length + (spaced ? 1 : 0)).replace(/[.!?。！？]+$/, '');
      const date = readDay(rest, wording.monthNames);
      if (date === null && !spaced) continue;
      if (date !== null || /\d{4}/.test(rest)) return { kind: 'command', command: 'as-of', date: date ?? rest };
    }
  }
  return null;
}

/** "back and why": every part on its own a command. */
function together(folded: string, context: RecognizeContext): Input[] | null {
  for (const wording of context.wordings) {
    const joints = wording.and.map(fold).filter((w) => w !== '');
    if (joints.length === 0) continue;
    const parts = partsOf(folded, jointPattern(joints));
    if (parts.length < 2) continue;
    const commands = parts.map((part) => wording.commands.get(part));
    // To erase everything is a wish of its own, never one of two.
    if (commands.some((c) => c?.command === 'forget')) return null;
    if (commands.every((c) => c !== undefined)) return commands.map((c) => ({ kind: 'command', ...c }));
  }
  return null;
}

function citation(text: string, context: RecognizeContext): Input | null {
  for (const wording of context.wordings) {
    for (const word of wording.citeWords) {
      const start = (isUnspaced(word) ? word : `${word} `).toLowerCase();
      const rest = text.slice(start.length).trim();
      if (text.toLowerCase().startsWith(start) && context.looksLikeCitation(rest)) return { kind: 'cite', text: rest };
    }
  }
  return context.looksLikeCitation(text) ? { kind: 'cite', text } : null;
}

/** "she is 3", "10 months", "14": an age, where the open question asks for an age group. */
function ageAnswer(text: string, folded: string, context: RecognizeContext): Input | null {
  const { open } = context;
  if (open?.spec.input !== 'choice' || !open.spec.ages || /[?？؟]/.test(text)) return null;
  const [wording] = context.wordings;
  if (!wording) return null;
  const { numbers, rest } = readNumbers(text, wording);
  const fitting = rest.every(
    (word) =>
      wording.numberFillers.has(word) || ['day', 'week', 'month', 'year'].includes(wording.units.get(word) ?? ''),
  );
  if (numbers.length !== 1 || !fitting) return null;
  const inMonths = rest.some((word) => ['day', 'week', 'month'].includes(wording.units.get(word) ?? ''));
  const years = Math.floor((numbers[0] as number) / (inMonths ? 12 : 1));
  const group = Object.entries(open.spec.ages(open.law)).find(([, [from, to]]) => years >= from && years <= to);
  return group ? { kind: 'answer', question: open.question, answer: group[0] } : null;
}

/**
 * The one number that a message holds, where the open question takes a number. Every other word must be one that leaves the number as it
 * is ("about 5 kids"): "more than 3" or "500 a week" are no answer, and are asked again.
 */
function numberAnswer(text: string, folded: string, context: RecognizeContext): Input | null {
  const { open } = context;
  if (!open || (open.spec.input !== 'number' && open.spec.input !== 'money')) return null;
  if (asks(text, folded, context)) return null;
  const { spec } = open;
  for (const [i, wording] of context.wordings.entries()) {
    // A number word of another language counts only as the whole message, and not if it is short: "once" is no eleven.
    if (i > 0 && (folded.length < FOREIGN_NUMBER_MIN || !wording.numberWords.has(folded))) continue;
    const { numbers: all, units, rest } = readNumbers(text, wording, spec.input === 'money');
    // "3 hours in one day": that one only says by what time it is counted.
    const numbers =
      all.length < 2 ? all : all.filter((n, at) => n !== 1 || units[at] === undefined || units[at] !== spec.per);
    if (numbers.length !== 1) continue;
    const fitting = rest.every((word) => {
      const unit = wording.units.get(word);
      return unit === undefined ? wording.numberFillers.has(word) : unit === spec.unit || unit === spec.per;
    });
    return fitting
      ? { kind: 'answer', question: open.question, answer: numbers[0] as number }
      : { kind: 'unclear', text };
  }
  const [own] = context.wordings;
  return own && readNumbers(text, own).numbers.length > 0 ? { kind: 'unclear', text } : null;
}

/** "no, but what is an enrichment activity?": an exact answer, then a question. */
function answerThenQuestion(text: string, context: RecognizeContext): Input[] | null {
  if (!context.open) return null;
  const match = /^([^,;.!，；。！、،؛—–-]{1,60})\s*[,;.!，；。！、،؛—–-]+\s*(\S.*)$/s.exec(text);
  const head = match?.[1];
  const tail = match?.[2];
  if (head === undefined || tail === undefined || !asks(tail, fold(tail), context)) return null;
  const first = exact(head, context);
  return first?.kind === 'answer' ? [first, { kind: 'ask', text: tail }] : null;
}

/** True where the text asks something: a question mark, or an asking word at its start. */
function asks(text: string, folded: string, context: RecognizeContext): boolean {
  if (/[?？؟]/.test(text)) return true;
  const [first = ''] = folded.split(' ');
  const unspaced = isUnspaced(folded);
  return context.wordings.some(
    (w) =>
      w.askingWords.has(first) ||
      (unspaced && [...w.askingWords].some((word) => isUnspaced(word) && folded.includes(word))),
  );
}

/** True where the text is long enough, or asks clearly enough, to be meant as a question of its own. */
function reads(text: string, folded: string, context: RecognizeContext): boolean {
  if (asks(text, folded, context)) return true;
  return isUnspaced(text) ? text.length >= 2 * WORDS_OF_A_QUESTION : folded.split(' ').length >= WORDS_OF_A_QUESTION;
}

/** Whether an answer may stand for the open question; says why not. */
export function checkAnswer(open: OpenQuestion, answer: Answer): NoticeCode | null {
  if (fits(open.spec, open.facts, answer)) return null;
  if (answer === SKIP) return 'unknown-answer';
  if (open.spec.input === 'number' || open.spec.input === 'money') {
    return typeof answer === 'number' ? 'out-of-range' : 'unknown-answer';
  }
  return 'unknown-answer';
}
