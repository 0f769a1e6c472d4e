import type { AnyMachineSnapshot } from 'xstate';
import { fits } from './answers.js';
import {
  answer as give,
  begin,
  factsOf,
  noteReads,
  NOT_SURE,
  readsOf,
  standing,
  watched,
  type Answers,
  type Fact,
  type Facts,
  type Flow,
  type FlowLaw,
  type NumberQuestion,
  type OutcomeMeta,
  type Question,
} from './flow.js';

/** A condition on one open fact: an answer id, several, or a range of numbers (both ends included). */
export type Condition = string | readonly string[] | { min?: number; max?: number };

/** One way that the open facts can turn out, with the outcome it leads to. */
export interface Possibility {
  outcome: string;
  when: Record<string, Condition>;
}

/** A final state of a machine, by its name, with what it says of itself. */
export interface Ending {
  id: string;
  outcome: string;
  row: number;
  cites: readonly string[];
}

/** Where a conversation stands in a flow. */
export type Position =
  | { kind: 'ask'; question: string; facts: Facts; visited: readonly string[] }
  | {
      kind: 'result';
      /** The outcome's id, or "depends". */
      outcome: string;
      /** The final states that the facts allow, in the order of the rows; one unless facts are open. */
      endings: readonly Ending[];
      /** The answers on the path that led here, `not-sure` kept, in the order of the path. */
      facts: Answers;
      possibilities: readonly Possibility[];
      /** False where the possibilities were too many to tell all open facts apart. */
      complete: boolean;
      visited: readonly string[];
    };

/** A class of answers that all lead on alike, with one of them to try. */
interface AnswerClass {
  sample: Fact;
  condition: Condition;
}

type Tree =
  | { kind: 'ending'; meta: Ending }
  | {
      kind: 'node';
      question: string;
      how: 'given' | 'open' | 'unasked';
      branches: { class: AnswerClass; tree: Tree }[];
    };

/** Lowest number in each class with its range, within the question's bounds. */
function numberClasses(question: NumberQuestion, facts: Facts, law: FlowLaw, answers: Answers): AnswerClass[] {
  const max = question.max(facts);
  const labels = question.labels?.(facts, answers);
  const starts = [question.min, ...question.classes(facts, law, answers)]
    .filter((n) => n >= question.min && n <= max)
    .sort((a, b) => a - b)
    .filter((n, i, all) => i === 0 || n !== all[i - 1]);
  return starts.map((start, i) => {
    const following = starts[i + 1];
    const condition: { min?: number; max?: number } = {};
    if (start > question.min) condition.min = start;
    if (following !== undefined) condition.max = Math.round((following - question.step) * 100) / 100;
    return { sample: start, condition: labels?.[start] ?? condition };
  });
}

/** Every subset of the answers that may be ticked together with those that are named already. */
function choiceSets(question: Extract<Question, { input: 'choices' }>, named: readonly string[]): AnswerClass[] {
  const open = question.answers.filter((id) => id !== question.exclusive && !named.includes(id));
  const sets: string[][] = [[]];
  for (const id of open) sets.push(...sets.map((set) => [...set, id]));
  const classes: AnswerClass[] = [];
  for (const set of sets) {
    const ids = question.answers.filter((id) => named.includes(id) || set.includes(id));
    if (ids.length > 0) classes.push({ sample: ids, condition: ids });
  }
  if (named.length === 0 && question.exclusive !== undefined) {
    classes.push({ sample: [question.exclusive], condition: [question.exclusive] });
  }
  return classes;
}

/** The classes that a question's answers fall into, beside what is known. */
export function classesOf(question: Question, facts: Facts, law: FlowLaw, answers: Answers): AnswerClass[] {
  switch (question.input) {
    case 'choice':
      return question.answers.map((id) => ({ sample: id, condition: id }));
    case 'choices':
      return choiceSets(question, []);
    case 'number':
    case 'money':
      return numberClasses(question, facts, law, answers);
  }
}

