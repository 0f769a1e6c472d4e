import type { AdviceItem, FlowLaw } from '../engine/flow.js';

/**
 * Notices that more than one flow gives. Their sentences stand in the namespace `notices`, so that one sentence of the law is
 * worded once.
 */

/**
 * Care under 329A.250(4)(b)(A), (E) or (F) can still call for registry enrollment: what is dated is the abuse, and the second of
 * the two cases ends with the years (329A.030(2)(b), (c), 329A.992(1)(b)).
 */
export function foundedReport({ figures }: FlowLaw): AdviceItem {
  return {
    section: 'know',
    key: 'notices:founded-report',
    cites: ['ORS 329A.030(2)(b)', 'ORS 329A.030(2)(c)', 'ORS 329A.992(1)(b)'],
    params: {
      harmSince: figures['abuse-report-death-since'].value,
      careSince: figures['abuse-report-in-care-since'].value,
      years: figures['abuse-report-years'].value,
    },
  };
}

/**
 * An exempt prohibited individual may not care for children beyond the fourth degree, for years or for good
 * (329A.252(1)(a) to (e), (2)(b), (4)).
 */
export function prohibitedIndividual({ figures }: FlowLaw): AdviceItem {
  return {
    section: 'know',
    key: 'notices:prohibited-individual',
    cites: ['ORS 329A.252(1)', 'ORS 329A.252(2)(b)', 'ORS 329A.252(4)'],
    params: { years: figures['prohibited-individual-years'].value },
  };
}

/** What certified and registered programs may not do from a day on, and what they must do before it too (329A.625, 329A.600(4)(g)). */
export function expulsionBan({ asOf, figures }: FlowLaw): AdviceItem {
  const { value: date } = figures['expulsion-ban-operative'];
  return {
    section: 'know',
    key: asOf >= date ? 'notices:expulsion-ban' : 'notices:expulsion-ban-later',
    cites: ['ORS 329A.625', 'ORS 329A.625#Note', 'ORS 329A.600(4)(g)'],
    params: { date },
  };
}

/** Care is or is not child care "with or without compensation" (329A.250(4)(a)). */
export const payMakesNoDifference: AdviceItem = {
  section: 'know',
  key: 'notices:pay-makes-no-difference',
  cites: ['ORS 329A.250(4)(a)'],
};

/** Care that a subsidy pays for has its own definition and rules (329A.250(14), (15), 329A.500(4)(e)). */
export const subsidyHasOwnRules: AdviceItem = {
  section: 'know',
  key: 'notices:subsidy-has-own-rules',
  cites: ['ORS 329A.250(14)', 'ORS 329A.250(15)', 'ORS 329A.500(4)(e)'],
};

/** "Family" is defined by Council rule (329A.250(6)). */
export const familyByRule: AdviceItem = { section: 'stops', key: 'notices:family-by-rule', cites: ['ORS 329A.250(6)'] };
