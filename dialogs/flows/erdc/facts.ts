import { ageGroups } from '../ages.js';
import type { Answers, Question } from '../../engine/flow.js';

/** The bases of eligibility that ORS 329A.500(4)(a) names, in the order of (A) to (D). */
export const BASES = [
  'income',
  'work-search-education',
  'protective-services',
  'homeless-teen-domestic-violence',
] as const;

export type Basis = (typeof BASES)[number];

/** Above any income of a month; keeps an amount in cents exact as a number. It is no figure of the law. */
const LARGEST_AMOUNT = 999_999_999.99;

/**
 * The questions of `erdc`: is there a basis of eligibility for Employment Related Day Care (ORS 329A.500)? They are about
 * the one child that the subsidy is for. The order is the one in which open questions are asked.
 */
export const questions = {
  'child-age': {
    input: 'choice',
    answers: ['under-13', '13-to-17', '18-or-older'],
    ages: ageGroups,
    why: ['ORS 329A.250(3)'],
  },
  'special-needs': {
    input: 'choice',
    answers: ['yes', 'no'],
    why: ['ORS 329A.250(3)'],
  },
  bases: {
    input: 'choices',
    answers: [...BASES, 'none'],
    exclusive: 'none',
    why: ['ORS 329A.500(4)(a)', 'ORS 329A.500(1)'],
  },
  payee: {
    input: 'choice',
    answers: ['parent-guardian-custodian', 'sibling-same-home', 'same-case', 'medical-provider', 'none-of-these'],
    why: ['ORS 329A.250(14)(b)'],
  },
  tanf: {
    input: 'choice',
    answers: ['yes', 'no'],
    adviceOnly: true,
    why: ['ORS 329A.500(5)(b)(B)'],
  },
  'monthly-income': {
    input: 'money',
    per: 'month',
    min: 0,
    max: () => LARGEST_AMOUNT,
    step: 0.01,
    adviceOnly: true,
    skippable: true,
    why: ['ORS 329A.500(5)(a)'],
    classes: () => [],
  },
} satisfies Record<string, Question>;

/** The bases that were named, in the order of the law; those left open are not among them. */
export function basesOf(facts: Answers): readonly Basis[] {
  const given = facts['bases'];
  return Array.isArray(given) ? BASES.filter((id) => given.includes(id)) : [];
}
