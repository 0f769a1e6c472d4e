import type { Facts, FlowLaw, Rule } from '../../engine/flow.js';
import { EDUCATIONAL_TYPES, numberOf, SCHOOL_AGE_TYPES, totalOf } from './facts.js';

const typeIn = (facts: Facts, types: readonly string[]): boolean => types.includes(String(facts['program-type']));

const isShortEducational = (facts: Facts, { figures }: FlowLaw): boolean =>
  facts['primarily-educational'] === 'yes' &&
  numberOf(facts, 'hours-per-day') <= figures['preschool-program-hours'].value;

/**
 * The rules of `license`, each beside its paragraph. The machine asks them in the order of the rows, so that none repeats what
 * an earlier one settled; where one reads two facts, the paragraph ties them together.
 */
export const rules = {
  isSchoolDistrict: {
    cites: ['ORS 329A.250(5)(d)(A)', 'ORS 329A.280(5)'],
    holds: (f) => f['operator'] === 'school-district',
  },
  isGovernment: { cites: ['ORS 329A.250(5)(d)', 'ORS 329A.280(5)'], holds: (f) => f['operator'] === 'government' },

  // Preschool recorded programs
  mayBeEducational: { cites: ['ORS 329A.250(9)'], holds: (f) => typeIn(f, EDUCATIONAL_TYPES) },
  isEducational: { cites: ['ORS 329A.250(9)'], holds: (f) => f['primarily-educational'] === 'yes' },
  /** "for four hours or less per day": all sessions together. */
  isShortEducational: {
    cites: ['ORS 329A.250(9)', 'ORS 329A.255(1)'],
    holds: isShortEducational,
  },
  isShortEducationalPrivate: {
    cites: ['ORS 329A.250(9)', 'ORS 329A.255(1)'],
    holds: (f, law) => isShortEducational(f, law) && f['operator'] === 'private',
  },
  /** "where no child is present at the facility for more than four hours per day". */
  isNoChildLong: {
    cites: ['ORS 329A.250(9)'],
    holds: (f, { figures }) => numberOf(f, 'child-hours-per-day') <= figures['preschool-child-hours'].value,
  },

  // Other exclusions from "child care facility"
  isLicensedResidential: { cites: ['ORS 329A.250(5)(e)'], holds: (f) => f['program-type'] === 'licensed-residential' },
  isSchoolAgeType: {
    cites: ['ORS 329A.250(13)', 'ORS 329A.250(16)'],
    holds: (f) => typeIn(f, SCHOOL_AGE_TYPES),
  },
  isSchoolAgeOnly: { cites: ['ORS 329A.250(13)'], holds: (f) => f['school-age-only'] === 'yes' },
  isOutOfSchool: { cites: ['ORS 329A.250(13)(c)'], holds: (f) => f['out-of-school-hours'] === 'yes' },
  /** "does not take the place of a parent's care". */
  leavesParentCare: { cites: ['ORS 329A.250(13)(c)'], holds: (f) => f['replaces-parent-care'] === 'no' },
  /** (5)(b) is for school-age children alone. */
  isSchoolAgeEnrichment: {
    cites: ['ORS 329A.250(5)(b)'],
    holds: (f) => f['program-type'] === 'single-enrichment' && f['school-age-only'] === 'yes',
  },
  isFewHoursAWeek: {
    cites: ['ORS 329A.250(5)(b)'],
    holds: (f, { figures }) => numberOf(f, 'hours-per-week') <= figures['enrichment-hours-per-week'].value,
  },
  isClub: { cites: ['ORS 329A.250(5)(c)'], holds: (f) => f['program-type'] === 'club-activities' },
  isOrganizedClub: { cites: ['ORS 329A.250(5)(c)'], holds: (f) => f['organized-club'] === 'yes' },
  isCooperative: { cites: ['ORS 329A.250(5)(f)'], holds: (f) => f['program-type'] === 'parent-cooperative' },
  /** Asked of a cooperative alone: an educational program was settled by its hours before. */
  isShortCooperative: {
    cites: ['ORS 329A.250(5)(f)'],
    holds: (f, { figures }) => numberOf(f, 'hours-per-day') <= figures['cooperative-hours'].value,
  },
  meetsCoopConditions: { cites: ['ORS 329A.250(8)'], holds: (f) => f['coop-conditions'] === 'yes' },
  isParentsOnPremises: { cites: ['ORS 329A.250(5)(g)'], holds: (f) => f['program-type'] === 'parents-on-premises' },
  areParentsNotWorking: {
    cites: ['ORS 329A.250(5)(g)'],
    holds: (f) => f['parent-activity'] === 'facility-activity-or-nonwork',
  },

  // Care that is not child care by its size
  isNoMoreThanThree: {
    cites: ['ORS 329A.250(4)(b)(F)'],
    holds: (f, { figures }) => numberOf(f, 'other-children') <= figures['exempt-children'].value,
  },
  isOneFamily: { cites: ['ORS 329A.250(4)(b)(E)', 'ORS 329A.250(6)'], holds: (f) => f['one-family'] === 'yes' },

  // Where the care is
  /** Outdoor programs are certified under the text operative July 1, 2025. */
  isOutdoorCertified: {
    cites: ['ORS 329A.280(1)', 'ORS 329A.280(3)'],
    holds: (f, { asOf, figures }) =>
      f['setting'] === 'outdoors' && asOf >= figures['outdoor-certification-operative'].value,
  },
  isOutdoors: { cites: ['ORS 329A.280(1)'], holds: (f) => f['setting'] === 'outdoors' },
  isOtherIndoor: { cites: ['ORS 329A.280(1)', 'ORS 329A.280(3)'], holds: (f) => f['setting'] === 'other-indoor' },
  isOtherDwelling: { cites: ['ORS 329A.280(2)'], holds: (f) => f['setting'] === 'other-dwelling' },
  /** More than a family child care home may care for, whoever else lives there. */
  isOverSixteen: {
    cites: ['ORS 329A.280(2)', 'ORS 329A.280(3)'],
    holds: (f, { figures }) => totalOf(f) > figures['certified-family-children'].value,
  },
  isOverTen: {
    cites: ['ORS 329A.330(2)'],
    holds: (f, { figures }) => totalOf(f) > figures['registered-children'].value,
  },
  /** So few children that no more than six can be younger than school age. */
  isNoMoreThanSix: {
    cites: ['ORS 329A.330(2)(a)'],
    holds: (f, { figures }) => totalOf(f) <= figures['registered-under-school-age'].value,
  },
  isOverSixYoung: {
    cites: ['ORS 329A.330(2)(a)'],
    holds: (f, { figures }) => numberOf(f, 'under-school-age') > figures['registered-under-school-age'].value,
  },
  /** So few below school age that no more than two can be 24 months or younger. */
  isNoMoreThanTwoYoung: {
    cites: ['ORS 329A.330(2)(b)'],
    holds: (f, { figures }) => numberOf(f, 'under-school-age') <= figures['registered-youngest'].value,
  },
  isOverTwoYoungest: {
    cites: ['ORS 329A.330(2)(b)'],
    holds: (f, { figures }) => numberOf(f, '24-months-or-younger') > figures['registered-youngest'].value,
  },
} satisfies Record<string, Rule>;
