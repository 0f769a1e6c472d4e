import type { Flow } from '../../engine/flow.js';
import { advise } from './advice.js';
import { questions } from './facts.js';
import { machine } from './machine.js';
import { rules } from './rules.js';

/** Flow 4: a child may be suspended or expelled, or has been (ORS 329A.600, 329A.625). */
export const expulsionPrevention: Flow = { id: 'expulsion-prevention', questions, machine, rules, advise };