/** What a stored answer leaves open: a definite one nothing, `not-sure` everything, a list with `not-sure` the unnamed rest. */
function openClasses(
  question: Question,
  facts: Facts,
  law: FlowLaw,
  answers: Answers,
  given: Fact,
): AnswerClass[] | null {
  if (given === NOT_SURE) return classesOf(question, facts, law, answers);
  if (question.input === 'choices' && Array.isArray(given) && given.includes(NOT_SURE)) {
    const named = (given as readonly string[]).filter((id) => id !== NOT_SURE);
    return choiceSets(question, named);
  }
  return null;
}

/**
 * True where a number that was given is larger than the facts allow: the part would be more than its whole. `known` are the
 * questions whose answers count: those on some path.
 */
function contradicts(flow: Flow, facts: Facts, answers: Answers, known: ReadonlySet<string>): boolean {
  const definite = Object.fromEntries([...known].filter((n) => answers[n] !== NOT_SURE).map((n) => [n, answers[n]]));
  const all = { ...definite, ...facts };
  return [...known].some((name) => {
    const question = questionOf(flow, name);
    const given = answers[name];
    if (typeof given !== 'number' || (question.input !== 'number' && question.input !== 'money')) return false;
    return given > question.max({ ...all, [name]: undefined });
  });
}

/**
 * Grows the tree of all that can still happen, each state once for each combination of the facts that matter below it.
 * An assumed number beside which one that was given (and lies in `known`) makes no sense is left out.
 */
function grow(flow: Flow, law: FlowLaw, answers: Answers, known: ReadonlySet<string>): Tree | null {
  const memo = new Map<string, { read: Map<string, Fact | undefined>; tree: Tree | null }[]>();

  const below = (snapshot: AnyMachineSnapshot, assumed: boolean): Tree | null => {
    const meta = standing(snapshot);
    const id = String(snapshot.value);
    const facts = factsOf(snapshot);
    const place = `${id} ${assumed}`;
    const known = memo.get(place) ?? [];
    const hit = known.find(({ read }) => [...read].every(([key, value]) => same(facts[key], value)));
    if (hit) {
      noteReads(hit.read.keys());
      return hit.tree;
    }
    const { value: tree, read } = readsOf((): Tree | null =>
      'outcome' in meta
        ? { kind: 'ending', meta: endingOf(id, meta, facts, law) }
        : node(snapshot, meta.question, assumed),
    );
    const held = new Map([...read].map((key) => [key, facts[key]]));
    memo.set(place, [...known, { read: held, tree }]);
    return tree;
  };

  const node = (snapshot: AnyMachineSnapshot, name: string, assumed: boolean): Tree | null => {
    const question = questionOf(flow, name);
    const facts = watched(factsOf(snapshot));
    const given = answers[name];
    if (given !== undefined && fits(question, facts, given)) {
      const open = openClasses(question, facts, law, answers, given);
      if (open === null) {
        const tree = below(give(flow, snapshot, name, given), assumed);
        return (
          tree && {
            kind: 'node',
            question: name,
            how: 'given',
            branches: [{ class: { sample: given, condition: {} }, tree }],
          }
        );
      }
      return branch(snapshot, name, open, 'open');
    }
    // A number that cannot stand beside an assumed one rules the assumption out; beside known facts it is asked anew.
    if (given !== undefined && assumed && typeof given === 'number') return null;
    return branch(snapshot, name, classesOf(question, facts, law, answers), 'unasked');
  };

  const branch = (
    snapshot: AnyMachineSnapshot,
    name: string,
    classes: AnswerClass[],
    how: 'open' | 'unasked',
  ): Tree | null => {
    const numeric = questionOf(flow, name).input === 'number';
    const branches = classes.flatMap((c) => {
      if (numeric && contradicts(flow, { ...factsOf(snapshot), [name]: c.sample }, answers, known)) return [];
      const tree = below(give(flow, snapshot, name, c.sample), true);
      return tree ? [{ class: c, tree }] : [];
    });
    return branches.length > 0 ? { kind: 'node', question: name, how, branches } : null;
  };

  return below(begin(flow, law), false);
}

