import type { AnyActorLogic, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { initialTransition, transition } from 'xstate';
import type { IsoDate } from '../../knowledge/types.js';
import type { Figures } from '../../knowledge/figures.js';

/**
 * What a flow is made of. A flow is data and pure functions: its machine says which question comes when and which
 * outcome follows, its questions say what may be answered, its advice says what goes with a result. No flow knows a
 * language, a channel, a clock or what "not sure" means: the engine works that out by exploring the machine.
 */

/** One definite answer: an answer id, a number, or several ids. */
export type Fact = string | number | readonly string[];
/** Definite answers by question id. */
export type Facts = Readonly<Record<string, Fact | undefined>>;

export const NOT_SURE = 'not-sure';
export const SKIP = 'skip';

/** What is stored for a question: a fact, `not-sure`, or `skip` (both are plain strings, reserved in every question). */
export type Answer = Fact;
export type Answers = Readonly<Record<string, Answer | undefined>>;

/** The law as the rules see it: the day, and the figures of that day. */
export interface FlowLaw {
  asOf: IsoDate;
  figures: Figures;
}

interface QuestionBase {
  /** Paragraphs that the question comes from, in the order in which `why` shows them. */
  why: readonly string[];
  /** True where the answer changes steps or notices only; such a question never makes a result depend on it. */
  adviceOnly?: boolean;
  /** True where a person may go on without answering. */
  skippable?: boolean;
}

export interface ChoiceQuestion extends QuestionBase {
  input: 'choice';
  answers: readonly string[];
  /** For age groups: the years that each answer covers, so that a typed age is read as an age and never as a place in the list. */
  ages?: (law: FlowLaw) => Readonly<Record<string, readonly [number, number]>>;
}

export interface ChoicesQuestion extends QuestionBase {
  input: 'choices';
  answers: readonly string[];
  /** The one answer that excludes the others ("none"). */
  exclusive?: string;
}

export interface NumberQuestion extends QuestionBase {
  input: 'number' | 'money';
  min: number;
  /** The largest number that makes sense beside the other facts; as long as those are not known, the largest of all. */
  max: (facts: Facts) => number;
  /** Words for a class where a range would say it wrongly, since it depends on another open number ("all"); by sample. */
  labels?: (facts: Facts, answers: Answers) => Readonly<Record<number, string>> | null;
  /** The unit that may stand beside the number, and the time it is counted by: "3 hours a day". */
  unit?: 'hour';
  per?: 'day' | 'week' | 'month';
  /** 1 for whole numbers, 0.5 for hours, 0.01 for money. */
  step: number;
  /**
   * First numbers of each class above the lowest: within a class every number leads to the same result. They come from
   * the figures that the flow's rules use, never from a figure of their own. `answers` holds what else is known.
   */
  classes: (facts: Facts, law: FlowLaw, answers: Answers) => readonly number[];
}

export type Question = ChoiceQuestion | ChoicesQuestion | NumberQuestion;

/** What a final state of a machine says of itself. */
export interface OutcomeMeta {
  outcome: string;
  /** The row of the table in which the law is read, counted from 1; results are sorted by it. */
  row: number;
  /** Paragraphs that the outcome must cite, in force on the day; where they follow from the facts, worked out from them. */
  cites: readonly string[] | ((facts: Facts, law: FlowLaw) => readonly string[]);
}

/** What every question state of a machine says of itself. */
export interface QuestionMeta {
  question: string;
}

export interface AnswerEvent {
  type: 'answer';
  question: string;
  answer: Fact;
}

export interface MachineContext {
  facts: Facts;
  law: FlowLaw;
}

export interface MachineInput {
  law: FlowLaw;
}

/** A named predicate of the law with the paragraph that it reads. */
export interface Rule {
  cites: readonly string[];
  holds: (facts: Facts, law: FlowLaw) => boolean;
}

/** Where a sentence stands in a result: what to do, what it may cost and how long it lasts, what is at risk, what else to know, where the sources stop. */
export const SECTIONS = ['steps', 'cost', 'risk', 'know', 'stops'] as const;
export type Section = (typeof SECTIONS)[number];

/**
 * A sentence that goes with a result: a message key below the flow's `advice` (or with a namespace of its own,
 * "notices:..."), its placeholders, its paragraphs.
 */
export interface AdviceItem {
  section: Section;
  key: string;
  cites: readonly string[];
  params?: Readonly<Record<string, string | number>>;
}

/** What advice is made from. */
export interface AdviceInput {
  outcome: string;
  /** Rows of the endings that the facts allow, in order. */
  rows: readonly number[];
  /** Names of those endings. */
  endings: readonly string[];
  /** The answers on the path, `not-sure` kept. */
  facts: Answers;
  law: FlowLaw;
  /** Outcomes of the other flows that were finished in this conversation, by flow. */
  elsewhere: Readonly<Record<string, string>>;
}

export interface Advice {
  /** What to know or do, in order. */
  items: readonly AdviceItem[];
  /** Figures and findings worked out from the facts, for programs that read along. */
  derived: Readonly<Record<string, string | number | boolean>>;
  /** The flow that this result leads on to, with the answers that carry over; absent where there is none. */
  leadsTo?: { flow: string; answers: Answers };
}

/** What a question in free words says for certain; null or false where it says nothing, or could mean two things. */
export interface Heard {
  /** How many children are cared for, not counting children of the person who asks. */
  children: number | null;
  /** How many of them are related to the person within the fourth degree. */
  related: number | null;
  /** Whose home the care is in. */
  home: 'caregivers' | 'childs' | null;
  /** True where it is in rooms where the caregiver's family lives. */
  livingQuarters: boolean;
  oneFamily: boolean;
  /** The age in years of the one child spoken of. */
  age: number | null;
}

export interface Flow {
  id: string;
  /** In the order in which open questions are asked. */
  questions: Readonly<Record<string, Question>>;
  machine: AnyStateMachine;
  rules: Readonly<Record<string, Rule>>;
  /** What goes with a result beside its must-cite paragraphs. */
  advise: (result: AdviceInput) => Advice;
  /** The answers that a question in free words gives already; they are shown before they count. */
  hears?: (heard: Heard, law: FlowLaw) => Answers;
}

const paragraphs = new WeakMap<Flow, ReadonlySet<string>>();

/** All paragraphs that a flow's questions and rules come from, without versions. */
export function paragraphsOf(flow: Flow): ReadonlySet<string> {
  const known = paragraphs.get(flow);
  if (known) return known;
  const questions = Object.values(flow.questions).flatMap(({ why }) => why);
  const rules = Object.values(flow.rules).flatMap(({ cites }) => cites);
  const found = new Set([...questions, ...rules].map((id) => id.replace(/@.*$/, '')));
  paragraphs.set(flow, found);
  return found;
}

/** The age group of a question that holds an age in years; undefined where none does. */
export function ageGroup(question: Question | undefined, age: number | null, law: FlowLaw): string | undefined {
  if (age === null || question?.input !== 'choice' || !question.ages) return undefined;
  return Object.entries(question.ages(law)).find(([, [from, to]]) => age >= from && age <= to)?.[0];
}

let reads: Set<string> | null = null;

/**
 * Runs `work` and reports which facts its rules, bounds and classes read. Exploring uses it to tell that two paths
 * which differ only in facts that nothing further on reads lead to the same results.
 */
export function readsOf<T>(work: () => T): { value: T; read: Set<string> } {
  const outer = reads;
  const read = new Set<string>();
  reads = read;
  try {
    return { value: work(), read };
  } finally {
    reads = outer;
    if (outer) for (const key of read) outer.add(key);
  }
}

/** Tells the innermost `readsOf` that these facts were read. */
export function noteReads(keys: Iterable<string>): void {
  if (reads) for (const key of keys) reads.add(key);
}

/** The facts, with each read noted while `readsOf` listens. */
export function watched(facts: Facts): Facts {
  if (!reads) return facts;
  return new Proxy(facts, {
    get(target, key) {
      if (typeof key !== 'string') return undefined;
      noteReads([key]);
      return target[key];
    },
  });
}

/**
 * XState guards for named rules: each sees the facts so far together with the answer being given, so that a guard reads
 * like its paragraph and the same function serves transitions and tests.
 */
export function guardsOf<R extends Record<string, Rule>>(
  rules: R,
): { [K in keyof R]: (args: { context: MachineContext; event: AnswerEvent }) => boolean } {
  const guard =
    (rule: Rule) =>
    ({ context, event }: { context: MachineContext; event: AnswerEvent }): boolean =>
      rule.holds(watched({ ...context.facts, [event.question]: event.answer }), context.law);
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, guard(rule)])) as {
    [K in keyof R]: (args: { context: MachineContext; event: AnswerEvent }) => boolean;
  };
}

/** The machine before the first answer. */
export function begin(flow: Flow, law: FlowLaw): AnyMachineSnapshot {
  return initialTransition(flow.machine as AnyActorLogic, { law } satisfies MachineInput)[0] as AnyMachineSnapshot;
}

/** The machine after one definite answer to the question that it stands at. */
export function answer(flow: Flow, snapshot: AnyMachineSnapshot, question: string, fact: Fact): AnyMachineSnapshot {
  const event: AnswerEvent = { type: 'answer', question, answer: fact };
  return transition(flow.machine as AnyActorLogic, snapshot, event)[0] as AnyMachineSnapshot;
}

/** The question that the machine stands at, or the outcome that it ended in. */
export function standing(snapshot: AnyMachineSnapshot): QuestionMeta | OutcomeMeta {
  const metas = Object.values(snapshot.getMeta() as Record<string, QuestionMeta | OutcomeMeta | undefined>);
  const meta = metas.find((m) => m !== undefined);
  if (!meta) throw new Error(`state ${JSON.stringify(snapshot.value)} says neither question nor outcome`);
  return meta;
}

/** The facts that a machine has taken in. */
export function factsOf(snapshot: AnyMachineSnapshot): Facts {
  return (snapshot.context as MachineContext).facts;
}
