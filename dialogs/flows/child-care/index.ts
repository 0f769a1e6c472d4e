import { ageGroup, type Flow } from '../../engine/flow.js';
import { advise } from './advice.js';
import { questions } from './facts.js';
import { machine } from './machine.js';
import { rules } from './rules.js';

/** Flow 1: does this care count as "child care" (ORS 329A.250(3), (4))? */
export const childCare: Flow = {
  id: 'child-care',
  questions,
  machine,
  rules,
  advise,
  hears: (heard, law) => ({
    'child-age': ageGroup(questions['child-age'], heard.age, law),
    'care-location': heard.home === null ? undefined : heard.home === 'childs' ? 'childs-home' : 'caregivers-home',
    'child-count': heard.children ?? undefined,
    'one-family': heard.oneFamily ? 'yes' : undefined,
    'related-count': heard.related ?? undefined,
  }),
};
