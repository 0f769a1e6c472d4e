import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { figures } from '../../../knowledge/figures.js';
import { locate, type Position } from '../../../dialogs/engine/explore.js';
import type { Advice, Answers, FlowLaw } from '../../../dialogs/engine/flow.js';
import { expulsionPrevention as flow } from '../../../dialogs/flows/expulsion-prevention/index.js';
import { resultView } from '../../../dialogs/conversation/result.js';
import { builtKnowledge, ROOT } from '../../knowledge/built.js';
import { allCases, ANSWERS, BAN_DAY, decide, everyCase, plainCase, type Case } from './expulsion-prevention.table.js';

type Result = Extract<Position, { kind: 'result' }>;

const EVE = '2026-06-30';
const DAYS = ['2024-01-01', EVE, BAN_DAY, '2026-11-21'] as const;
const QUESTIONS = Object.keys(ANSWERS) as (keyof Case)[];
/** What the law turns on; the other questions change the steps alone. */
const LAW_QUESTIONS = QUESTIONS.filter((name) => name !== 'role' && name !== 'needs-accommodation');
const lawOn = (asOf: string): FlowLaw => ({ asOf, figures: figures(asOf) });

/** Answers as a person does: only what is asked, until there is a result. */
function play(c: Case, day: string, notSure: readonly string[] = []): { result: Result; answers: Answers } {
  const answers: Record<string, string> = {};
  for (let asked = 0; asked < 10; asked += 1) {
    const position = locate(flow, answers, lawOn(day));
    if (position.kind === 'result') return { result: position, answers };
    expect(answers, `${position.question} is asked twice`).not.toHaveProperty(position.question);
    answers[position.question] = notSure.includes(position.question) ? 'not-sure' : c[position.question as keyof Case];
  }
  throw new Error('no end');
}

beforeAll(async () => {
  await builtKnowledge();
});

const adviceOf = (result: Result, day: string): Advice => {
  const { outcome, endings, facts } = result;
  const rows = endings.map((e) => e.row);
  return flow.advise({ outcome, rows, endings: endings.map((e) => e.id), facts, law: lawOn(day), elsewhere: {} });
};
const citesOf = (result: Result): string[] => result.endings.flatMap((e) => [...e.cites]);
const keysOf = (change: Partial<Case>, day: string, notSure: readonly string[] = []): string[] =>
  adviceOf(play({ ...plainCase, ...change }, day, notSure).result, day).items.map((item) => item.key);
const derivedOf = (change: Partial<Case>, day: string, notSure: readonly string[] = []): Advice['derived'] =>
  adviceOf(play({ ...plainCase, ...change }, day, notSure).result, day).derived;