/** A final state with the paragraphs that it cites for these facts. */
function endingOf(id: string, meta: OutcomeMeta, facts: Facts, law: FlowLaw): Ending {
  const { outcome, row, cites } = meta;
  return { id, outcome, row, cites: typeof cites === 'function' ? cites(watched(facts), law) : cites };
}

function same(a: Fact | undefined, b: Fact | undefined): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b));
}

function questionOf(flow: Flow, name: string): Question {
  const question = flow.questions[name];
  if (!question) throw new Error(`flow ${flow.id} has no question ${name}`);
  return question;
}

function endingsOf(tree: Tree, into = new Map<string, Ending>(), done = new Set<Tree>()): Map<string, Ending> {
  if (done.has(tree)) return into;
  done.add(tree);
  if (tree.kind === 'ending') {
    // One ending with paragraphs that differ with the facts is one reason with all of them.
    const known = into.get(tree.meta.id);
    into.set(tree.meta.id, { ...tree.meta, cites: [...new Set([...(known?.cites ?? []), ...tree.meta.cites])] });
  } else for (const b of tree.branches) endingsOf(b.tree, into, done);
  return into;
}

function outcomesOf(tree: Tree): Set<string> {
  return new Set([...endingsOf(tree).values()].map((meta) => meta.outcome));
}

/** The nodes that answered and open questions lead to: what could be asked next. */
function frontier(tree: Tree, into = new Map<string, Tree[]>(), done = new Set<Tree>()): Map<string, Tree[]> {
  if (done.has(tree) || tree.kind === 'ending') return into;
  done.add(tree);
  if (tree.how === 'unasked') into.set(tree.question, [...(into.get(tree.question) ?? []), tree]);
  else for (const b of tree.branches) frontier(b.tree, into, done);
  return into;
}

/**
 * Questions on the way that have an answer, in the order of the flow; also those answered for the sake of advice that stand
 * behind a question which nobody needs to ask any more.
 */
function visitedIn(flow: Flow, tree: Tree, answers: Answers): string[] {
  const names = new Set<string>();
  const done = new Set<Tree>();
  const visit = (t: Tree): void => {
    if (t.kind === 'ending' || done.has(t)) return;
    done.add(t);
    if (t.how === 'unasked') return;
    names.add(t.question);
    for (const b of t.branches) visit(b.tree);
  };
  visit(tree);
  for (const name of questionsIn(tree)) {
    if (flow.questions[name]?.adviceOnly && answers[name] !== undefined) names.add(name);
  }
  return Object.keys(flow.questions).filter((name) => names.has(name));
}

/** All questions that still stand somewhere in the tree. */
function questionsIn(tree: Tree, into = new Set<string>(), done = new Set<Tree>()): Set<string> {
  if (tree.kind === 'ending' || done.has(tree)) return into;
  done.add(tree);
  into.add(tree.question);
  for (const b of tree.branches) questionsIn(b.tree, into, done);
  return into;
}

/** The same tree over open questions alone, without those whose every answer leads on alike. */
function reduce(tree: Tree): Tree {
  if (tree.kind === 'ending') return tree;
  if (tree.how === 'given') return reduce((tree.branches[0] as { tree: Tree }).tree);
  const branches = tree.branches.map((b) => ({ class: b.class, tree: reduce(b.tree) }));
  const merged: typeof branches = [];
  for (const b of branches) {
    const last = merged.at(-1);
    const joined = last && sameTree(last.tree, b.tree) ? joinRanges(last.class.condition, b.class.condition) : null;
    if (last && joined) last.class = { sample: last.class.sample, condition: joined };
    else merged.push({ ...b });
  }
  const first = merged[0] as { tree: Tree };
  if (merged.every((b) => sameTree(b.tree, first.tree))) return first.tree;
  return { ...tree, branches: merged };
}

