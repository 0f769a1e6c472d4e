import type { Answers, Flow, FlowLaw, Heard } from '../engine/flow.js';
import { fits } from '../engine/answers.js';
import { foldedWords, numberAt } from './numbers.js';
import { fold, type Wording } from './wording.js';

/** So many words may stand between a number and the relatives that are a part of it: "two of them are my nieces". */
const REACH = 5;
/** From this age on nobody is spoken of as a child in care for certain. */
const GROWN = 18;
/** A citation's digits count nothing. */
const CITED = /(?:\b(?:ORS|OAR|HB|SB)\s*)?\d{3}A?[.-]\d{3}[\d.-]*(?:\s?\(\w{1,4}\))*/giu;

/** A number with the place of its first word and of the first word after it. */
interface Count {
  value: number;
  from: number;
  to: number;
}

/**
 * What a question in free words says for certain: how many children, how many of them are relatives, whose home, one
 * family, one child's age. What could be read in two ways is left out, since it will be asked: every number must be accounted
 * for, and nothing is taken from a sentence that denies or excepts something.
 */
export function hear(text: string, wording: Wording): Heard {
  const { heard } = wording;
  const words = foldedWords(wording.spaced(text.replace(CITED, ' ')), wording);
  // A phrase is of one clause: "…con một nhà, họ trả tiền" speaks of no "nhà họ".
  const clauses = clausesOf(text, wording);
  const padded = ` ${clauses.map((clause) => clause.join(' ')).join(' | ')} `;
  const says = (phrases: readonly string[]): boolean => phrases.some((phrase) => padded.includes(` ${phrase} `));
  const counts = numbersIn(words, wording);
  const none: Heard = { children: null, related: null, home: null, livingQuarters: false, oneFamily: false, age: null };
  if (denies(clauses, wording)) return none;

  const { children, related } = childrenIn(words, counts, wording, says);
  // Whose home it is can be told only of someone who says that they care for children there themselves.
  const caring = says(heard.care) && !says(heard.notMine);
  const ownHome = caring && says(heard.ownHome);
  // With children of several families the home is not the home of each of them: a nanny share is asked about.
  const childsHome = says(heard.childsHome) && !says(heard.others);
  return {
    children,
    related,
    home: ownHome === childsHome ? null : ownHome ? 'caregivers' : 'childs',
    livingQuarters: ownHome && !childsHome && !says(heard.notLivingQuarters),
    oneFamily: children !== null && related === null && says(heard.oneFamily) && !says(heard.others),
    age: children !== null && children > 1 ? null : ageIn(words, counts, wording),
  };
}

/** The clauses of a text, each as its folded words. */
function clausesOf(text: string, wording: Wording): string[][] {
  return text.split(/[?？؟.!。！,،，;；؛]/).map((clause) => fold(wording.spaced(clause)).split(' '));
}

/** True where a clause denies or excepts something; what only asks at its end does not. */
function denies(clauses: readonly (readonly string[])[], { heard: { not, asked, politeness } }: Wording): boolean {
  return clauses.some((clause) => {
    const words = [...clause];
    while (politeness.has(words.at(-1) ?? '')) words.pop();
    const end = ` ${words.join(' ')}`;
    const tail = asked.find((phrase) => end.endsWith(` ${phrase}`));
    const told = tail === undefined ? words : words.slice(0, words.length - tail.split(' ').length);
    return told.some((word) => not.has(word));
  });
}

/** How many children are spoken of, and how many of them are relatives, where each number in the words is one of the two. */
function childrenIn(
  words: readonly string[],
  counts: readonly Count[],
  wording: Wording,
  says: (phrases: readonly string[]) => boolean,
): Pick<Heard, 'children' | 'related'> {
  const { heard } = wording;
  const nothing = { children: null, related: null };
  if (says(heard.ownChildren)) return nothing;
  // "One" is a pronoun or an article as often as a number; "none" is a question's "no" in some languages.
  const told = counts.filter(
    ({ value, from, to }) =>
      value > 0 && !(value === 1 && !/\d/.test(words[from] ?? '')) && !wording.units.has(words[to] ?? ''),
  );
  const [first, second] = told;
  if (!first || told.length > 2) return nothing;
  const clear = (count: Count): boolean =>
    clearOfLimits(words, count, heard.unclear) && !heard.having.has(words[count.from - 1] ?? '');
  /** The noun that a number counts stands right after it, or after one small word ("five little kids"), and is no one's ("kids' friends"). */
  const isOf = (count: Count, nouns: ReadonlySet<string>): boolean => {
    const at = heard.between.has(words[count.to] ?? '') ? count.to + 1 : count.to;
    return nouns.has(words[at] ?? '') && !heard.others.includes(words[at + 1] ?? '');
  };
  if (second === undefined) {
    const kinBeside = words.some((word) => heard.relatives.has(word));
    if (isOf(first, heard.children)) {
      return clear(first) && !kinBeside ? { children: first.value, related: null } : nothing;
    }
    const alone = !words.some((word) => heard.children.has(word)) && !says(heard.others);
    const isKin = isOf(first, heard.relatives) && clearOfLimits(words, first, heard.unclear);
    return alone && isKin ? { children: first.value, related: first.value } : nothing;
  }
  // "two of them are my nieces" speaks of the five; "three kids and two nieces" may be five.
  const between = words.slice(second.to, second.to + REACH);
  const noun = between.findIndex((word) => heard.relatives.has(word));
  const isPart = noun > 0 && between.slice(0, noun).some((word) => heard.partOf.has(word));
  const friends = heard.others.includes(words[second.to + noun + 1] ?? '');
  if (!isOf(first, heard.children) || !clear(first) || !isPart || friends || second.value > first.value) return nothing;
  return { children: first.value, related: second.value };
}

function clearOfLimits(words: readonly string[], { from }: Count, unclear: ReadonlySet<string>): boolean {
  return !words.slice(Math.max(0, from - 2), from).some((word) => unclear.has(word));
}

/** The answers that a flow takes from what was heard; only those that its questions can hold. */
export function prefilled(flow: Flow, heard: Heard, law: FlowLaw): Answers {
  const answers: Record<string, Answers[string]> = {};
  const taken = flow.hears?.(heard, law) ?? {};
  for (const [question, spec] of Object.entries(flow.questions)) {
    const answer = taken[question];
    if (answer !== undefined && fits(spec, answers, answer)) answers[question] = answer;
  }
  return answers;
}

function numbersIn(words: string[], wording: Wording): Count[] {
  const counts: Count[] = [];
  for (let from = 0; from < words.length;) {
    const found = numberAt(words, from, wording);
    if (!found) {
      from += 1;
      continue;
    }
    counts.push({ value: found.value, from, to: from + found.taken });
    from += found.taken;
  }
  return counts.filter(({ value }) => Number.isInteger(value));
}

/** The one age in years that is said, where one is: "my 3 year old", "10 months old". */
function ageIn(words: readonly string[], counts: readonly Count[], wording: Wording): number | null {
  const ages = counts.flatMap(({ value, to }) => {
    const unit = wording.units.get(words[to] ?? '');
    if (unit !== 'year' && unit !== 'month') return [];
    const near = words.slice(to + 1, to + 3);
    if (!near.some((word) => wording.heard.old.has(word)) && !wording.heard.old.has(words[to] ?? '')) return [];
    return [unit === 'month' ? Math.floor(value / 12) : value];
  });
  // Who is grown may be the one who cares or is paid, and not the child.
  const [age] = ages;
  return ages.length === 1 && age !== undefined && age < GROWN ? age : null;
}