const boundaries: [string, Partial<Case>, string, string][] = [
  [
    'a school-age program is for the department to say (600(4)(g))',
    { 'early-childhood': 'no' },
    BAN_DAY,
    'ask-department',
  ],
  ['a registered home, expulsion, on the eve of the ban: must request (600(4)(g))', {}, EVE, 'must-request'],
  [
    'a registered home, expulsion, on the day of the ban: both (600(4)(g), 625)',
    {},
    BAN_DAY,
    'prohibited-and-must-request',
  ],
  ['a certified program, expulsion: must request (600(4)(g))', { 'program-status': 'certified' }, EVE, 'must-request'],
  [
    'a certified program on the day of the ban: both (625)',
    { 'program-status': 'certified' },
    BAN_DAY,
    'prohibited-and-must-request',
  ],
  [
    'a recorded program without public money: may request (600(3)(c), (f))',
    { 'program-status': 'recorded' },
    BAN_DAY,
    'may-request',
  ],
  [
    'a recorded program with federal money alone: the duty, not the ban (600(4)(g), 625)',
    { 'program-status': 'recorded', 'public-funding': 'other-public-funds' },
    BAN_DAY,
    'must-request',
  ],
  [
    'a recorded program with state money from DELC: both (625)',
    { 'program-status': 'recorded', 'public-funding': 'delc-state-funds' },
    BAN_DAY,
    'prohibited-and-must-request',
  ],
  [
    'exempt care with state money from DELC, on the eve: the duty alone (625#Note)',
    { 'program-status': 'exempt', 'public-funding': 'delc-state-funds' },
    EVE,
    'must-request',
  ],
  ['exempt care without public money: may request (600(3)(c))', { 'program-status': 'exempt' }, BAN_DAY, 'may-request'],
  [
    'a suspension is no potential expulsion: no duty (600(4)(g))',
    { situation: 'facing-suspension' },
    EVE,
    'may-request',
  ],
  [
    'a suspension from the day of the ban is forbidden (625)',
    { situation: 'facing-suspension' },
    BAN_DAY,
    'prohibited',
  ],
  [
    'a suspension by an exempt program with federal money is not (625)',
    { situation: 'facing-suspension', 'program-status': 'exempt', 'public-funding': 'other-public-funds' },
    BAN_DAY,
    'may-request',
  ],
  [
    'put out before the ban: may request (625#Note)',
    { situation: 'already-excluded', 'excluded-before-operative': 'yes' },
    BAN_DAY,
    'may-request',
  ],
  ['put out on or after the day of the ban: forbidden (625)', { situation: 'already-excluded' }, BAN_DAY, 'prohibited'],
  [
    'put out, asked on the eve of the ban: may request (625#Note)',
    { situation: 'already-excluded' },
    EVE,
    'may-request',
  ],
  [
    'put out of a recorded program with state money from DELC: forbidden (625)',
    { situation: 'already-excluded', 'program-status': 'recorded', 'public-funding': 'delc-state-funds' },
    BAN_DAY,
    'prohibited',
  ],
  ['support alone is neither duty nor ban (600(3)(c), (f))', { situation: 'wants-support' }, BAN_DAY, 'may-request'],
];

describe('expulsion-prevention: the table of ORS 329A.600(4)(g) and 329A.625', () => {
  it.each(DAYS)(
    'gives, on %s, for every combination of answers, the one outcome of its row, and asks only its questions',
    async (day) => {
      const { law: sources } = await builtKnowledge();
      let walked = 0;
      const reached = new Set<string>();
      for (const c of allCases()) {
        walked += 1;
        const expected = decide(c, day);
        const { result, answers } = play(c, day);
        const found = {
          outcome: result.outcome,
          rows: result.endings.map((e) => e.row),
          cites: citesOf(result),
          asked: Object.keys(answers),
        };
        const wanted = {
          outcome: expected.outcome,
          rows: [expected.row],
          cites: expected.cites,
          asked: expected.asked,
        };
        if (JSON.stringify(found) !== JSON.stringify(wanted)) expect(found, JSON.stringify(c)).toEqual(wanted);
        const { mustRequest, prohibited } = expected;
        const derived = adviceOf(result, day).derived;
        if (
          derived['mustRequest'] !== (mustRequest ?? undefined) ||
          derived['prohibited'] !== (prohibited ?? undefined)
        )
          expect(derived, JSON.stringify(c)).toEqual({ mustRequest, prohibited });
        reached.add(JSON.stringify([result.outcome, found.cites]));
      }
      expect(walked).toBe(2 * 4 * 4 * 3 * 2 * 3 * 2);
      const outcomes = [...reached].map((text) => JSON.parse(text) as [string, string[]]);
      expect(outcomes.map(([outcome]) => outcome).sort()).toEqual(
        day < BAN_DAY
          ? ['ask-department', 'may-request', 'must-request']
          : ['ask-department', 'may-request', 'must-request', 'prohibited', 'prohibited-and-must-request'],
      );
      for (const id of outcomes.flatMap(([, cites]) => cites)) {
        const provision = sources.at(id, day);
        expect(provision, id).toBeDefined();
        if (provision) expect(sources.status(provision, day), id).toBe('in-force');
      }
    },
  );

  it.each(boundaries)('%s', (_name, change, day, outcome) => {
    const c = { ...plainCase, ...change };
    expect(decide(c, day).outcome).toBe(outcome);
    expect(play(c, day).result.outcome).toBe(outcome);
  });

  it('is decided by every one of its guards: without any one, some case comes out wrong', () => {
    const endingsOf = (result: Result): string => result.endings.map((e) => e.id).join();
    const endings = boundaries.map(([, change, day]) => endingsOf(play({ ...plainCase, ...change }, day).result));
    for (const [name, rule] of Object.entries(flow.rules)) {
      const whole = rule.holds;
      (rule as { holds: typeof whole }).holds = () => false;
      try {
        const differs = boundaries.some(([, change, day], i) => {
          const c = { ...plainCase, ...change };
          const expected = decide(c, day);
          // A day of its own, so that nothing remembered from the whole machine is used.
          const broken: FlowLaw = { asOf: `${day} without ${name}`, figures: figures(day) };
          const answers = Object.fromEntries(Object.entries(c)) as Answers;
          const position = locate(flow, answers, broken);
          return (
            position.kind !== 'result' ||
            position.outcome !== expected.outcome ||
            citesOf(position).join() !== expected.cites.join() ||
            position.visited.join() !== expected.asked.join() ||
            endingsOf(position) !== endings[i]
          );
        });
        expect(differs, name).toBe(true);
      } finally {
        (rule as { holds: typeof whole }).holds = whole;
      }
    }
  });
});

