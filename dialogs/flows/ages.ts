import type { FlowLaw } from '../engine/flow.js';

/** No age above this is read as one. */
const OLDEST = 120;

/** The years that the answers to `child-age` cover: under 13, 13 to 17, 18 or older (ORS 329A.250(3)). */
export function ageGroups({ figures }: FlowLaw): Record<string, readonly [number, number]> {
  const limit = figures['child-age-limit'].value;
  const limitSpecialNeeds = figures['child-age-limit-special-needs'].value;
  return {
    'under-13': [0, limit - 1],
    '13-to-17': [limit, limitSpecialNeeds - 1],
    '18-or-older': [limitSpecialNeeds, OLDEST],
  };
}
