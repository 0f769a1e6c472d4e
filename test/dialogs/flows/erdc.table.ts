/**
 * The table of flow `erdc`, read out of ORS 329A.250(3), (14)(b), 329A.500(4)(a) and 2023 c.595 §3 for the tests alone: it
 * shares no code with the machine. Rows are tried in order; the first that fits decides. Days are ISO days, so that they
 * compare as text.
 */
export type NamedBasis = 'income' | 'work-search-education' | 'protective-services' | 'homeless-teen-domestic-violence';

export interface Family {
  'child-age': 'under-13' | '13-to-17' | '18-or-older';
  'special-needs': 'yes' | 'no';
  bases: readonly (NamedBasis | 'none')[];
  payee: 'parent-guardian-custodian' | 'sibling-same-home' | 'same-case' | 'medical-provider' | 'none-of-these';
  tanf: 'yes' | 'no';
  'monthly-income': number | 'skip';
}

export interface Row {
  row: number;
  fits: (family: Family, day: string) => boolean;
  outcome: string;
  cites: (family: Family, day: string) => string[];
}

const says = (family: Family, basis: NamedBasis): boolean => family.bases.includes(basis);
const isA = (family: Family): boolean => says(family, 'income');
const isB = (family: Family): boolean => says(family, 'work-search-education');
const isC = (family: Family): boolean => says(family, 'protective-services');
const isD = (family: Family): boolean => says(family, 'homeless-teen-domestic-violence');
/** 2023 c.595 §3(1): "no later than July 1, 2025". */
const isDueC = (day: string): boolean => !(day < '2025-07-01');
/** 2023 c.595 §3(2): "no later than July 1, 2027". */
const isDueD = (day: string): boolean => !(day < '2027-07-01');

export const rows: Row[] = [
  {
    row: 1,
    fits: (f) => !(f['child-age'] === 'under-13' || (f['child-age'] === '13-to-17' && f['special-needs'] === 'yes')),
    outcome: 'not-a-child',
    cites: () => ['ORS 329A.250(3)'],
  },
  {
    row: 2,
    fits: (f) => ['parent-guardian-custodian', 'sibling-same-home', 'same-case'].includes(f.payee),
    outcome: 'care-not-payable',
    cites: (f) =>
      f.payee === 'parent-guardian-custodian'
        ? ['ORS 329A.250(14)(b)(A)']
        : f.payee === 'sibling-same-home'
          ? ['ORS 329A.250(14)(b)(B)']
          : ['ORS 329A.250(14)(b)(C)'],
  },
  {
    row: 3,
    fits: (f) => f.payee === 'medical-provider',
    outcome: 'ask-department',
    cites: () => ['ORS 329A.250(14)(b)(D)'],
  },
  {
    row: 4,
    fits: (f, day) => isA(f) || isB(f) || (isC(f) && isDueC(day)) || (isD(f) && isDueD(day)),
    outcome: 'basis-found',
    cites: (f, day) => [
      ...(isA(f) ? ['ORS 329A.500(4)(a)(A)'] : []),
      ...(isB(f) ? ['ORS 329A.500(4)(a)(B)'] : []),
      ...(isC(f) && isDueC(day) ? ['ORS 329A.500(4)(a)(C)'] : []),
      ...(isD(f) && isDueD(day) ? ['ORS 329A.500(4)(a)(D)'] : []),
    ],
  },
  {
    row: 5,
    fits: (f) => isC(f) || isD(f),
    outcome: 'basis-pending',
    cites: (f) => [
      ...(isC(f) ? ['ORS 329A.500(4)(a)(C)', '2023 c.595 §3(1)'] : []),
      ...(isD(f) ? ['ORS 329A.500(4)(a)(D)', '2023 c.595 §3(2)'] : []),
    ],
  },
  { row: 6, fits: () => true, outcome: 'no-basis', cites: () => ['ORS 329A.500(4)(a)(E)'] },
];

/** The row of the table that decides on the day. */
export function decide(family: Family, day: string): Row {
  return rows.find((row) => row.fits(family, day)) as Row;
}

/** A family with the plainest basis and nothing in its way: each test changes what it is about. */
export const plainFamily: Family = {
  'child-age': 'under-13',
  'special-needs': 'no',
  bases: ['income'],
  payee: 'none-of-these',
  tanf: 'no',
  'monthly-income': 'skip',
};

/** Every set of bases that can be picked: fifteen of the four, and none. */
export const everyBases: Family['bases'][] = [
  ['income'],
  ['work-search-education'],
  ['income', 'work-search-education'],
  ['protective-services'],
  ['income', 'protective-services'],
  ['work-search-education', 'protective-services'],
  ['income', 'work-search-education', 'protective-services'],
  ['homeless-teen-domestic-violence'],
  ['income', 'homeless-teen-domestic-violence'],
  ['work-search-education', 'homeless-teen-domestic-violence'],
  ['income', 'work-search-education', 'homeless-teen-domestic-violence'],
  ['protective-services', 'homeless-teen-domestic-violence'],
  ['income', 'protective-services', 'homeless-teen-domestic-violence'],
  ['work-search-education', 'protective-services', 'homeless-teen-domestic-violence'],
  ['income', 'work-search-education', 'protective-services', 'homeless-teen-domestic-violence'],
  ['none'],
];

export const everyValue = {
  'child-age': ['under-13', '13-to-17', '18-or-older'],
  'special-needs': ['yes', 'no'],
  bases: everyBases,
  payee: ['parent-guardian-custodian', 'sibling-same-home', 'same-case', 'medical-provider', 'none-of-these'],
} as const;

/** Every combination of the answers that can change an outcome. */
export function* everyFamily(): Generator<Family> {
  for (const age of everyValue['child-age'])
    for (const special of everyValue['special-needs'])
      for (const bases of everyValue.bases)
        for (const payee of everyValue.payee)
          yield { ...plainFamily, 'child-age': age, 'special-needs': special, bases, payee };
}