describe('expulsion-prevention: no question is needless', () => {
  /** All that a person gets to see of a result, beside the answers themselves. */
  const seen = (c: Case, day: string): string => {
    const { result } = play(c, day);
    return JSON.stringify([result.outcome, result.endings, adviceOf(result, day)]);
  };

  it.each([EVE, BAN_DAY])('on %s, each question on each path has two answers with different results', (day) => {
    const signs = new Map<string, string>();
    const sign = (c: Case): string => {
      const key = JSON.stringify(QUESTIONS.map((name) => c[name]));
      const sign = signs.get(key) ?? seen(c, day);
      signs.set(key, sign);
      return sign;
    };
    const open = new Set<string>();
    const proved = new Set<string>();
    for (const c of allCases()) {
      const { asked } = decide(c, day);
      asked.forEach((question, i) => {
        const place = JSON.stringify([...asked.slice(0, i).map((name) => c[name]), question]);
        open.add(place);
        if (proved.has(place)) return;
        if (ANSWERS[question].some((answer) => sign({ ...c, [question]: answer }) !== sign(c))) proved.add(place);
      });
    }
    expect([...open].filter((place) => !proved.has(place))).toEqual([]);
    expect(open.size).toBeGreaterThan(100);
  });

  it('asks what a licensed program is funded by never, and the day only where the ban can turn on it', () => {
    const asked = (change: Partial<Case>, day: string): string[] =>
      Object.keys(play({ ...plainCase, ...change }, day).answers);
    expect(asked({}, BAN_DAY)).not.toContain('public-funding');
    expect(asked({ situation: 'already-excluded' }, BAN_DAY)).toContain('excluded-before-operative');
    expect(asked({ situation: 'already-excluded' }, EVE)).not.toContain('excluded-before-operative');
    expect(asked({ situation: 'facing-expulsion' }, BAN_DAY)).not.toContain('excluded-before-operative');
    expect(
      asked(
        { situation: 'already-excluded', 'program-status': 'exempt', 'public-funding': 'other-public-funds' },
        BAN_DAY,
      ),
    ).not.toContain('excluded-before-operative');
  });
});

