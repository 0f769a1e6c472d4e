import type { Rule } from '../../engine/flow.js';
import { countOf, relatedOf } from './facts.js';

/**
 * The rules of `child-care`, each beside its paragraph of ORS 329A.250. A rule is true where its row of the table fits;
 * the machine asks them in the order of the rows, so that none repeats what an earlier one settled.
 */
export const rules = {
  /** "Child" is under 13, or under 18 with special needs (329A.250(3)); 18 or older is neither. */
  isGrown: { cites: ['ORS 329A.250(3)'], holds: (f) => f['child-age'] === '18-or-older' },
  isTeenager: { cites: ['ORS 329A.250(3)'], holds: (f) => f['child-age'] === '13-to-17' },
  hasNoSpecialNeeds: { cites: ['ORS 329A.250(3)'], holds: (f) => f['special-needs'] === 'no' },
  isOwnParent: { cites: ['ORS 329A.250(4)(b)(B)'], holds: (f) => f['caregiver'] === 'parent-guardian-custodian' },
  /** (4)(a): child care is care of a child "who is unaccompanied by a parent, legal guardian or custodian". */
  isAccompanied: { cites: ['ORS 329A.250(4)(a)'], holds: (f) => f['parent-present'] === 'yes' },
  isInChildsHome: { cites: ['ORS 329A.250(4)(b)(A)'], holds: (f) => f['care-location'] === 'childs-home' },
  /** The stem of (4)(a) asks for a regular basis, in (A) and (B) alike. */
  isOccasional: {
    cites: ['ORS 329A.250(4)(a)', 'ORS 329A.250(4)(b)(H)', 'ORS 329A.250(7)'],
    holds: (f) => f['regular-basis'] === 'occasional',
  },
  isLicensedPlace: { cites: ['ORS 329A.250(4)(a)(B)'], holds: (f) => f['licensed-location'] === 'yes' },
  isInOperatingHours: { cites: ['ORS 329A.250(4)(a)(B)'], holds: (f) => f['operating-hours'] === 'yes' },
  isMedicalProvider: { cites: ['ORS 329A.250(4)(b)(D)'], holds: (f) => f['caregiver'] === 'medical-provider' },
  isNoMoreThanThree: {
    cites: ['ORS 329A.250(4)(b)(F)'],
    holds: (f, { figures }) => countOf(f) <= figures['exempt-children'].value,
  },
  isOneFamily: { cites: ['ORS 329A.250(4)(b)(E)', 'ORS 329A.250(6)'], holds: (f) => f['one-family'] === 'yes' },
  areAllRelated: { cites: ['ORS 329A.250(4)(b)(C)'], holds: (f) => relatedOf(f) === countOf(f) },
  isExtendedFamilyOfAll: { cites: ['ORS 329A.250(4)(b)(G)'], holds: (f) => f['extended-family'] === 'yes' },
  /** (4)(c): some of the children alone would have been exempt as relatives, the care as a whole is not (not all are related). */
  isMixed: { cites: ['ORS 329A.250(4)(c)'], holds: (f) => relatedOf(f) > 0 },
} satisfies Record<string, Rule>;
