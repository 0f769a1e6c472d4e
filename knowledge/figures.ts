import { PARAGRAPH_FIGURES } from './paragraph-figures.js';
import type { IsoDate, Law } from './types.js';
import { isVerbatim, NotVerbatim } from './verbatim.js';

/**
 * Every number and date of the law on which the product relies, once, beside the provision that sets it and the words
 * that say it. Rules take them from here; a test proves that the words stand in the provision's own text.
 */

export type FigureUnit =
  'children' | 'families' | 'years' | 'months' | 'days' | 'hours' | 'dollars' | 'percent' | 'degree' | 'date';

export interface FigureEntry {
  /** The provision that sets it, without a version: the text operative on the day is meant. */
  id: string;
  /** The words of the source that say it, as printed, white space folded. */
  words: string;
  /** A number in `unit`; a day for "date". Ages are years unless the unit says months. */
  value: number | IsoDate;
  unit: FigureUnit;
  /** First day of the figure, and first day on which it no longer holds; null where the sources give none. */
  from: IsoDate | null;
  until: IsoDate | null;
}

const always = { from: null, until: null } as const;

/** By name; several entries under one name are the same figure at different times. */
export const FIGURES = {
  // What counts as child care
  'child-age-limit': [{ id: 'ORS 329A.250(3)', words: 'under 13 years of age', value: 13, unit: 'years', ...always }],
  'child-age-limit-special-needs': [
    { id: 'ORS 329A.250(3)', words: 'under 18 years of age', value: 18, unit: 'years', ...always },
  ],
  'exempt-children': [
    { id: 'ORS 329A.250(4)(b)(F)', words: 'no more than three children', value: 3, unit: 'children', ...always },
  ],
  'exempt-families': [{ id: 'ORS 329A.250(4)(b)(E)', words: 'only one family', value: 1, unit: 'families', ...always }],
  'kinship-degree': [
    { id: 'ORS 329A.250(4)(b)(C)', words: 'within the fourth degree', value: 4, unit: 'degree', ...always },
  ],
  'occasional-days-2011': [
    {
      id: 'OAR 414-350-0010(19)',
      words: 'not to exceed 70 calendar days in a year',
      value: 70,
      unit: 'days',
      ...always,
    },
  ],
  'abuse-report-death-since': [
    { id: 'ORS 329A.030(2)(b)(A)', words: 'on or after January 1, 2017', value: '2017-01-01', unit: 'date', ...always },
  ],
  'abuse-report-in-care-since': [
    {
      id: 'ORS 329A.030(2)(b)(B)',
      words: 'on or after September 1, 2019',
      value: '2019-09-01',
      unit: 'date',
      ...always,
    },
  ],
  'abuse-report-years': [
    { id: 'ORS 329A.030(2)(c)', words: 'more than seven years', value: 7, unit: 'years', ...always },
  ],
  'prohibited-individual-years': [
    { id: 'ORS 329A.252(2)', words: 'For five years', value: 5, unit: 'years', ...always },
  ],
  'prohibited-individual-kinship-degree': [
    { id: 'ORS 329A.252(2)(b)', words: 'within the fourth degree', value: 4, unit: 'degree', ...always },
  ],

  // Which license, and its limits
  'preschool-program-hours': [
    { id: 'ORS 329A.250(9)', words: 'four hours or less per day', value: 4, unit: 'hours', ...always },
  ],
  'preschool-child-hours': [
    { id: 'ORS 329A.250(9)', words: 'more than four hours per day', value: 4, unit: 'hours', ...always },
  ],
  'enrichment-hours-per-week': [
    { id: 'ORS 329A.250(5)(b)', words: 'eight hours or less a week', value: 8, unit: 'hours', ...always },
  ],
  'cooperative-hours': [
    { id: 'ORS 329A.250(5)(f)', words: 'no more than four hours a day', value: 4, unit: 'hours', ...always },
  ],
  'registered-children': [
    { id: 'ORS 329A.330(2)', words: 'a maximum of 10 children', value: 10, unit: 'children', ...always },
  ],
  'registered-under-school-age': [
    {
      id: 'ORS 329A.330(2)(a)',
      words: 'No more than six may be younger than school age',
      value: 6,
      unit: 'children',
      ...always,
    },
  ],
  'registered-youngest': [
    { id: 'ORS 329A.330(2)(b)', words: 'No more than two may be', value: 2, unit: 'children', ...always },
  ],
  'youngest-age-months': [
    { id: 'ORS 329A.330(2)(b)', words: '24 months of age or younger', value: 24, unit: 'months', ...always },
  ],
  'own-children-age-from': [{ id: 'ORS 329A.330(2)', words: 'between 10 and', value: 10, unit: 'years', ...always }],
  'own-children-age-to': [{ id: 'ORS 329A.330(2)', words: 'and 12 years of age', value: 12, unit: 'years', ...always }],
  'certified-own-children-age-from': [
    { id: 'ORS 329A.280(2)', words: 'between 10 and', value: 10, unit: 'years', ...always },
  ],
  'certified-own-children-age-to': [
    { id: 'ORS 329A.280(2)', words: 'and 12 years of age', value: 12, unit: 'years', ...always },
  ],
  'certified-family-children': [
    { id: 'ORS 329A.280(2)', words: 'not more than 16 children', value: 16, unit: 'children', ...always },
  ],
  'outdoor-programs-operative': [
    {
      id: 'ORS 329A.250#Note',
      words: 'become operative July 1, 2025',
      value: '2025-07-01',
      unit: 'date',
      ...always,
    },
  ],
  'outdoor-certification-operative': [
    {
      id: 'ORS 329A.280#Note',
      words: 'become operative July 1, 2025',
      value: '2025-07-01',
      unit: 'date',
      ...always,
    },
  ],

  // Getting and keeping a license
  'abuse-training-hours': [
    { id: 'ORS 329A.330(4)(b)', words: 'two hours of training', value: 2, unit: 'hours', ...always },
  ],
  'on-site-review-days': [{ id: 'ORS 329A.330(3)(b)', words: 'within 30 days', value: 30, unit: 'days', ...always }],
  'registration-years': [
    { id: 'ORS 329A.330(5)', words: 'valid for a period of two years', value: 2, unit: 'years', ...always },
  ],
  'renewal-training-hours': [
    {
      id: 'ORS 329A.330(5)(b)',
      words: 'a minimum of eight hours of training',
      value: 8,
      unit: 'hours',
      ...always,
    },
  ],
  'renewal-application-days': [
    { id: 'ORS 329A.270(1)', words: 'not later than 30 days prior', value: 30, unit: 'days', ...always },
  ],
  'certification-years': [
    { id: 'ORS 329A.310(4)', words: 'expires one year from the date of issuance', value: 1, unit: 'years', ...always },
  ],
  'temporary-certification-days': [
    { id: 'ORS 329A.300(2)', words: 'not longer than 180 days', value: 180, unit: 'days', ...always },
  ],
  'temporary-certification-months': [
    { id: 'ORS 329A.300(2)', words: 'in any 12-month period', value: 12, unit: 'months', ...always },
  ],
  'certification-hearing-days': [
    { id: 'ORS 329A.300(3)(c)(B)', words: 'within 90 days', value: 90, unit: 'days', ...always },
  ],
  'registration-hearing-days': [
    { id: 'ORS 329A.330(9)(c)(B)', words: 'within 90 days', value: 90, unit: 'days', ...always },
  ],
  'record-years': [
    { id: 'ORS 329A.255(4)', words: 'valid for a period of two years', value: 2, unit: 'years', ...always },
  ],

  // Limits on fees: "may not exceed", never the fee itself
  'fee-cap-certified-family-initial': [
    { id: 'ORS 329A.275(3)(a)', words: 'Initial Certification, $25', value: 25, unit: 'dollars', ...always },
  ],
  'fee-cap-certified-family-space': [
    { id: 'ORS 329A.275(3)(b)', words: 'Annual Fee Per Certified Space, $2', value: 2, unit: 'dollars', ...always },
  ],
  'fee-cap-center-initial': [
    { id: 'ORS 329A.275(3)(c)', words: 'Initial Certification, $100', value: 100, unit: 'dollars', ...always },
  ],
  'fee-cap-center-space': [
    { id: 'ORS 329A.275(3)(d)', words: 'Annual Fee Per Certified Space, $2', value: 2, unit: 'dollars', ...always },
  ],
  'fee-cap-registration': [
    { id: 'ORS 329A.275(3)(e)', words: 'Registration, $30', value: 30, unit: 'dollars', ...always },
  ],
  'fee-cap-preschool-record': [
    { id: 'ORS 329A.275(3)(f)', words: 'Recording, $20', value: 20, unit: 'dollars', ...always },
  ],
  'fee-cap-school-age-record': [
    { id: 'ORS 329A.275(3)(g)', words: 'Recording, $20', value: 20, unit: 'dollars', ...always },
  ],
  'fee-cap-abuse-class': [
    { id: 'ORS 329A.275(3)(h)', words: 'neglect issues, $10', value: 10, unit: 'dollars', ...always },
  ],

  // Penalties
  'penalty-record': [
    {
      id: 'ORS 329A.255(10)',
      words: 'a civil penalty not to exceed $100',
      value: 100,
      unit: 'dollars',
      ...always,
    },
  ],
  'penalty-registered': [
    { id: 'ORS 329A.992(3)(a)', words: '$750 per violation', value: 750, unit: 'dollars', ...always },
  ],
  'penalty-certified-family': [
    { id: 'ORS 329A.992(3)(b)', words: '$1,200 per violation', value: 1200, unit: 'dollars', ...always },
  ],
  'penalty-center': [
    { id: 'ORS 329A.992(3)(c)', words: '$2,500 per violation', value: 2500, unit: 'dollars', ...always },
  ],
  'penalty-unlicensed': [
    {
      id: 'ORS 329A.992(4)',
      words: 'a civil penalty of not more than $1,500',
      value: 1500,
      unit: 'dollars',
      ...always,
    },
  ],
  'penalty-interference': [
    { id: 'ORS 329A.994', words: '$500 for each violation', value: 500, unit: 'dollars', ...always },
  ],
  'cease-and-desist-days': [
    { id: 'ORS 329A.344(3)', words: 'effective 21 days after service', value: 21, unit: 'days', ...always },
  ],

  // Employment Related Day Care
  'copayment-percent': [
    { id: 'ORS 329A.500(5)(a)', words: 'may not exceed seven percent', value: 7, unit: 'percent', ...always },
  ],
  'eligibility-months': [
    { id: 'ORS 329A.500(5)(b)(B)', words: 'a minimum of 12 months', value: 12, unit: 'months', ...always },
  ],
  'late-payment-percent': [
    { id: 'ORS 329A.500(4)(c)(B)', words: 'an additional nine percent', value: 9, unit: 'percent', ...always },
  ],
  'orientation-days': [{ id: 'ORS 329A.340(1)', words: 'within 90 days', value: 90, unit: 'days', ...always }],
  'orientation-again-days': [{ id: 'ORS 329A.340(4)', words: 'within 90 days', value: 90, unit: 'days', ...always }],
  'orientation-again-years': [
    { id: 'ORS 329A.340(4)', words: 'a period of one year or more', value: 1, unit: 'years', ...always },
  ],
  'protective-services-rules-due': [
    { id: '2023 c.595 §3(1)', words: 'no later than July 1, 2025', value: '2025-07-01', unit: 'date', ...always },
  ],
  'homeless-teen-domestic-violence-rules-due': [
    { id: '2023 c.595 §3(2)', words: 'no later than July 1, 2027', value: '2027-07-01', unit: 'date', ...always },
  ],
  'human-services-checks-until': [
    { id: '2022 c.27 §28(3)(c)', words: 'until July 1, 2025', value: '2025-07-01', unit: 'date', ...always },
  ],
  'former-provider-enrollment-by': [
    { id: '2022 c.27 §28(2)(a)', words: 'or June 30, 2025', value: '2025-06-30', unit: 'date', ...always },
  ],

  // Suspension and expulsion
  'expulsion-ban-operative': [
    { id: 'ORS 329A.625#Note', words: 'becomes operative July 1, 2026', value: '2026-07-01', unit: 'date', ...always },
  ],
  'inclusive-partners-age': [
    {
      id: 'DELC Classroom Support#Inclusive Partners',
      words: 'birth through age 17',
      value: 17,
      unit: 'years',
      ...always,
    },
  ],

  // Session law that ends by its own words
  'expulsion-study-repealed': [
    { id: '2021 c.518 §3c', words: 'is repealed on December 31, 2024', value: '2024-12-31', unit: 'date', ...always },
  ],
  'recorded-staff-exception-repealed': [
    { id: '2022 c.90 §13', words: 'are repealed on January 2, 2025', value: '2025-01-02', unit: 'date', ...always },
  ],
  'micro-centers-repealed': [
    { id: '2023 c.374 §2', words: 'is repealed on January 2, 2026', value: '2026-01-02', unit: 'date', ...always },
  ],
  'workforce-study-repealed': [
    { id: '2023 c.522 §2', words: 'is repealed on January 2, 2026', value: '2026-01-02', unit: 'date', ...always },
  ],
} as const satisfies Record<string, readonly FigureEntry[]>;