describe('expulsion-prevention: not sure', () => {
  const bases: Case[] = [
    plainCase,
    { ...plainCase, 'early-childhood': 'no' },
    { ...plainCase, situation: 'facing-suspension', 'program-status': 'recorded' },
    { ...plainCase, situation: 'already-excluded', 'program-status': 'exempt', 'public-funding': 'delc-state-funds' },
    { ...plainCase, situation: 'already-excluded', 'excluded-before-operative': 'yes' },
    { ...plainCase, situation: 'wants-support', 'program-status': 'exempt', 'public-funding': 'other-public-funds' },
  ];
  const subsets = LAW_QUESTIONS.reduce<(keyof Case)[][]>(
    (sets, name) => [...sets, ...sets.map((set) => [...set, name])],
    [[]],
  );

  it.each([EVE, BAN_DAY])('on %s agrees with the table over every set of open facts', (day) => {
    for (const base of bases) {
      for (const open of subsets) {
        const { result } = play(base, day, open);
        const expected = new Set([...everyCase(base, open)].map((c) => decide(c, day).outcome));
        const actual = new Set(
          result.outcome === 'depends' ? result.possibilities.map((p) => p.outcome) : [result.outcome],
        );
        const label = `${JSON.stringify(base)} open: ${open.join()}`;
        expect([...actual].sort(), label).toEqual([...expected].sort());
        const derived = adviceOf(result, day).derived;
        for (const fact of ['mustRequest', 'prohibited'] as const) {
          const values = new Set([...everyCase(base, open)].map((c) => decide(c, day)[fact]));
          const value = values.size === 1 ? [...values][0] : null;
          expect(derived[fact], `${fact} of ${label}`).toBe(value ?? undefined);
        }
      }
    }
  });

  it('says what to find out: the day on which the child was put out (625#Note)', () => {
    const { result } = play({ ...plainCase, situation: 'already-excluded' }, BAN_DAY, ['excluded-before-operative']);
    expect(result.outcome).toBe('depends');
    expect(result.possibilities).toEqual([
      { outcome: 'prohibited', when: { 'excluded-before-operative': 'no' } },
      { outcome: 'may-request', when: { 'excluded-before-operative': 'yes' } },
    ]);
  });

  it('says what follows from a subsidy of unknown source', () => {
    const { result } = play({ ...plainCase, 'program-status': 'exempt' }, BAN_DAY, ['public-funding']);
    expect(result.possibilities).toEqual([
      { outcome: 'prohibited-and-must-request', when: { 'public-funding': 'delc-state-funds' } },
      { outcome: 'must-request', when: { 'public-funding': 'other-public-funds' } },
      { outcome: 'may-request', when: { 'public-funding': 'none' } },
    ]);
  });

  it('is never made to depend by the role or by an accommodation', () => {
    for (const day of [EVE, BAN_DAY]) {
      for (const c of everyCase(plainCase, LAW_QUESTIONS)) {
        const { result, answers } = play(c, day, ['role', 'needs-accommodation']);
        expect(result.outcome, JSON.stringify(c)).toBe(decide(c, day).outcome);
        expect(result.possibilities).toEqual([]);
        expect(answers).toMatchObject({ role: 'not-sure', 'needs-accommodation': 'not-sure' });
      }
    }
  });

  it('answers even when nothing is known', () => {
    const { result } = play(plainCase, BAN_DAY, QUESTIONS);
    expect(result.outcome).toBe('depends');
    expect(new Set(result.possibilities.map((p) => p.outcome))).toEqual(
      new Set(['ask-department', 'prohibited-and-must-request', 'must-request', 'prohibited', 'may-request']),
    );
  });
});

