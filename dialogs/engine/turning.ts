import { classesOf, joinRanges, locate, type Condition, type Position } from './explore.js';
import { NOT_SURE, SKIP, type Answer, type Answers, type Flow, type FlowLaw } from './flow.js';

/** One answer that led to a result, with the other answers to the same question that would have led elsewhere. */
export interface TurningAnswer {
  question: string;
  answer: Answer;
  /** The paragraphs that the question comes from. */
  cites: readonly string[];
  /** The outcome where this answer alone had been different; null where more would have to be asked first. */
  turns: readonly { condition: Condition; outcome: string | null }[];
}

/**
 * Which of the answers on a result's path would have changed its outcome, worked out by giving each other answer in turn
 * while the rest stay. Empty where facts are open: the possibilities say it then. Questions that change advice alone are left out.
 */
export function turningAnswers(
  flow: Flow,
  result: Extract<Position, { kind: 'result' }>,
  answers: Answers,
  law: FlowLaw,
): TurningAnswer[] {
  const path = Object.entries(result.facts);
  const open = ([name, answer]: [string, Answer | undefined]): boolean =>
    !flow.questions[name]?.adviceOnly && (answer === NOT_SURE || (Array.isArray(answer) && answer.includes(NOT_SURE)));
  if (path.some(open)) return [];
  return path.flatMap(([name, answer]) => {
    const question = flow.questions[name];
    if (!question || answer === undefined || answer === SKIP || question.adviceOnly) return [];
    const turns: { condition: Condition; outcome: string | null }[] = [];
    for (const other of classesOf(question, result.facts, law, { ...answers, [name]: undefined })) {
      if (covers(other.condition, answer) || !isNear(other.sample, answer)) continue;
      const position = locate(flow, { ...answers, [name]: other.sample }, law);
      const outcome = position.kind === 'result' ? position.outcome : null;
      if (outcome === result.outcome) continue;
      const last = turns.at(-1);
      const joined = last?.outcome === outcome ? joinRanges(last.condition, other.condition) : null;
      if (last && joined) last.condition = joined;
      else turns.push({ condition: other.condition, outcome });
    }
    return [{ question: name, answer, cites: question.why, turns }];
  });
}

/** Of several choices, only those sets count as other answers that differ in one choice, or hold one alone. */
function isNear(other: Answer, answer: Answer): boolean {
  if (typeof other !== 'object' || typeof answer !== 'object') return true;
  const changed = [...new Set([...other, ...answer])].filter((id) => !(other.includes(id) && answer.includes(id)));
  return changed.length === 1 || other.length === 1;
}

/** True where the answer meets the condition. */
export function covers(condition: Condition, answer: Answer): boolean {
  if (typeof condition === 'string') return condition === answer;
  if ('length' in condition) return JSON.stringify(condition) === JSON.stringify(answer);
  if (typeof answer !== 'number') return false;
  return (
    (condition.min === undefined || answer >= condition.min) && (condition.max === undefined || answer <= condition.max)
  );
}
