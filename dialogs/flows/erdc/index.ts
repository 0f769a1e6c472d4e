import { ageGroup, type Flow } from '../../engine/flow.js';
import { advise } from './advice.js';
import { questions } from './facts.js';
import { machine } from './machine.js';
import { rules } from './rules.js';

/** Flow 3: is there a basis of eligibility for Employment Related Day Care (ORS 329A.500)? */
export const erdc: Flow = {
  id: 'erdc',
  questions,
  machine,
  rules,
  advise,
  hears: (heard, law) => ({ 'child-age': ageGroup(questions['child-age'], heard.age, law) }),
};