describe('expulsion-prevention: steps and notices', () => {
  const steps = (change: Partial<Case>, day = BAN_DAY, notSure: readonly string[] = []): string[] =>
    adviceOf(play({ ...plainCase, ...change }, day, notSure).result, day)
      .items.filter((item) => item.section === 'steps')
      .map((item) => item.key);

  it('tells staff to request first, then to keep the place, then coaching (600(4)(g), 625, 120(2)(a))', () => {
    expect(steps({ role: 'program-staff' })).toEqual(['staff-must-request', 'staff-ban', 'staff-coaching']);
    expect(steps({ role: 'program-staff' }, EVE)).toEqual(['staff-must-request', 'staff-coaching']);
    expect(steps({ role: 'program-staff', situation: 'already-excluded' })).toEqual([
      'staff-may-request',
      'staff-ban-broken',
      'staff-coaching',
    ]);
  });

  it('tells a parent to ask the program, to show the ban, of referrals and complaints (120(2)(b), 390(4))', () => {
    expect(steps({})).toEqual(['parent-must-request', 'parent-show-ban', 'parent-referral', 'complaint']);
    expect(steps({ situation: 'wants-support' })).toEqual(['parent-may-request', 'parent-referral', 'complaint']);
  });

  it('tells a partner to help the program ask, of coaching, referrals and complaints', () => {
    expect(steps({ role: 'ccrr-or-partner' })).toEqual([
      'partner-must-request',
      'partner-coaching',
      'partner-referral',
      'complaint',
    ]);
  });

  it('gives the steps of every role where the role is not sure', () => {
    const all = steps({}, BAN_DAY, ['role']);
    for (const role of ANSWERS.role) for (const key of steps({ role })) expect(all).toContain(key);
    expect(new Set(all).size).toBe(all.length);
  });

  it('speaks of complaints unless exempt care is paid for without public money (390(4))', () => {
    expect(steps({ 'program-status': 'exempt' })).not.toContain('complaint');
    expect(steps({ 'program-status': 'exempt', 'public-funding': 'other-public-funds' })).toContain('complaint');
    expect(steps({ 'program-status': 'exempt' }, BAN_DAY, ['public-funding'])).toContain('complaint');
    expect(steps({ 'program-status': 'recorded' })).toContain('complaint');
    expect(steps({ role: 'program-staff' })).not.toContain('complaint');
  });

  it('protects a parent who spoke up at certified and registered programs alone (348(2)(d), 994)', () => {
    for (const status of ANSWERS['program-status']) {
      const keys = keysOf({ 'program-status': status }, BAN_DAY);
      const licensed = status === 'certified' || status === 'registered';
      expect(keys.includes('disclosure-protected'), status).toBe(licensed);
      expect(keys.includes('disclosure-penalty'), status).toBe(licensed);
    }
    expect(keysOf({}, BAN_DAY, ['program-status'])).toContain('disclosure-protected');
    expect(keysOf({ role: 'program-staff' }, BAN_DAY)).not.toContain('disclosure-protected');
  });

  it('warns staff of a registered home of the renewal (330(5)(d)), of a certified one of its rules (280(2))', () => {
    const staff = { role: 'program-staff' } as const;
    expect(keysOf(staff, EVE)).toContain('registered-renewal');
    expect(keysOf(staff, EVE)).not.toContain('certified-family-rules');
    expect(keysOf({ ...staff, 'program-status': 'certified' }, EVE)).toContain('certified-family-rules');
    expect(keysOf({ ...staff, 'program-status': 'certified' }, EVE)).not.toContain('registered-renewal');
    expect(keysOf({ ...staff, 'program-status': 'recorded' }, EVE)).not.toContain('registered-renewal');
    expect(keysOf({}, EVE)).not.toContain('registered-renewal');
  });

  it('names Inclusive Partners to every role that may need an accommodation, and to nobody else', () => {
    for (const role of ANSWERS.role) {
      expect(steps({ role, 'needs-accommodation': 'yes' })).toContain('inclusive-partners');
      expect(steps({ role }, BAN_DAY, ['needs-accommodation'])).toContain('inclusive-partners');
      expect(steps({ role })).not.toContain('inclusive-partners');
    }
    expect(steps({ 'early-childhood': 'no', 'needs-accommodation': 'yes' })).toContain('inclusive-partners');
  });

  it('names the ban to come before its day, only where it would apply (625#Note)', () => {
    expect(keysOf({}, EVE)).toContain('ban-later');
    expect(keysOf({ situation: 'facing-suspension' }, EVE)).toContain('ban-later');
    expect(keysOf({}, BAN_DAY)).not.toContain('ban-later');
    expect(keysOf({ 'program-status': 'exempt', 'public-funding': 'delc-state-funds' }, EVE)).toContain('ban-later');
    expect(keysOf({ 'program-status': 'exempt', 'public-funding': 'other-public-funds' }, EVE)).not.toContain(
      'ban-later',
    );
    expect(keysOf({ situation: 'already-excluded' }, EVE)).toContain('ban-not-back');
    expect(keysOf({ situation: 'already-excluded' }, EVE)).not.toContain('ban-later');
  });

  it('says from the day of the ban that the rules stand side by side (600(4)(g), 330(5)(d), 625)', () => {
    expect(keysOf({}, EVE)).not.toContain('side-by-side');
    expect(keysOf({}, BAN_DAY)).toContain('side-by-side');
    const item = adviceOf(play(plainCase, BAN_DAY).result, BAN_DAY).items.find((i) => i.key === 'side-by-side');
    expect(item?.cites).toEqual(['ORS 329A.600(4)(g)', 'ORS 329A.330(5)(d)', 'ORS 329A.625']);
    expect(keysOf({ 'program-status': 'recorded' }, BAN_DAY)).not.toContain('side-by-side');
  });

  it('says of the duty what is true of this program where it is not due now (600(4)(g))', () => {
    expect(keysOf({}, BAN_DAY).filter((key) => key.startsWith('duty-'))).toEqual([]);
    expect(keysOf({ situation: 'wants-support' }, BAN_DAY)).toContain('duty-if-expulsion');
    expect(keysOf({ situation: 'facing-suspension' }, BAN_DAY)).toContain('duty-if-expulsion');
    expect(keysOf({ situation: 'already-excluded' }, BAN_DAY)).toContain('duty-came-before');
    expect(keysOf({ 'program-status': 'exempt' }, BAN_DAY)).toContain('duty-not-here');
    expect(keysOf({ 'program-status': 'exempt' }, BAN_DAY, ['public-funding'])).toContain('duty-covers');
  });

  it('says of the ban what is true of this program where it does not decide (625)', () => {
    const exempt = { 'program-status': 'exempt' } as const;
    expect(keysOf(exempt, BAN_DAY)).toContain('ban-not-here');
    expect(keysOf(exempt, EVE)).toContain('ban-not-here-later');
    expect(keysOf(exempt, BAN_DAY, ['public-funding'])).toContain('ban-covers');
    expect(keysOf(exempt, EVE, ['public-funding'])).toContain('ban-covers-later');
    expect(keysOf({ situation: 'wants-support' }, BAN_DAY)).toContain('ban-if');
    expect(keysOf({ situation: 'already-excluded', 'excluded-before-operative': 'yes' }, BAN_DAY)).toContain(
      'ban-not-back',
    );
    expect(keysOf({}, BAN_DAY).filter((key) => key.startsWith('ban-'))).toEqual([]);
  });

  it('has reasons of their own where the child is out already, with the same rows (600(4)(g), 625)', () => {
    const ends = (change: Partial<Case>, day: string) => play({ ...plainCase, ...change }, day).result.endings;
    const ids = (change: Partial<Case>, day: string) => ends(change, day).map((e) => `${e.row} ${e.id}`);
    const out = { situation: 'already-excluded' } as const;
    expect(ids(out, BAN_DAY)).toEqual(['4 row-4-excluded']);
    expect(ids({ ...out, 'excluded-before-operative': 'yes' }, BAN_DAY)).toEqual(['5 row-5-excluded']);
    expect(ids(out, EVE)).toEqual(['5 row-5-excluded']);
    expect(ids({ situation: 'facing-suspension' }, BAN_DAY)).toEqual(['4 row-4']);
    expect(keysOf({ ...out, 'excluded-before-operative': 'yes' }, BAN_DAY)).toEqual(
      expect.arrayContaining(['duty-came-before', 'ban-not-back']),
    );
  });

  it('says the penalty right after what it is for (994)', () => {
    const said = keysOf({}, BAN_DAY);
    expect(said[said.indexOf('disclosure-protected') + 1]).toBe('disclosure-penalty');
    const items = adviceOf(play(plainCase, BAN_DAY).result, BAN_DAY).items;
    expect(items.find((item) => item.key === 'disclosure-penalty')?.section).toBe('know');
  });

  it('leaves a fact out of `derived` where the open answers differ on it, and keeps the other', () => {
    const exempt = { 'program-status': 'exempt' } as const;
    expect(derivedOf({}, BAN_DAY)).toEqual({ mustRequest: true, prohibited: true });
    expect(derivedOf(exempt, EVE, ['public-funding'])).toEqual({ prohibited: false });
    expect(derivedOf({}, BAN_DAY, ['situation'])).toEqual({});
    expect(derivedOf({ situation: 'already-excluded' }, BAN_DAY, ['excluded-before-operative'])).toEqual({
      mustRequest: false,
    });
    expect(derivedOf({ 'early-childhood': 'no' }, BAN_DAY)).toEqual({});
  });

  it('puts the law’s own words behind every sentence, and says where the sources stop', async () => {
    const { law: sources } = await builtKnowledge();
    const cited = new Set<string>();
    for (const day of [EVE, BAN_DAY]) {
      for (const notSure of [[], ['role', 'needs-accommodation'], QUESTIONS]) {
        for (const c of everyCase(plainCase, LAW_QUESTIONS)) {
          const { items } = adviceOf(play(c, day, notSure).result, day);
          expect(items.map((item) => item.section)).toContain('stops');
          expect(items.filter((item) => item.cites.length === 0)).toEqual([]);
          expect(new Set(items.map((item) => item.key)).size).toBe(items.length);
          for (const item of items) for (const id of item.cites) cited.add(id);
        }
      }
      for (const question of Object.values(flow.questions)) for (const id of question.why) cited.add(id);
      for (const rule of Object.values(flow.rules)) for (const id of rule.cites) cited.add(id);
      for (const id of cited) expect(sources.at(id, day), id).toBeDefined();
    }
  });
});

