import type { Answers, Facts, FlowLaw, NumberQuestion, Question } from '../../engine/flow.js';

/** Program types whose care may be primarily educational care for preschool children (ORS 329A.250(9)). */
export const EDUCATIONAL_TYPES: readonly string[] = [
  'preschool-educational',
  'parent-cooperative',
  'parents-on-premises',
];
/** Program types that may be a school-age recorded program (ORS 329A.250(13), (16)). */
export const SCHOOL_AGE_TYPES: readonly string[] = [
  'school-age-youth-development',
  'single-enrichment',
  'club-activities',
];

const COUNT_MAX = 999;
const DAY_HOURS = 24;
const WEEK_HOURS = 168;
const HALF_HOUR = 0.5;

/** A fact as a number; 0 as long as it is not known. */
export function numberOf(facts: Facts, name: string): number {
  const value = facts[name];
  return typeof value === 'number' ? value : 0;
}

/** The total where both of its parts are known; the largest count as long as they are not. */
function knownTotal(facts: Facts): number {
  const known = facts['other-children'] !== undefined && facts['resident-counted'] !== undefined;
  return known ? totalOf(facts) : COUNT_MAX;
}

/** Children in care together with those who live with the provider and count (ORS 329A.330(2), 329A.280(2)). */
export function totalOf(facts: Facts): number {
  return numberOf(facts, 'other-children') + numberOf(facts, 'resident-counted');
}

/** The totals at which some rule on dwellings begins to read otherwise: above 6, above 10, above 16. */
function totalsThatTurn({ figures }: FlowLaw): number[] {
  return [
    figures['registered-under-school-age'].value + 1,
    figures['registered-children'].value + 1,
    figures['certified-family-children'].value + 1,
  ];
}

/** Numbers of a part that are known already: a total below them is impossible. */
function knownParts(answers: Answers): number[] {
  return ['under-school-age', '24-months-or-younger'].flatMap((name) => {
    const part = answers[name];
    return typeof part === 'number' ? [part] : [];
  });
}

/**
 * Classes of `other-children`. Where the other addend is known, they follow from the totals; where it is open too, every number
 * up to the largest total is a class of its own, so that what is said of the two together is exact.
 */
const otherClasses: NumberQuestion['classes'] = (_facts, law, answers) => {
  const over = law.figures['exempt-children'].value + 1;
  const resident = answers['resident-counted'];
  const totals = [...totalsThatTurn(law), ...knownParts(answers)];
  const largest = law.figures['certified-family-children'].value + 1;
  if (typeof resident === 'number') return [over, largest, ...totals.map((total) => total - resident)];
  return Array.from({ length: largest - over + 1 }, (_, i) => over + i);
};

const hours = (
  per: 'day' | 'week',
  max: (facts: Facts) => number,
  figure: (law: FlowLaw) => number,
): Omit<NumberQuestion, 'why'> => ({
  input: 'number',
  unit: 'hour',
  per,
  min: 0,
  max,
  step: HALF_HOUR,
  classes: (_facts, law) => [figure(law) + HALF_HOUR],
});

/**
 * The questions of `license`: certification, registration, recording, or none (ORS 329A.250(5), (9), (13), 329A.255, 329A.280,
 * 329A.330)? The order is the one in which open questions are asked.
 */
