import type { Person, Step } from './load.js';

/** A situation that takes `child-care` through its longest path: five children of two families, two of them nieces. */
const SITUATION: Readonly<Record<string, string | number>> = {
  'child-age': 'under-13',
  'special-needs': 'no',
  caregiver: 'someone-else',
  'parent-present': 'no',
  'care-location': 'caregivers-home',
  'regular-basis': 'regular',
  'licensed-location': 'no',
  'operating-hours': 'no',
  'child-count': 5,
  'one-family': 'no',
  'related-count': 2,
  'extended-family': 'no',
};

/** Questions in everyday words: most are in the sources, one is out of their scope, one is a citation. */
const QUESTIONS = [
  'how many kids can I watch at home without a license',
  'can I lose my license if I expel a child',
  'what training do I need before I open a home daycare',
  'my sister watches my two kids and her own, does she need to register',
  'ORS 329A.250(4)(b)(C)',
  'how much does it cost to register a family child care home',
  'do I have to be a citizen to get help paying for day care',
  'what is the income limit for a family of four',
  'can the inspector come without telling me first',
  'is a summer camp child care',
];

/** For the echoes: as long as a question is. */
export const echoed: readonly Step[] = QUESTIONS.map((text) => ({ activity: { text }, expects: text }));

/** Search turns, with no flow open. */
export const searches: readonly Step[] = QUESTIONS.map((text) => ({
  activity: { text },
  expects: text.startsWith('ORS') ? 'schema.org/Message' : '"type":"oregon-child-care/answer"',
}));

interface Entity {
  type: string;
  question?: string;
}

/**
 * One walk through `child-care` from its start to its result, by buttons. The order of the questions is taken from the
 * guide's own answers, so that the bench need not know it.
 */
export async function learnWalk(person: Person): Promise<Step[]> {
  const steps: Step[] = [];
  let value: object = { command: 'start', flow: 'child-care' };
  for (;;) {
    const activity = { value };
    const entities = entitiesIn(await person.send({ activity, expects: 'oregon-child-care/' }));
    if (entities.some(({ type }) => type === 'oregon-child-care/result')) {
      return [...steps, { activity, expects: '"type":"oregon-child-care/result"' }];
    }
    const question = entities.find(({ type }) => type === 'oregon-child-care/question')?.question ?? '';
    const answer = SITUATION[question];
    if (answer === undefined) throw new Error(`The bench has no answer to the question "${question}" of child-care.`);
    steps.push({ activity, expects: `"question":"${question}"` });
    value = { question, answer };
  }
}

function entitiesIn(body: string): Entity[] {
  const { activities } = JSON.parse(body) as { activities: { entities?: Entity[] }[] };
  return activities.flatMap(({ entities }) => entities ?? []);
}