describe('expulsion-prevention: the law at a date', () => {
  const view = async (change: Partial<Case>, day: string) => {
    const { law: sources } = await builtKnowledge();
    const { result, answers } = play({ ...plainCase, ...change }, day);
    return resultView(flow, result, answers, day, sources);
  };
  const banFrom = (outcome: string) => [{ from: BAN_DAY, outcome }];

  it('says on the eve that from the next day the ban holds too (625#Note)', async () => {
    expect((await view({}, EVE)).later).toEqual(banFrom('prohibited-and-must-request'));
    expect((await view({ situation: 'facing-suspension' }, EVE)).later).toEqual(banFrom('prohibited'));
    expect(
      (await view({ 'program-status': 'recorded', 'public-funding': 'delc-state-funds' }, '2024-01-01')).later,
    ).toEqual(banFrom('prohibited-and-must-request'));
  });

  it('says nothing of a later day where the ban would not apply, or holds already (625)', async () => {
    expect((await view({ 'program-status': 'exempt', 'public-funding': 'other-public-funds' }, EVE)).later).toEqual([]);
    expect((await view({ situation: 'wants-support' }, EVE)).later).toEqual([]);
    expect((await view({ situation: 'already-excluded' }, EVE)).later).toEqual([]);
    expect((await view({ 'early-childhood': 'no' }, EVE)).later).toEqual([]);
    expect((await view({}, BAN_DAY)).later).toEqual([]);
  });

  it('shows 625 as pending on the eve and as in force on its day', async () => {
    const status = async (day: string) =>
      (await view({}, day)).citations.find((c) => c.provision.id === 'ORS 329A.625')?.status;
    expect(await status(EVE)).toBe('pending');
    expect(await status(BAN_DAY)).toBe('in-force');
  });

  it('says which answers would have changed the outcome', async () => {
    const { conditions } = await view({}, BAN_DAY);
    expect(conditions.find((c) => c.question === 'situation')?.turns).toEqual([
      { condition: 'facing-suspension', outcome: 'prohibited' },
      { condition: 'already-excluded', outcome: null },
      { condition: 'wants-support', outcome: 'may-request' },
    ]);
    expect(conditions.map((c) => c.question)).not.toContain('role');
  });
});

