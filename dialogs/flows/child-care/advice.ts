import type { Advice, AdviceInput, AdviceItem } from '../../engine/flow.js';
import {
  familyByRule,
  foundedReport,
  payMakesNoDifference,
  prohibitedIndividual,
  subsidyHasOwnRules,
} from '../notices.js';

/** Rows whose care falls under 329A.250(4)(b)(A), (E) or (F): the ones that 329A.030(2)(b) names. */
const ROWS_UNDER_030_2_B = [4, 8, 9];
/** Rows that end in `not-child-care` though someone other than the parent gives the care. */
const ROWS_NOT_BY_PARENT = [3, 4, 5, 7, 8, 9, 10];

/** Rows under which a program could still have to be recorded: the care is neither the parent's own nor in the child's home. */
const ROWS_OF_A_PROGRAM = [3, 5, 7, 8, 9, 10];

/** What a settled result means next; where facts are open, the possibilities say what to find out. */
function nextSteps(outcome: string, rows: readonly number[]): AdviceItem[] {
  const step = (key: string, cites: readonly string[]): AdviceItem => ({ section: 'steps', key, cites });
  switch (outcome) {
    case 'not-a-child':
      return [step('nothing-more', ['ORS 329A.250(3)'])];
    case 'not-child-care':
      return [step('no-license-for-this-care', ['ORS 329A.250(5)', 'ORS 329A.280(1)', 'ORS 329A.330(1)'])];
    case 'child-care':
      if (rows.every((row) => row === 6)) return [step('place-is-licensed', ['ORS 329A.250(4)(a)(B)'])];
      return [step('license-may-be-needed', ['ORS 329A.280(1)', 'ORS 329A.330(1)'])];
    case 'ask-department':
      return [step('ask-before-starting', ['ORS 329A.250(4)(b)(G)'])];
    default:
      return [];
  }
}

/**
 * What is said with a result of `child-care` beside the paragraph that decides it. Where facts are open and several rows
 * are possible, a notice is given as soon as one of them calls for it.
 */
export function advise({ outcome, rows, facts, law }: AdviceInput): Advice {
  const any = (wanted: readonly number[]): boolean => rows.some((row) => wanted.includes(row));
  const only = (row: number): boolean => rows.every((r) => r === row);
  const items = nextSteps(outcome, rows);

  if (only(12)) items.push({ section: 'know', key: 'one-exemption-for-all', cites: ['ORS 329A.250(4)(c)'] });
  if (any([5])) items.push({ section: 'know', key: 'license-conditions-bind', cites: ['ORS 329A.992(1)(a)(B)'] });
  if (outcome === 'not-child-care' && any(ROWS_OF_A_PROGRAM)) {
    items.push({ section: 'know', key: 'recording-is-apart', cites: ['ORS 329A.255(1)', 'ORS 329A.250(9)'] });
  }
  items.push(payMakesNoDifference);
  if (any(ROWS_UNDER_030_2_B)) items.push(foundedReport(law));
  if (any(ROWS_NOT_BY_PARENT)) items.push(prohibitedIndividual(law));
  items.push(subsidyHasOwnRules);
  if (any([5])) items.push({ section: 'stops', key: 'occasional-by-rule', cites: ['ORS 329A.250(7)'] });
  if (any([9])) items.push(familyByRule);
  if (any([11]))
    items.push({ section: 'stops', key: 'extended-family-case-by-case', cites: ['ORS 329A.250(4)(b)(G)'] });

  const advice: Advice = { items, derived: {} };
  if (!only(12)) return advice;
  const carried: Record<string, string | number> = {};
  const count = facts['child-count'];
  const oneFamily = facts['one-family'];
  if (count !== undefined) carried['other-children'] = count as number;
  if (oneFamily !== undefined) carried['one-family'] = oneFamily as string;
  return { ...advice, leadsTo: { flow: 'license', answers: carried } };
}
