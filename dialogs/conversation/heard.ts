import type { Answers, Flow, FlowLaw, Heard } from '../engine/flow.js';
import { fits } from '../engine/answers.js';
import { isNumberWord, numberAt } from './numbers.js';
import { fold, type Wording } from './wording.js';

/** So many words may stand between a number and what it counts: "five of my neighbor's kids". */
const REACH = 4;

/** A number with the place of its first word and of the first word after it. */
interface Count {
  value: number;
  from: number;
  to: number;
}

/**
 * What a question in free words says for certain: how many children, how many of them are relatives, whose home, one
 * family, one child's age. What could be read in two ways is left out: it will be asked.
 */
export function hear(text: string, wording: Wording): Heard {
  const { heard } = wording;
  const words = fold(wording.spaced(text)).split(' ');
  const padded = ` ${words.join(' ')} `;
  const says = (phrases: readonly string[]): boolean => phrases.some((phrase) => padded.includes(` ${phrase} `));
  const counts = numbersIn(words, wording);
  const counted = (nouns: ReadonlySet<string>): Count[] =>
    counts.filter(({ from, to }) => {
      const after = words.slice(to, to + REACH + 1);
      const at = after.findIndex((word) => nouns.has(word));
      const before = words.slice(Math.max(0, from - 2), from);
      if (at < 0 || before.some((word) => heard.unclear.has(word))) return false;
      return !after.slice(0, at).some((word) => wording.units.has(word) || isNumberWord(word, wording));
    });

  const kids = counted(heard.children);
  const relatives = counted(heard.relatives);
  const [kin] = relatives;
  const [all] = kids;
  const onlyKin = kids.length === 0 && !words.some((word) => heard.children.has(word));
  const mine = says(heard.ownChildren);

  let children: number | null = null;
  let related: number | null = null;
  if (!mine && kids.length === 1 && all) {
    // "two of them are my nieces" speaks of the five; "three kids and two nieces" may be five.
    const between = kin === undefined ? [] : words.slice(kin.to, kin.to + REACH);
    const noun = between.findIndex((word) => heard.relatives.has(word));
    const part = between.slice(0, noun).some((word) => heard.partOf.has(word));
    if (kin === undefined) children = all.value;
    else if (relatives.length === 1 && part && kin.from > all.from && kin.value <= all.value) {
      children = all.value;
      related = kin.value;
    }
  } else if (!mine && onlyKin && relatives.length === 1 && kin && !says(heard.others)) {
    children = kin.value;
    related = kin.value;
  }

  const ownHome = says(heard.ownHome);
  const childsHome = says(heard.childsHome);
  return {
    children,
    related,
    home: ownHome === childsHome ? null : ownHome ? 'caregivers' : 'childs',
    livingQuarters: ownHome && !childsHome && !says(heard.notLivingQuarters),
    oneFamily: says(heard.oneFamily),
    age: children !== null && children > 1 ? null : ageIn(words, counts, wording),
  };
}

/** The answers that a flow takes from what was heard; only those that its questions can hold. */
export function prefilled(flow: Flow, heard: Heard, law: FlowLaw): Answers {
  const answers: Record<string, Answers[string]> = {};
  for (const [question, answer] of Object.entries(flow.hears?.(heard, law) ?? {})) {
    const spec = flow.questions[question];
    if (spec && answer !== undefined && fits(spec, answers as never, answer)) answers[question] = answer;
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
  return ages.length === 1 ? (ages[0] ?? null) : null;
}