function sameTree(a: Tree, b: Tree): boolean {
  if (a === b) return true;
  if (a.kind === 'ending' || b.kind === 'ending') {
    return a.kind === 'ending' && b.kind === 'ending' && a.meta.outcome === b.meta.outcome;
  }
  return (
    a.question === b.question &&
    a.branches.length === b.branches.length &&
    a.branches.every((x, i) => {
      const y = b.branches[i] as (typeof b.branches)[number];
      return JSON.stringify(x.class.condition) === JSON.stringify(y.class.condition) && sameTree(x.tree, y.tree);
    })
  );
}

/** Two ranges of which the second begins where the first ends, as one; null for anything else. */
export function joinRanges(a: Condition, b: Condition): Condition | null {
  if (typeof a === 'string' || typeof b === 'string' || 'length' in a || 'length' in b) return null;
  if (a.max === undefined || b.min === undefined || b.min - a.max > 1) return null;
  const joined: { min?: number; max?: number } = {};
  if (a.min !== undefined) joined.min = a.min;
  if (b.max !== undefined) joined.max = b.max;
  return joined;
}

/** More possibilities than this help nobody: they are then told apart by the first open questions alone. */
const POSSIBILITIES_MAX = 100;

/**
 * The ways the open facts can turn out, in the order of the rows: exact and without overlap, one entry for each way. Where
 * that makes too many, only the first open questions are told apart, as many as fit, and an entry says what is still
 * possible under its conditions: `complete` is false then.
 */
function possibilitiesOf(flow: Flow, tree: Tree): { possibilities: Possibility[]; complete: boolean } {
  const reduced = reduce(tree);
  const all = listed(reduced, new Set(Object.keys(flow.questions)));
  if (all.length <= POSSIBILITIES_MAX) return { possibilities: all, complete: true };
  const told = new Set<string>();
  let fitting = listed(reduced, told);
  for (const name of Object.keys(flow.questions)) {
    const more = listed(reduced, new Set([...told, name]));
    if (more.length > POSSIBILITIES_MAX) break;
    told.add(name);
    fitting = more;
  }
  return { possibilities: fitting, complete: false };
}

/** One entry for each outcome under each combination of conditions on the questions told apart. */
function listed(tree: Tree, told: ReadonlySet<string>): Possibility[] {
  const found = new Map<string, Possibility & { row: number }>();
  const walk = (t: Tree, when: Record<string, Condition>): void => {
    if (t.kind === 'node' && told.has(t.question)) {
      for (const b of t.branches) walk(b.tree, { ...when, [t.question]: b.class.condition });
      return;
    }
    for (const { outcome, row } of endingsOf(t).values()) {
      const key = `${outcome} ${JSON.stringify(when)}`;
      const known = found.get(key);
      if (!known || row < known.row) found.set(key, { outcome, when, row });
    }
  };
  walk(tree, {});
  return [...found.values()].sort((x, y) => x.row - y.row).map(({ outcome, when }) => ({ outcome, when }));
}

const remembered = new Map<string, Position>();
const REMEMBER = 2_000;

/**
 * Where the answers lead, on the day: the next question that can still change the outcome, or the result. The machine
 * is replayed with the definite answers and explored over the open ones; answers that the path does not visit, or that no
 * longer fit beside the others, count as not given. Pure; what was worked out is remembered.
 */
export function locate(flow: Flow, answers: Answers, law: FlowLaw): Position {
  const key = JSON.stringify([flow.id, law.asOf, Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1))]);
  let position = remembered.get(key);
  if (!position) {
    position = work(flow, answers, law);
    if (remembered.size >= REMEMBER) remembered.delete(remembered.keys().next().value as string);
    remembered.set(key, position);
  }
  return position;
}

