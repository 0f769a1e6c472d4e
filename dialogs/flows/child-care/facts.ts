import { ageGroups } from '../ages.js';
import { NOT_SURE, type Facts, type FlowLaw, type Question } from '../../engine/flow.js';

/** No count is larger. */
const COUNT_MAX = 999;

/**
 * The questions of `child-care`: does this care count as "child care" (ORS 329A.250(3), (4))? They are about one person's
 * care for all the children that the person cares for. The order is the one in which open questions are asked.
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
  caregiver: {
    input: 'choice',
    answers: ['parent-guardian-custodian', 'medical-provider', 'someone-else'],
    why: ['ORS 329A.250(4)(b)(B)', 'ORS 329A.250(4)(b)(D)'],
  },
  'parent-present': {
    input: 'choice',
    answers: ['yes', 'no'],
    why: ['ORS 329A.250(4)(a)'],
  },
  'care-location': {
    input: 'choice',
    answers: ['childs-home', 'caregivers-home', 'somewhere-else'],
    why: ['ORS 329A.250(4)(b)(A)', 'ORS 329A.250(4)(a)(A)'],
  },
  'regular-basis': {
    input: 'choice',
    answers: ['regular', 'occasional'],
    why: ['ORS 329A.250(4)(b)(H)', 'ORS 329A.250(7)'],
  },
  'licensed-location': {
    input: 'choice',
    answers: ['yes', 'no'],
    why: ['ORS 329A.250(4)(a)(B)'],
  },
  'operating-hours': {
    input: 'choice',
    answers: ['yes', 'no'],
    why: ['ORS 329A.250(4)(a)(B)(i)'],
  },
  'child-count': {
    input: 'number',
    min: 0,
    max: () => COUNT_MAX,
    step: 1,
    why: ['ORS 329A.250(4)(b)(F)'],
    classes: (_facts: Facts, { figures }: FlowLaw, answers) => {
      const over = figures['exempt-children'].value + 1;
      const related = answers['related-count'];
      return typeof related === 'number' ? [over, related, related + 1] : [over];
    },
  },
  'one-family': {
    input: 'choice',
    answers: ['yes', 'no'],
    why: ['ORS 329A.250(4)(b)(E)', 'ORS 329A.250(6)'],
  },
  'related-count': {
    input: 'number',
    min: 0,
    max: (facts: Facts) => (facts['child-count'] === undefined ? COUNT_MAX : countOf(facts)),
    labels: (facts: Facts, answers) =>
      answers['child-count'] === NOT_SURE ? { 0: 'none', 1: 'some', [countOf(facts)]: 'all' } : null,
    step: 1,
    why: ['ORS 329A.250(4)(b)(C)', 'ORS 329A.250(4)(c)'],
    classes: (facts: Facts) => [1, countOf(facts)],
  },
  'extended-family': {
    input: 'choice',
    answers: ['yes', 'no'],
    why: ['ORS 329A.250(4)(b)(G)'],
  },
} satisfies Record<string, Question>;

/** How many children are cared for, as far as it is known. */
export function countOf(facts: Facts): number {
  const count = facts['child-count'];
  return typeof count === 'number' ? count : 0;
}

/** How many of them are related to the caregiver within the fourth degree, as far as it is known. */
export function relatedOf(facts: Facts): number {
  const related = facts['related-count'];
  return typeof related === 'number' ? related : 0;
}
