/**
 * Degrees of kinship "as determined by civil law" (ORS 329A.250(4)(b)(C)): the steps up from one person to the common
 * ancestor and down again to the other. By marriage counts once: a spouse's blood relative, or a blood relative's
 * spouse, stands at the degree of the blood tie.
 */

/** How the child stands to the caregiver: steps up from the caregiver to the common ancestor, then down to the child. */
const STEPS = {
  child: { up: 0, down: 1 },
  sibling: { up: 1, down: 1 },
  grandchild: { up: 0, down: 2 },
  'niece-or-nephew': { up: 1, down: 2 },
  'great-grandchild': { up: 0, down: 3 },
  'aunt-or-uncle': { up: 2, down: 1 },
  'first-cousin': { up: 2, down: 2 },
  'grandniece-or-grandnephew': { up: 1, down: 3 },
  'great-great-grandchild': { up: 0, down: 4 },
  'first-cousins-child': { up: 2, down: 3 },
  'parents-first-cousin': { up: 3, down: 2 },
  'second-cousin': { up: 3, down: 3 },
} as const;

export type Kinship = keyof typeof STEPS;

export const kinships = Object.keys(STEPS) as Kinship[];

/** The degree of a tie, in steps of civil law. */
export function degreeOf(kinship: Kinship): number {
  const { up, down } = STEPS[kinship];
  return up + down;
}

/** The ties by degree, in the order of the list above (closest first), with whether each lies within `limit` (ORS 329A.250(4)(b)(C): the fourth). */
export function degrees(limit: number): { degree: number; within: boolean; kinships: Kinship[] }[] {
  const found = new Map<number, Kinship[]>();
  for (const kinship of kinships) {
    const degree = degreeOf(kinship);
    found.set(degree, [...(found.get(degree) ?? []), kinship]);
  }
  return [...found].map(([degree, list]) => ({ degree, within: degree <= limit, kinships: list }));
}