describe('expulsion-prevention: the words', () => {
  const words = JSON.parse(readFileSync(join(ROOT, 'locales', 'en', 'expulsion-prevention.json'), 'utf8')) as Record<
    string,
    Record<string, unknown>
  >;

  /** Every message with its key, without the phrases that people type. */
  function* messages(node: unknown, path: string): Generator<[string, string]> {
    if (typeof node === 'string') yield [path, node];
    else if (node && typeof node === 'object')
      for (const [key, value] of Object.entries(node))
        if (key !== 'synonyms' && key !== 'start') yield* messages(value, path ? `${path}.${key}` : key);
  }

  it('word every question, answer, outcome, ending and sentence, and nothing else', () => {
    const asked = words['question'] as Record<string, { answers: object }>;
    expect(Object.keys(asked)).toEqual(Object.keys(flow.questions));
    for (const [name, answers] of Object.entries(ANSWERS))
      expect(Object.keys(asked[name]?.answers ?? {}), name).toEqual([...answers]);

    const outcomes = new Set(['depends']);
    const endings = new Set<string>();
    const keys = new Set<string>();
    for (const day of [EVE, BAN_DAY]) {
      for (const notSure of [[], ['role', 'needs-accommodation'], ['situation'], ['public-funding'], QUESTIONS]) {
        for (const c of everyCase(plainCase, [...LAW_QUESTIONS, 'role'])) {
          const { result } = play(c, day, notSure);
          outcomes.add(result.outcome);
          for (const e of result.endings) endings.add(e.id);
          for (const { key } of adviceOf(result, day).items) keys.add(key);
        }
      }
    }
    expect(Object.keys(words['outcome'] ?? {}).sort()).toEqual([...outcomes].sort());
    expect(Object.keys(words['outcome-short'] ?? {}).sort()).toEqual([...outcomes].sort());
    expect(Object.keys(words['reason'] ?? {}).sort()).toEqual([...endings].sort());
    expect(Object.keys(words['advice'] ?? {}).sort()).toEqual(
      [...keys, 'inclusive-partners', 'no-inclusive-form'].filter((k, i, all) => all.indexOf(k) === i).sort(),
    );
  });

  it('hold no figure or date of their own, and no long sentence', () => {
    const known = new Set(Object.keys(figures(BAN_DAY)));
    for (const [key, text] of messages(words, '')) {
      for (const [, name] of text.matchAll(/\{\{([^}]+)\}\}/g)) expect(known.has(name as string), key).toBe(true);
      const bare = text.replace(/\{\{[^}]+\}\}/g, 'X');
      expect(bare, key).not.toMatch(/\d/);
      expect(bare, key).not.toMatch(
        /\b(two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|seventeen|hundred|January|July|December)\b/i,
      );
      for (const sentence of bare.split(/(?<=[.?!][”’]?)\s+/))
        expect(sentence.split(/\s+/).length, `${key}: ${sentence}`).toBeLessThanOrEqual(20);
    }
  });
});
