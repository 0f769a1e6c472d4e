/**
 * The table of flow `child-care`, read out of ORS 329A.250(3) and (4) for the tests alone: it shares no code with the
 * machine. Rows are tried in order; the first that fits decides.
 */
export interface Care {
  'child-age': 'under-13' | '13-to-17' | '18-or-older';
  'special-needs': 'yes' | 'no';
  caregiver: 'parent-guardian-custodian' | 'medical-provider' | 'someone-else';
  'parent-present': 'yes' | 'no';
  'care-location': 'childs-home' | 'caregivers-home' | 'somewhere-else';
  'regular-basis': 'regular' | 'occasional';
  'licensed-location': 'yes' | 'no';
  'operating-hours': 'yes' | 'no';
  'child-count': number;
  'one-family': 'yes' | 'no';
  'related-count': number;
  'extended-family': 'yes' | 'no';
}

export interface Row {
  row: number;
  fits: (care: Care) => boolean;
  outcome: string;
  cites: (care: Care) => string[];
}

const under250 = (...tails: string[]) => tails.map((tail) => `ORS 329A.250${tail}`);

export const rows: Row[] = [
  {
    row: 1,
    fits: (c) => c['child-age'] === '18-or-older' || (c['child-age'] === '13-to-17' && c['special-needs'] === 'no'),
    outcome: 'not-a-child',
    cites: () => under250('(3)'),
  },
  {
    row: 2,
    fits: (c) => c.caregiver === 'parent-guardian-custodian',
    outcome: 'not-child-care',
    cites: () => under250('(4)(b)(B)'),
  },
  { row: 3, fits: (c) => c['parent-present'] === 'yes', outcome: 'not-child-care', cites: () => under250('(4)(a)') },
  {
    row: 4,
    fits: (c) => c['care-location'] === 'childs-home',
    outcome: 'not-child-care',
    cites: () => under250('(4)(b)(A)'),
  },
  {
    row: 5,
    fits: (c) => c['regular-basis'] === 'occasional',
    outcome: 'not-child-care',
    cites: () => under250('(4)(a)', '(4)(b)(H)', '(7)'),
  },
  {
    row: 6,
    fits: (c) => c['licensed-location'] === 'yes' && c['operating-hours'] === 'yes',
    outcome: 'child-care',
    cites: () => under250('(4)(a)(B)'),
  },
  {
    row: 7,
    fits: (c) => c.caregiver === 'medical-provider',
    outcome: 'not-child-care',
    cites: () => under250('(4)(b)(D)'),
  },
  { row: 8, fits: (c) => c['child-count'] < 4, outcome: 'not-child-care', cites: () => under250('(4)(b)(F)') },
  {
    row: 9,
    fits: (c) => c['one-family'] === 'yes',
    outcome: 'not-child-care',
    cites: () => under250('(4)(b)(E)', '(6)'),
  },
  {
    row: 10,
    fits: (c) => c['related-count'] >= c['child-count'],
    outcome: 'not-child-care',
    cites: () => under250('(4)(b)(C)'),
  },
  {
    row: 11,
    fits: (c) => c['extended-family'] === 'yes',
    outcome: 'ask-department',
    cites: () => under250('(4)(b)(G)'),
  },
  {
    row: 12,
    fits: () => true,
    outcome: 'child-care',
    cites: (c) => under250('(4)(a)(A)', ...(c['related-count'] >= 1 ? ['(4)(c)'] : [])),
  },
];

/** The row of the table that decides. */
export function decide(care: Care): Row {
  return rows.find((row) => row.fits(care)) as Row;
}

/** Care that no exemption reaches: each test changes what it is about. */
export const plainCare: Care = {
  'child-age': 'under-13',
  'special-needs': 'no',
  caregiver: 'someone-else',
  'parent-present': 'no',
  'care-location': 'caregivers-home',
  'regular-basis': 'regular',
  'licensed-location': 'no',
  'operating-hours': 'no',
  'child-count': 5,
  'one-family': 'no',
  'related-count': 0,
  'extended-family': 'no',
};

/** Every combination of answers, with the numbers on both sides of each boundary. */
export function* everyCare(): Generator<Care> {
  const yesNo = ['yes', 'no'] as const;
  for (const age of ['under-13', '13-to-17', '18-or-older'] as const)
    for (const special of yesNo)
      for (const caregiver of ['parent-guardian-custodian', 'medical-provider', 'someone-else'] as const)
        for (const present of yesNo)
          for (const location of ['childs-home', 'caregivers-home', 'somewhere-else'] as const)
            for (const regular of ['regular', 'occasional'] as const)
              for (const licensed of yesNo)
                for (const hours of yesNo)
                  for (const [count, related] of [
                    [0, 0],
                    [3, 0],
                    [3, 3],
                    [4, 0],
                    [4, 1],
                    [4, 3],
                    [4, 4],
                    [5, 2],
                    [12, 12],
                  ] as const)
                    for (const family of yesNo)
                      for (const extended of yesNo)
                        yield {
                          'child-age': age,
                          'special-needs': special,
                          caregiver,
                          'parent-present': present,
                          'care-location': location,
                          'regular-basis': regular,
                          'licensed-location': licensed,
                          'operating-hours': hours,
                          'child-count': count,
                          'one-family': family,
                          'related-count': related,
                          'extended-family': extended,
                        };
}
