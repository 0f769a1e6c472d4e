/**
 * The table of flow `license`, read out of ORS 329A.250(5), (9), (13), 329A.255, 329A.280 and 329A.330 for the tests alone: it
 * shares no code with the machine. Rows are tried in order; the first that fits decides.
 */
type YesNo = 'yes' | 'no';

export interface Program {
  operator: 'school-district' | 'government' | 'private';
  'program-type':
    | 'general'
    | 'preschool-educational'
    | 'school-age-youth-development'
    | 'single-enrichment'
    | 'club-activities'
    | 'parent-cooperative'
    | 'parents-on-premises'
    | 'licensed-residential';
  'primarily-educational': YesNo;
  'hours-per-day': number;
  'child-hours-per-day': number;
  'school-age-only': YesNo;
  'out-of-school-hours': YesNo;
  'replaces-parent-care': YesNo;
  'hours-per-week': number;
  'organized-club': YesNo;
  'coop-conditions': YesNo;
  'parent-activity': 'facility-activity-or-nonwork' | 'working';
  setting: 'own-living-quarters' | 'other-dwelling' | 'other-indoor' | 'outdoors';
  'other-children': number;
  'one-family': YesNo;
  'resident-counted': number;
  'under-school-age': number;
  '24-months-or-younger': number;
}

export interface Row {
  row: number;
  fits: (p: Program, asOf: string) => boolean;
  outcome: string;
  cites: string[];
}

const educational = (p: Program): boolean =>
  ['preschool-educational', 'parent-cooperative', 'parents-on-premises'].includes(p['program-type']) &&
  p['primarily-educational'] === 'yes';
const schoolAge = (p: Program): boolean =>
  ['school-age-youth-development', 'single-enrichment', 'club-activities'].includes(p['program-type']);
const onlySchoolAge = (p: Program): boolean => schoolAge(p) && p['school-age-only'] === 'yes';
const all = (p: Program): number => p['other-children'] + p['resident-counted'];
const young = (p: Program): number => (onlySchoolAge(p) ? 0 : p['under-school-age']);
const youngest = (p: Program): number => (onlySchoolAge(p) ? 0 : p['24-months-or-younger']);

export const rows: Row[] = [
  {
    row: 1,
    fits: (p) => educational(p) && p['hours-per-day'] <= 4 && p.operator === 'private',
    outcome: 'record-preschool',
    cites: ['ORS 329A.250(9)', 'ORS 329A.255(1)'],
  },
  {
    row: 2,
    fits: (p) => educational(p) && (p['hours-per-day'] <= 4 || p['child-hours-per-day'] <= 4),
    outcome: 'ask-department',
    cites: ['ORS 329A.250(9)', 'ORS 329A.255(1)'],
  },
  {
    row: 3,
    fits: (p) => p.operator === 'school-district',
    outcome: 'not-required',
    cites: ['ORS 329A.250(5)(d)(A)', 'ORS 329A.280(5)'],
  },
  {
    row: 4,
    fits: (p) => p['program-type'] === 'licensed-residential',
    outcome: 'not-required',
    cites: ['ORS 329A.250(5)(e)'],
  },
  {
    row: 5,
    fits: (p) => onlySchoolAge(p) && p['out-of-school-hours'] === 'yes' && p['replaces-parent-care'] === 'no',
    outcome: 'record-school-age',
    cites: ['ORS 329A.250(13)', 'ORS 329A.250(16)', 'ORS 329A.255(1)'],
  },
  {
    row: 6,
    fits: (p) => p.operator === 'government',
    outcome: 'not-required',
    cites: ['ORS 329A.250(5)(d)', 'ORS 329A.280(5)'],
  },
  {
    row: 7,
    fits: (p) =>
      p['program-type'] === 'single-enrichment' && p['school-age-only'] === 'yes' && p['hours-per-week'] <= 8,
    outcome: 'not-required',
    cites: ['ORS 329A.250(5)(b)'],
  },
  {
    row: 8,
    fits: (p) => p['program-type'] === 'club-activities' && p['organized-club'] === 'yes',
    outcome: 'not-required',
    cites: ['ORS 329A.250(5)(c)'],
  },
  {
    row: 9,
    fits: (p) =>
      p['program-type'] === 'parent-cooperative' && p['coop-conditions'] === 'yes' && p['hours-per-day'] <= 4,
    outcome: 'not-required',
    cites: ['ORS 329A.250(5)(f)', 'ORS 329A.250(8)'],
  },
  {
    row: 10,
    fits: (p) => p['program-type'] === 'parents-on-premises' && p['parent-activity'] === 'facility-activity-or-nonwork',
    outcome: 'not-required',
    cites: ['ORS 329A.250(5)(g)'],
  },
  { row: 11, fits: (p) => p['other-children'] < 4, outcome: 'not-required', cites: ['ORS 329A.250(4)(b)(F)'] },
  {
    row: 12,
    fits: (p) => p['one-family'] === 'yes',
    outcome: 'not-required',
    cites: ['ORS 329A.250(4)(b)(E)', 'ORS 329A.250(6)'],
  },
  {
    row: 13,
    fits: (p, asOf) => p.setting === 'outdoors' && asOf >= '2025-07-01',
    outcome: 'certification-outdoor',
    cites: ['ORS 329A.250(5)', 'ORS 329A.280(1)', 'ORS 329A.280(3)'],
  },
  { row: 14, fits: (p) => p.setting === 'outdoors', outcome: 'ask-department', cites: ['ORS 329A.280(1)'] },
  {
    row: 15,
    fits: (p) => p.setting === 'other-indoor',
    outcome: 'certification-center',
    cites: ['ORS 329A.280(1)', 'ORS 329A.280(3)'],
  },
  {
    row: 16,
    fits: (p) => p.setting === 'own-living-quarters' && all(p) < 11 && young(p) < 7 && youngest(p) < 3,
    outcome: 'registration',
    cites: ['ORS 329A.330(1)', 'ORS 329A.330(2)'],
  },
  {
    row: 17,
    fits: (p) => all(p) < 17,
    outcome: 'certification-family',
    cites: ['ORS 329A.280(1)', 'ORS 329A.280(2)'],
  },
  {
    row: 18,
    fits: () => true,
    outcome: 'certification-center',
    cites: ['ORS 329A.280(1)', 'ORS 329A.280(3)'],
  },
];

/** The row of the table that decides on the day. */
export function decide(program: Program, asOf: string): Row {
  return rows.find((row) => row.fits(program, asOf)) as Row;
}

/** A private general program in the provider's own home that no exclusion reaches: each test changes what it is about. */
export const plainProgram: Program = {
  operator: 'private',
  'program-type': 'general',
  'primarily-educational': 'no',
  'hours-per-day': 8,
  'child-hours-per-day': 8,
  'school-age-only': 'no',
  'out-of-school-hours': 'no',
  'replaces-parent-care': 'yes',
  'hours-per-week': 40,
  'organized-club': 'no',
  'coop-conditions': 'no',
  'parent-activity': 'working',
  setting: 'own-living-quarters',
  'other-children': 8,
  'one-family': 'no',
  'resident-counted': 1,
  'under-school-age': 5,
  '24-months-or-younger': 1,
};
