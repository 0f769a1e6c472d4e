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

/**
 * What is said with a result of `child-care` beside the paragraph that decides it. Where facts are open and several rows
 * are possible, a notice is given as soon as one of them calls for it.
 */
export function advise({ rows, facts, law }: AdviceInput): Advice {
  const any = (wanted: readonly number[]): boolean => rows.some((row) => wanted.includes(row));
  const only = (row: number): boolean => rows.every((r) => r === row);
  const items: AdviceItem[] = [];

  if (only(12)) items.push({ section: 'know', key: 'one-exemption-for-all', cites: ['ORS 329A.250(4)(c)'] });
  if (only(6)) items.push({ section: 'know', key: 'place-is-licensed', cites: ['ORS 329A.250(4)(a)(B)'] });
  if (any([5])) items.push({ section: 'know', key: 'license-conditions-bind', cites: ['ORS 329A.992(1)(a)(B)'] });
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