export const questions = {
  operator: {
    input: 'choice',
    answers: ['school-district', 'government', 'private'],
    why: ['ORS 329A.250(5)(d)', 'ORS 329A.280(5)'],
  },
  'program-type': {
    input: 'choice',
    answers: [
      'general',
      'preschool-educational',
      'school-age-youth-development',
      'single-enrichment',
      'club-activities',
      'parent-cooperative',
      'parents-on-premises',
      'licensed-residential',
    ],
    why: ['ORS 329A.250(5)', 'ORS 329A.250(9)', 'ORS 329A.250(13)'],
  },
  'primarily-educational': { input: 'choice', answers: ['yes', 'no'], why: ['ORS 329A.250(9)'] },
  'hours-per-day': {
    ...hours(
      'day',
      () => DAY_HOURS,
      ({ figures }) => figures['preschool-program-hours'].value,
    ),
    classes: (_facts, { figures }, answers) => {
      const child = answers['child-hours-per-day'];
      return [
        figures['preschool-program-hours'].value + HALF_HOUR,
        figures['cooperative-hours'].value + HALF_HOUR,
        ...(typeof child === 'number' ? [child] : []),
      ];
    },
    why: ['ORS 329A.250(9)', 'ORS 329A.250(5)(f)'],
  },
  'child-hours-per-day': {
    ...hours(
      'day',
      (facts) => (facts['hours-per-day'] === undefined ? DAY_HOURS : numberOf(facts, 'hours-per-day')),
      ({ figures }) => figures['preschool-child-hours'].value,
    ),
    why: ['ORS 329A.250(9)'],
  },
  'school-age-only': { input: 'choice', answers: ['yes', 'no'], why: ['ORS 329A.250(13)', 'ORS 329A.250(12)'] },
  'out-of-school-hours': { input: 'choice', answers: ['yes', 'no'], why: ['ORS 329A.250(13)(c)'] },
  'replaces-parent-care': { input: 'choice', answers: ['yes', 'no'], why: ['ORS 329A.250(13)(c)'] },
  'hours-per-week': {
    ...hours(
      'week',
      () => WEEK_HOURS,
      ({ figures }) => figures['enrichment-hours-per-week'].value,
    ),
    why: ['ORS 329A.250(5)(b)'],
  },
  'organized-club': { input: 'choice', answers: ['yes', 'no'], why: ['ORS 329A.250(5)(c)'] },
  'coop-conditions': { input: 'choice', answers: ['yes', 'no'], why: ['ORS 329A.250(8)', 'ORS 329A.250(5)(f)'] },
  'parent-activity': {
    input: 'choice',
    answers: ['facility-activity-or-nonwork', 'working'],
    why: ['ORS 329A.250(5)(g)'],
  },
  'other-children': {
    input: 'number',
    min: 0,
    max: () => COUNT_MAX,
    step: 1,
    classes: otherClasses,
    why: ['ORS 329A.250(4)(b)(F)', 'ORS 329A.330(2)', 'ORS 329A.280(2)'],
  },
  'one-family': { input: 'choice', answers: ['yes', 'no'], why: ['ORS 329A.250(4)(b)(E)', 'ORS 329A.250(6)'] },
  setting: {
    input: 'choice',
    answers: ['own-living-quarters', 'other-dwelling', 'other-indoor', 'outdoors'],
    why: ['ORS 329A.250(11)', 'ORS 329A.330(1)', 'ORS 329A.280(2)', 'ORS 329A.280(3)'],
  },
  'resident-counted': {
    input: 'number',
    min: 0,
    max: () => COUNT_MAX,
    step: 1,
    classes: (facts, law, answers) =>
      [...totalsThatTurn(law), ...knownParts(answers)].map((total) => total - numberOf(facts, 'other-children')),
    why: ['ORS 329A.330(2)', 'ORS 329A.280(2)'],
  },
  'under-school-age': {
    input: 'number',
    min: 0,
    max: knownTotal,
    step: 1,
    classes: (_facts, { figures }, answers) => {
      const youngest = answers['24-months-or-younger'];
      return [
        figures['registered-youngest'].value + 1,
        figures['registered-under-school-age'].value + 1,
        ...(typeof youngest === 'number' ? [youngest] : []),
      ];
    },
    why: ['ORS 329A.330(2)(a)', 'ORS 329A.250(12)'],
  },
  '24-months-or-younger': {
    input: 'number',
    min: 0,
    max: (facts) => (facts['under-school-age'] === undefined ? knownTotal(facts) : numberOf(facts, 'under-school-age')),
    step: 1,
    classes: (_facts, { figures }) => [figures['registered-youngest'].value + 1],
    why: ['ORS 329A.330(2)(b)'],
  },
} satisfies Record<string, Question>;