export type FigureName = keyof typeof FIGURES;

/** One figure as it stands on a day; the type of `value` follows from the unit. */
export type Figure<Name extends FigureName = FigureName> = Omit<FigureEntry, 'value' | 'unit'> & {
  name: Name;
  unit: (typeof FIGURES)[Name][number]['unit'];
  value: (typeof FIGURES)[Name][number]['unit'] extends 'date' ? IsoDate : number;
};

export type Figures = { readonly [Name in FigureName]: Figure<Name> };

/**
 * The 2023 edition and the first day for which this product answers from it. The sources say nothing of how the
 * chapter read before, so earlier days are refused by whoever asks.
 */
export const EDITION = { name: '2023 edition', year: 2023, firstDay: '2024-01-01' } as const;

let latest: { asOf: IsoDate; figures: Figures } | undefined;

/**
 * The figures that hold on a day: `figures('2026-01-01')['exempt-children'].value` is 3.
 * @throws RangeError where a figure has no value on that day, which only a day outside the edition can bring about
 */
export function figures(asOf: IsoDate): Figures {
  if (latest?.asOf === asOf) return latest.figures;
  const held: Partial<Record<FigureName, FigureEntry & { name: string }>> = {};
  for (const [name, entries] of Object.entries(FIGURES) as [FigureName, readonly FigureEntry[]][]) {
    const entry = entries.find(
      ({ from, until }) => (from === null || asOf >= from) && (until === null || asOf < until),
    );
    if (entry === undefined) throw new RangeError(`the sources give no ${name} for ${asOf}`);
    held[name] = { name, ...entry };
  }
  latest = { asOf, figures: held as Figures };
  return latest.figures;
}

