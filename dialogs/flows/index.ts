import type { Flow } from '../engine/flow.js';
import { childCare } from './child-care/index.js';
import { erdc } from './erdc/index.js';
import { expulsionPrevention } from './expulsion-prevention/index.js';
import { license } from './license/index.js';

/** Every flow that the guide knows, in the order in which it offers them. */
export const flows: readonly Flow[] = [childCare, license, erdc, expulsionPrevention];

/** The flow with this id, or undefined. */
export function flowById(id: string): Flow | undefined {
  return flows.find((flow) => flow.id === id);
}
