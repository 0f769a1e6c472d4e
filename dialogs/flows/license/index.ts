import type { Flow } from '../../engine/flow.js';
import { advise } from './advice.js';
import { questions } from './facts.js';
import { machine } from './machine.js';
import { rules } from './rules.js';

/** Flow 2: certification, registration, recording, or none (ORS 329A.250(5), (9), (13), 329A.255, 329A.280, 329A.330)? */
export const license: Flow = {
  id: 'license',
  questions,
  machine,
  rules,
  advise,
  hears: (heard) => ({
    'other-children': heard.children ?? undefined,
    'one-family': heard.oneFamily ? 'yes' : undefined,
    setting: heard.livingQuarters ? 'own-living-quarters' : undefined,
  }),
};