function work(flow: Flow, answers: Answers, law: FlowLaw): Position {
  const plain = replay(flow, answers, law);
  if (plain) return plain;
  const rough = grow(flow, law, answers, new Set());
  const known = new Set(rough ? visitedIn(flow, rough, answers) : []);
  const numbered = [...known].some((name) => typeof answers[name] === 'number');
  const tree = rough && numbered ? grow(flow, law, answers, known) : rough;
  if (!tree) {
    // The numbers given cannot stand together in any way the open facts could turn out: ask the last of them anew.
    const numbers = Object.keys(flow.questions).filter((name) => typeof answers[name] === 'number');
    const last = numbers.at(-1);
    if (last === undefined) throw new Error(`flow ${flow.id}: no way through`);
    return work(flow, { ...answers, [last]: undefined }, law);
  }
  const visited = visitedIn(flow, tree, answers);
  const facts = Object.fromEntries(visited.map((name) => [name, answers[name]]));
  const outcomes = outcomesOf(tree);
  if (outcomes.size > 1) {
    const open = frontier(tree);
    const next = Object.keys(flow.questions).find((name) =>
      (open.get(name) ?? []).some((t) => t.kind === 'node' && outcomesOf(t).size > 1),
    );
    if (next !== undefined) return { kind: 'ask', question: next, facts: definite(flow, facts), visited };
  }
  const below = questionsIn(tree);
  const adviceOnly = Object.keys(flow.questions).find(
    (name) => flow.questions[name]?.adviceOnly && below.has(name) && answers[name] === undefined,
  );
  if (adviceOnly !== undefined) return { kind: 'ask', question: adviceOnly, facts: definite(flow, facts), visited };
  const endings = [...endingsOf(tree).values()].sort((a, b) => a.row - b.row);
  return {
    kind: 'result',
    outcome: outcomes.size === 1 ? ([...outcomes][0] as string) : 'depends',
    endings,
    facts,
    ...(outcomes.size === 1 ? { possibilities: [], complete: true } : possibilitiesOf(flow, tree)),
    visited,
  };
}

/** The path of definite answers alone; null as soon as an open one is met. */
function replay(flow: Flow, answers: Answers, law: FlowLaw): Position | null {
  let snapshot = begin(flow, law);
  const visited: string[] = [];
  for (;;) {
    const meta = standing(snapshot);
    const facts = factsOf(snapshot);
    if ('outcome' in meta)
      return {
        kind: 'result',
        outcome: meta.outcome,
        endings: [endingOf(String(snapshot.value), meta, facts, law)],
        facts,
        possibilities: [],
        complete: true,
        visited,
      };
    const question = questionOf(flow, meta.question);
    const given = answers[meta.question];
    if (given === undefined || !fits(question, facts, given))
      return { kind: 'ask', question: meta.question, facts, visited };
    if (openClasses(question, facts, law, answers, given) !== null) return null;
    visited.push(meta.question);
    snapshot = give(flow, snapshot, meta.question, given);
  }
}

/** The definite ones among answers. */
function definite(flow: Flow, answers: Answers): Facts {
  return Object.fromEntries(Object.entries(answers).filter(([name, a]) => a !== NOT_SURE && flow.questions[name]));
}

/** One row of a flow's table: a final state, and every way to it. */
export interface DecisionRow {
  ending: Ending;
  /** Each a set of answers that leads to the row, exact and without overlap with any other, in the order of the questions. */
  ways: readonly { question: string; conditions: readonly Condition[] }[][];
}

