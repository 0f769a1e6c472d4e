import type { Answers, FlowLaw, Rule } from '../../engine/flow.js';
import { basesOf, type Basis } from './facts.js';

/**
 * The rules of `erdc`, each beside its paragraph. A rule is true where its row of the table fits; the machine asks them in
 * the order of the rows, so that none repeats what an earlier one settled.
 *
 * Reading chosen: the rules for (4)(a)(C) and (D) are due "no later than" a day (2023 c.595 §3). Until that day the basis
 * is pending, since its rules may or may not exist yet; from that day on it counts as in force, though these sources
 * do not show the rules.
 */
export const rules = {
  /** "Child" is under 13, or under 18 with special needs (329A.250(3)); 18 or older is neither. */
  isGrown: { cites: ['ORS 329A.250(3)'], holds: (f) => f['child-age'] === '18-or-older' },
  isTeenager: { cites: ['ORS 329A.250(3)'], holds: (f) => f['child-age'] === '13-to-17' },
  hasNoSpecialNeeds: { cites: ['ORS 329A.250(3)'], holds: (f) => f['special-needs'] === 'no' },
  isOwnParent: { cites: ['ORS 329A.250(14)(b)(A)'], holds: (f) => f['payee'] === 'parent-guardian-custodian' },
  isSiblingInSameHome: { cites: ['ORS 329A.250(14)(b)(B)'], holds: (f) => f['payee'] === 'sibling-same-home' },
  isOnSameCase: { cites: ['ORS 329A.250(14)(b)(C)'], holds: (f) => f['payee'] === 'same-case' },
  isMedicalProvider: { cites: ['ORS 329A.250(14)(b)(D)'], holds: (f) => f['payee'] === 'medical-provider' },
  /** At least one of (A) to (D), in force or not: each is "an independent basis", so that one is enough. */
  hasNamedBasis: { cites: ['ORS 329A.500(4)(a)'], holds: (f) => basesOf(f).length > 0 },
  hasIncomeBasis: { cites: ['ORS 329A.500(4)(a)(A)'], holds: (f) => basesOf(f).includes('income') },
  hasWorkSearchEducationBasis: {
    cites: ['ORS 329A.500(4)(a)(B)'],
    holds: (f) => basesOf(f).includes('work-search-education'),
  },
  hasProtectiveServicesBasis: {
    cites: ['ORS 329A.500(4)(a)(C)'],
    holds: (f, { asOf, figures }) =>
      basesOf(f).includes('protective-services') && asOf >= figures['protective-services-rules-due'].value,
  },
  hasHomelessTeenDomesticViolenceBasis: {
    cites: ['ORS 329A.500(4)(a)(D)'],
    holds: (f, { asOf, figures }) =>
      basesOf(f).includes('homeless-teen-domestic-violence') &&
      asOf >= figures['homeless-teen-domestic-violence-rules-due'].value,
  },
} satisfies Record<string, Rule>;

/** Each basis with the rule that it is in force, and the paragraph that says by when its own rules are due. */
export const basisRules: Readonly<Record<Basis, { rule: Rule; due: string | null }>> = {
  income: { rule: rules.hasIncomeBasis, due: null },
  'work-search-education': { rule: rules.hasWorkSearchEducationBasis, due: null },
  'protective-services': { rule: rules.hasProtectiveServicesBasis, due: '2023 c.595 §3(1)' },
  'homeless-teen-domestic-violence': { rule: rules.hasHomelessTeenDomesticViolenceBasis, due: '2023 c.595 §3(2)' },
};

/** The named bases that are in force on the day. */
export function inForce(facts: Answers, law: FlowLaw): readonly Basis[] {
  return basesOf(facts).filter((id) => basisRules[id].rule.holds(facts, law));
}

/** The named bases whose rules are not yet due on the day. */
export function pending(facts: Answers, law: FlowLaw): readonly Basis[] {
  return basesOf(facts).filter((id) => !basisRules[id].rule.holds(facts, law));
}

/** The paragraph of a basis and, where it has one, the paragraph that says by when its rules are due. */
export function citesOf(basis: Basis): readonly string[] {
  const { rule, due } = basisRules[basis];
  return due === null ? rule.cites : [...rule.cites, due];
}