/** A figure as a sentence shows it. `month` is "2021-07". */
export interface ShownFigure {
  value: number | string;
  unit: string;
}

/** Names of all figures that a plain sentence may hold. */
export const FIGURE_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(FIGURES),
  ...PARAGRAPH_FIGURES.map(({ name }) => name),
]);

let shown: { asOf: IsoDate; figures: Readonly<Record<string, ShownFigure>> } | undefined;

/** All figures by name as they stand on a day: those on which rules rely, and those that only their paragraph has. */
export function shownFigures(asOf: IsoDate): Readonly<Record<string, ShownFigure>> {
  if (shown?.asOf === asOf) return shown.figures;
  const all = Object.fromEntries([
    ...PARAGRAPH_FIGURES.map(({ name, value, unit }) => [name, { value, unit }] as const),
    ...Object.values(figures(asOf)).map(({ name, value, unit }) => [name, { value, unit }] as const),
  ]);
  shown = { asOf, figures: all };
  return all;
}

/**
 * Holds every figure against the source: its words must stand in its paragraph.
 * @throws NotVerbatim where they do not, Error where two figures share a name
 */
export function checkFigures(law: Law): void {
  const named = new Set<string>(Object.keys(FIGURES));
  for (const { name } of PARAGRAPH_FIGURES) {
    if (named.has(name)) throw new Error(`two figures are called ${name}`);
    named.add(name);
  }
  const all = [...(Object.values(FIGURES) as (readonly FigureEntry[])[]).flat(), ...PARAGRAPH_FIGURES];
  for (const { id, words } of all) {
    if (!law.versions(id).some((version) => isVerbatim(law, version, words))) throw new NotVerbatim(id, words);
  }
}
