import type { Gold } from './gold.js';

/** What a system makes of a question: ids of provisions, best first; none where it abstains. */
export type Answerer = (question: string) => readonly string[];

/** Shares from 0 to 1 over a set of questions; milliseconds for the times. */
export interface Measures {
  answered: number;
  unanswered: number;
  hit1: number;
  hit3: number;
  hit5: number;
  /** Mean of one over the place of the first right paragraph; 0 where none is shown. */
  mrr: number;
  /** Of the questions on which it abstained, those that the sources do not answer. */
  abstentionPrecision: number;
  /** Of the questions that the sources do not answer, those on which it abstained. */
  abstentionRecall: number;
  /** Of the questions that the sources answer, those on which it abstained. */
  falseAbstentions: number;
  medianMs: number;
  p95Ms: number;
}

/** A right paragraph, a part of it, or what it is a part of. */
export function isRight(id: string, right: string): boolean {
  const [a, b] = [id.replace(/@.*$/, ''), right.replace(/@.*$/, '')];
  return a === b || a.startsWith(`${b}(`) || b.startsWith(`${a}(`);
}

/** The place, from 1, of the first right paragraph; 0 where there is none among the first five. */
export function placeOf(gold: Gold, ids: readonly string[]): number {
  return ids.slice(0, 5).findIndex((id) => gold.ids.some((right) => isRight(id, right))) + 1;
}

/** Asks every question and counts. Each is asked once before, so that the times are those of a program that runs. */
export function measure(questions: readonly Gold[], answer: Answerer): Measures {
  for (const { question } of questions) answer(question);
  const times: number[] = [];
  const asked = questions.map((gold) => {
    const before = performance.now();
    const ids = answer(gold.question);
    times.push(performance.now() - before);
    return { gold, ids };
  });
  times.sort((a, b) => a - b);
  const answered = asked.filter(({ gold }) => gold.ids.length > 0);
  const unanswered = asked.filter(({ gold }) => gold.ids.length === 0);
  const abstained = asked.filter(({ ids }) => ids.length === 0);
  const places = answered.map(({ gold, ids }) => placeOf(gold, ids));
  const within = (count: number): number =>
    share(places.filter((place) => place > 0 && place <= count).length, places.length);
  return {
    answered: answered.length,
    unanswered: unanswered.length,
    hit1: within(1),
    hit3: within(3),
    hit5: within(5),
    mrr: share(
      places.reduce((sum, place) => sum + (place === 0 ? 0 : 1 / place), 0),
      places.length,
    ),
    abstentionPrecision: share(abstained.filter(({ gold }) => gold.ids.length === 0).length, abstained.length),
    abstentionRecall: share(unanswered.filter(({ ids }) => ids.length === 0).length, unanswered.length),
    falseAbstentions: share(answered.filter(({ ids }) => ids.length === 0).length, answered.length),
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    p95Ms: times[Math.floor(times.length * 0.95)] ?? 0,
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
