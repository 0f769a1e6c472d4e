/**
 * The table of flow `expulsion-prevention`, read out of ORS 329A.600(3), (4)(g) and 329A.625 with its note for the tests
 * alone: it shares no code with the machine.
 */
export interface Case {
  'early-childhood': 'yes' | 'no';
  situation: 'facing-expulsion' | 'facing-suspension' | 'already-excluded' | 'wants-support';
  'program-status': 'certified' | 'registered' | 'recorded' | 'exempt';
  'public-funding': 'delc-state-funds' | 'other-public-funds' | 'none';
  'excluded-before-operative': 'yes' | 'no';
  role: 'parent' | 'program-staff' | 'ccrr-or-partner';
  'needs-accommodation': 'yes' | 'no';
}

export interface Decision {
  outcome: string;
  row: number;
  cites: string[];
  /** Null where the law decides neither fact. */
  mustRequest: boolean | null;
  prohibited: boolean | null;
  /** The questions on the way, in order. */
  asked: (keyof Case)[];
}

/** From this day on a program may not suspend or expel any child (329A.625#Note). */
export const BAN_DAY = '2026-07-01';

/** 329A.600(4)(g), program by program: licensed or not, and whose money. True: must request where expulsion is possible. */
const DUTY: Record<Case['program-status'], Record<Case['public-funding'], boolean>> = {
  certified: { 'delc-state-funds': true, 'other-public-funds': true, none: true },
  registered: { 'delc-state-funds': true, 'other-public-funds': true, none: true },
  recorded: { 'delc-state-funds': true, 'other-public-funds': true, none: false },
  exempt: { 'delc-state-funds': true, 'other-public-funds': true, none: false },
};

/** 329A.625, program by program. True: may not suspend or expel. */
const BAN: Record<Case['program-status'], Record<Case['public-funding'], boolean>> = {
  certified: { 'delc-state-funds': true, 'other-public-funds': true, none: true },
  registered: { 'delc-state-funds': true, 'other-public-funds': true, none: true },
  recorded: { 'delc-state-funds': true, 'other-public-funds': false, none: false },
  exempt: { 'delc-state-funds': true, 'other-public-funds': false, none: false },
};

const G = 'ORS 329A.600(4)(g)';
const B = ['ORS 329A.625', 'ORS 329A.625#Note'];

/** Outcome, row and must-cites by [mustRequest, prohibited]. */
const OUTCOMES: [boolean, boolean, string, number, string[]][] = [
  [true, true, 'prohibited-and-must-request', 2, [G, ...B]],
  [true, false, 'must-request', 3, [G]],
  [false, true, 'prohibited', 4, B],
  [false, false, 'may-request', 5, ['ORS 329A.600(3)(c)', 'ORS 329A.600(3)(f)']],
];

/** What the law says of a case on a day. */
export function decide(c: Case, day: string): Decision {
  const ends: (keyof Case)[] = ['role', 'needs-accommodation'];
  if (c['early-childhood'] === 'no') {
    return {
      outcome: 'ask-department',
      row: 1,
      cites: [G],
      mustRequest: null,
      prohibited: null,
      asked: ['early-childhood', ...ends],
    };
  }
  const duty = DUTY[c['program-status']][c['public-funding']];
  const ban = BAN[c['program-status']][c['public-funding']];
  const operative = day >= BAN_DAY;

  const mustRequest = c.situation === 'facing-expulsion' ? duty : false;
  let prohibited: boolean;
  if (!operative || !ban || c.situation === 'wants-support') prohibited = false;
  else if (c.situation === 'already-excluded') prohibited = c['excluded-before-operative'] === 'no';
  else prohibited = true;

  const asked: (keyof Case)[] = ['early-childhood', 'situation', 'program-status'];
  if (c['program-status'] === 'recorded' || c['program-status'] === 'exempt') asked.push('public-funding');
  if (c.situation === 'already-excluded' && operative && ban) asked.push('excluded-before-operative');

  const found = OUTCOMES.find(([must, forbidden]) => must === mustRequest && forbidden === prohibited);
  if (!found) throw new Error('a case without an outcome');
  const [, , outcome, row, cites] = found;
  return { outcome, row, cites, mustRequest, prohibited, asked: [...asked, ...ends] };
}

/** Every answer to every question. */
export const ANSWERS: { readonly [Q in keyof Case]: readonly Case[Q][] } = {
  'early-childhood': ['yes', 'no'],
  situation: ['facing-expulsion', 'facing-suspension', 'already-excluded', 'wants-support'],
  'program-status': ['certified', 'registered', 'recorded', 'exempt'],
  'public-funding': ['delc-state-funds', 'other-public-funds', 'none'],
  'excluded-before-operative': ['yes', 'no'],
  role: ['parent', 'program-staff', 'ccrr-or-partner'],
  'needs-accommodation': ['yes', 'no'],
};

/** A registered home where a child may be expelled: each test changes what it is about. */
export const plainCase: Case = {
  'early-childhood': 'yes',
  situation: 'facing-expulsion',
  'program-status': 'registered',
  'public-funding': 'none',
  'excluded-before-operative': 'no',
  role: 'parent',
  'needs-accommodation': 'no',
};

/** Every case that a base allows when the questions named are left open. */
export function* everyCase(base: Case, open: readonly (keyof Case)[]): Generator<Case> {
  const [name, ...rest] = open;
  if (name === undefined) {
    yield base;
    return;
  }
  for (const answer of ANSWERS[name]) yield* everyCase({ ...base, [name]: answer }, rest);
}

/** Every combination of answers there is. */
export function allCases(): Generator<Case> {
  return everyCase(plainCase, Object.keys(ANSWERS) as (keyof Case)[]);
}