/** A flow as a table, worked out of its machine on a day: a row for each final state, in the order of the rows. */
export function decisionTable(flow: Flow, law: FlowLaw): DecisionRow[] {
  // Everything open: a count beside another that is open too is "none", "some" or "all" of it.
  const open = Object.fromEntries(Object.keys(flow.questions).map((name) => [name, NOT_SURE]));
  const tree = grow(flow, law, open, new Set());
  if (!tree) return [];
  const rows = new Map(
    [...endingsOf(tree).values()].map((ending) => [ending.id, { ending, ways: [] as DecisionRow['ways'] }]),
  );
  const list = (at: Tree, way: DecisionRow['ways'][number]): void => {
    if (at.kind === 'ending') {
      (rows.get(at.meta.id)?.ways as DecisionRow['ways'][number][]).push(way);
      return;
    }
    for (const { conditions, tree: next, whole } of grouped(at.branches)) {
      list(next, whole ? way : [...way, { question: at.question, conditions }]);
    }
  };
  list(tree, []);
  return [...rows.values()]
    .map(({ ending, ways }) => ({ ending, ways: together(ways) }))
    .sort((a, b) => a.ending.row - b.ending.row);
}

/** Ways that differ in the answers to one question alone are one way with both. */
function together(ways: DecisionRow['ways']): DecisionRow['ways'] {
  const merged: { question: string; conditions: readonly Condition[] }[][] = ways.map((way) => [...way]);
  for (let again = true; again;) {
    again = false;
    for (const question of new Set(merged.flat().map((part) => part.question))) {
      const groups = new Map<string, number>();
      for (let at = 0; at < merged.length; at += 1) {
        const way = merged[at] as (typeof merged)[number];
        const own = way.find((part) => part.question === question);
        if (!own) continue;
        const rest = JSON.stringify(way.map((part) => (part === own ? part.question : part)));
        const before = groups.get(rest);
        if (before === undefined) {
          groups.set(rest, at);
          continue;
        }
        const first = merged[before] as (typeof merged)[number];
        merged[before] = first.map((part) =>
          part.question === question
            ? { question, conditions: adjoined([...part.conditions, ...own.conditions]) }
            : part,
        );
        merged.splice(at, 1);
        at -= 1;
        again = true;
      }
    }
  }
  return merged;
}

/** Conditions with neighboring ranges as one. */
function adjoined(conditions: readonly Condition[]): Condition[] {
  const lowest = (c: Condition): number => (typeof c === 'string' || 'length' in c ? 0 : (c.min ?? -1));
  const result: Condition[] = [];
  for (const condition of [...conditions].sort((a, b) => lowest(a) - lowest(b))) {
    const last = result.at(-1);
    const both = last === undefined ? null : joinRanges(last, condition);
    if (both) result[result.length - 1] = both;
    else result.push(condition);
  }
  return result;
}

/** Branches that lead on alike as one; `whole` where that is all of them, so that the question makes no difference. */
function grouped(
  branches: Extract<Tree, { kind: 'node' }>['branches'],
): { conditions: Condition[]; tree: Tree; whole: boolean }[] {
  const groups: { conditions: Condition[]; tree: Tree; shape: string }[] = [];
  for (const { class: answers, tree } of branches) {
    const shape = shapeOf(tree);
    const group = groups.find((known) => known.shape === shape);
    if (!group) groups.push({ conditions: [answers.condition], tree, shape });
    else {
      const last = group.conditions.at(-1);
      const both = last === undefined ? null : joinRanges(last, answers.condition);
      if (both) group.conditions[group.conditions.length - 1] = both;
      else group.conditions.push(answers.condition);
    }
  }
  return groups.map(({ conditions, tree }) => ({ conditions, tree, whole: groups.length === 1 }));
}

const shapes = new WeakMap<Tree, string>();
const shapeNames = new Map<string, string>();

/** A short name for what lies below, the same for trees that read alike. */
function shapeOf(tree: Tree): string {
  const known = shapes.get(tree);
  if (known !== undefined) return known;
  const text =
    tree.kind === 'ending'
      ? `ending ${tree.meta.id}`
      : `${tree.question} ${tree.branches.map((b) => `${JSON.stringify(b.class.condition)} ${shapeOf(b.tree)}`).join('; ')}`;
  const name = shapeNames.get(text) ?? `#${shapeNames.size}`;
  shapeNames.set(text, name);
  shapes.set(tree, name);
  return name;
}
