import type { Advice, AdviceItem, Answers, FlowLaw } from '../../engine/flow.js';

/** Rows whose care falls under 329A.250(4)(b)(A), (E) or (F): the ones that 329A.030(2)(b) names. */
const ROWS_UNDER_030_2_B = [4, 8, 9];
/** Rows that end in `not-child-care` though someone other than the parent gives the care. */
const ROWS_NOT_BY_PARENT = [3, 4, 5, 7, 8, 9, 10];

/**
 * What is said with a result of `child-care` beside the paragraph that decides it. Where facts are open and several rows
 * are possible, a notice is given as soon as one of them calls for it.
 */
export function advise({
  rows,
  facts,
  law,
}: {
  outcome: string;
  rows: readonly number[];
  facts: Answers;
  law: FlowLaw;
}): Advice {
  const any = (wanted: readonly number[]): boolean => rows.some((row) => wanted.includes(row));
  const only = (row: number): boolean => rows.every((r) => r === row);
  const { figures } = law;
  const items: AdviceItem[] = [];
  const add = (key: string, cites: readonly string[], params?: AdviceItem['params']): void => {
    items.push({ section: 'know', key, cites, ...(params && { params }) });
  };

  if (any([5])) {
    add('occasional-by-rule', ['ORS 329A.250(7)']);
    add('license-conditions-bind', ['ORS 329A.992(1)(a)(B)']);
  }
  if (any([9])) add('family-by-rule', ['ORS 329A.250(6)']);
  if (any([11])) add('extended-family-case-by-case', ['ORS 329A.250(4)(b)(G)']);
  if (only(6)) add('place-is-licensed', ['ORS 329A.250(4)(a)(B)']);
  if (only(12)) add('one-exemption-for-all', ['ORS 329A.250(4)(c)']);

  add('pay-makes-no-difference', ['ORS 329A.250(4)(a)']);

  if (any(ROWS_UNDER_030_2_B)) {
    add('founded-report', ['ORS 329A.030(2)(b)', 'ORS 329A.030(2)(c)', 'ORS 329A.992(1)(b)'], {
      harmSince: figures['abuse-report-death-since'].value,
      careSince: figures['abuse-report-in-care-since'].value,
      years: figures['abuse-report-years'].value,
    });
  }
  if (any(ROWS_NOT_BY_PARENT)) {
    add('prohibited-individual', ['ORS 329A.252(1)', 'ORS 329A.252(2)(b)', 'ORS 329A.252(4)'], {
      years: figures['prohibited-individual-years'].value,
    });
  }
  add('subsidy-has-own-rules', ['ORS 329A.250(14)', 'ORS 329A.250(15)', 'ORS 329A.500(4)(e)']);

  const advice: Advice = { items, derived: {} };
  if (!only(12)) return advice;
  const carried: Record<string, string | number> = {};
  const count = facts['child-count'];
  const oneFamily = facts['one-family'];
  if (count !== undefined) carried['other-children'] = count as number;
  if (oneFamily !== undefined) carried['one-family'] = oneFamily as string;
  return { ...advice, leadsTo: { flow: 'license', answers: carried } };
}
