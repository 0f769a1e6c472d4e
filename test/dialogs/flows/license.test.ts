import { describe, expect, it } from 'vitest';
import { figures } from '../../../knowledge/figures.js';
import { locate, type Position } from '../../../dialogs/engine/explore.js';
import { fits } from '../../../dialogs/engine/answers.js';
import type { Answers, FlowLaw } from '../../../dialogs/engine/flow.js';
import { license } from '../../../dialogs/flows/license/index.js';
import { builtKnowledge } from '../../knowledge/built.js';
import { decide, plainProgram, rows, type Program } from './license.table.js';

const DAY = '2026-11-21';
const lawOn = (asOf: string): FlowLaw => ({ asOf, figures: figures(asOf) });
type Result = Extract<Position, { kind: 'result' }>;
type Key = keyof Program;

/** Numbers on both sides of each boundary; few where the path there was walked already. */
const numbers = (question: Key, facts: Answers): readonly number[] => {
  const deep = facts['program-type'] === 'general' || facts['school-age-only'] === 'yes';
  switch (question) {
    case 'hours-per-day':
    case 'child-hours-per-day':
      return [0, 4, 4.5];
    case 'hours-per-week':
      return [8, 8.5];
    case 'other-children':
      return deep ? [0, 3, 4, 6, 7, 10, 11, 16, 17] : [3, 4, 17];
    case 'resident-counted':
      return deep ? [0, 1, 3, 6, 7, 12, 13] : [0, 7];
    case 'under-school-age':
      return deep ? [0, 2, 3, 6, 7] : [2, 7];
    case '24-months-or-younger':
      return [0, 2, 3];
    default:
      return [];
  }
};

/** Walks every path that the machine can ask, with all choices and the numbers above. */
function* everyPath(asOf: string, answers: Answers = {}): Generator<{ answers: Answers; result: Result }> {
  const law = lawOn(asOf);
  const position = locate(license, answers, law);
  if (position.kind === 'result') {
    yield { answers, result: position };
    return;
  }
  const name = position.question as Key;
  const question = license.questions[name];
  if (!question) throw new Error(name);
  const values = question.input === 'choice' ? question.answers : numbers(name, answers);
  for (const value of values) {
    if (!fits(question, position.facts, value)) continue;
    yield* everyPath(asOf, { ...answers, [name]: value });
  }
}

/** Answers as a person does: only what is asked, until there is a result. */
function play(program: Program, notSure: readonly string[] = [], asOf = DAY): Result {
  const answers: Record<string, string | number> = {};
  for (let asked = 0; asked < 30; asked += 1) {
    const position = locate(license, answers, lawOn(asOf));
    if (position.kind === 'result') return position;
    expect(answers, `${position.question} is asked twice`).not.toHaveProperty(position.question);
    const value = program[position.question as Key];
    answers[position.question] = notSure.includes(position.question) ? 'not-sure' : value;
  }
  throw new Error('no end');
}

const changed = (change: Partial<Program>): Program => ({ ...plainProgram, ...change });

describe('license: the table', () => {
  it('gives, on every path, the one outcome of its row, whatever was not asked, with what the row must cite', async () => {
    const { law: sources } = await builtKnowledge();
    const others: Program[] = [
      plainProgram,
      changed({
        'primarily-educational': 'yes',
        'hours-per-day': 3,
        'child-hours-per-day': 3,
        'school-age-only': 'yes',
        'out-of-school-hours': 'yes',
        'replaces-parent-care': 'no',
        'hours-per-week': 2,
        'organized-club': 'yes',
        'coop-conditions': 'yes',
        'parent-activity': 'facility-activity-or-nonwork',
        'other-children': 2,
        'one-family': 'yes',
        'resident-counted': 0,
        'under-school-age': 0,
        '24-months-or-younger': 0,
      }),
    ];
    const reached = new Set<number>();
    let walked = 0;
    for (const asOf of ['2025-06-30', '2025-07-01', DAY]) {
      for (const { answers, result } of everyPath(asOf)) {
        walked += 1;
        for (const filling of others) {
          const program = { ...filling, ...answers };
          // A part is never more than its whole, also where the part was not asked.
          program['under-school-age'] = Math.min(
            program['under-school-age'],
            program['other-children'] + program['resident-counted'],
          );
          if (answers['24-months-or-younger'] === undefined)
            program['24-months-or-younger'] = Math.min(program['24-months-or-younger'], program['under-school-age']);
          else if (answers['under-school-age'] === undefined)
            program['under-school-age'] = Math.max(program['under-school-age'], program['24-months-or-younger']);
          const row = decide(program, asOf);
          if (result.outcome !== row.outcome || result.endings[0]?.row !== row.row) {
            expect.fail(
              `${asOf} ${JSON.stringify(answers)}: row ${result.endings[0]?.row} (${result.outcome}), the table says ${row.row} (${row.outcome})`,
            );
          }
        }
        const row = rows.find((r) => r.row === result.endings[0]?.row);
        expect(result.endings).toHaveLength(1);
        const cites = result.endings[0]?.cites ?? [];
        for (const id of row?.cites ?? ['no row']) if (!cites.includes(id)) expect.fail(`row ${row?.row} lacks ${id}`);
        if (!reached.has(row?.row ?? 0)) {
          for (const id of cites) {
            const provision = sources.at(id, asOf);
            expect(provision && sources.status(provision, asOf), `${id} on ${asOf}`).toBe('in-force');
          }
        }
        reached.add(row?.row ?? 0);
      }
    }
    expect(walked).toBeGreaterThan(3_000);
    expect([...reached].sort((a, b) => a - b)).toEqual(rows.map((r) => r.row));
  }, 120_000);

  const preschool = { 'program-type': 'preschool-educational', 'primarily-educational': 'yes' } as const;
  const youth = {
    'program-type': 'school-age-youth-development',
    'school-age-only': 'yes',
    'out-of-school-hours': 'yes',
    'replaces-parent-care': 'no',
  } as const;
  const boundaries: [string, Partial<Program>, number, string?][] = [
    ['educational preschool of four hours: record (250(9))', { ...preschool, 'hours-per-day': 4 }, 1],
    [
      'four and a half hours, no child longer than four: ask (250(9))',
      { ...preschool, 'hours-per-day': 4.5, 'child-hours-per-day': 4 },
      2,
    ],
    [
      'four and a half hours, one child as long: certify or register',
      { ...preschool, 'hours-per-day': 4.5, 'child-hours-per-day': 4.5 },
      16,
    ],
    [
      'educational preschool of a city, four hours: ask (255(1))',
      { ...preschool, 'hours-per-day': 4, operator: 'government' },
      2,
    ],
    [
      'educational preschool of a school district, all day (250(5)(d)(A))',
      { ...preschool, operator: 'school-district' },
      3,
    ],
    ['licensed residential facility (250(5)(e))', { 'program-type': 'licensed-residential' }, 4],
    ['youth development of a private body: record (250(13))', youth, 5],
    ['youth development of a city: record (250(13))', { ...youth, operator: 'government' }, 5],
    ['youth development of a school district: not required (250(13)(a))', { ...youth, operator: 'school-district' }, 3],
    ['youth development that takes a parent’s place', { ...youth, 'replaces-parent-care': 'yes' }, 16],
    [
      'youth development of a city that takes a parent’s place (250(5)(d))',
      { ...youth, operator: 'government', 'replaces-parent-care': 'yes' },
      6,
    ],
    [
      'enrichment of eight hours a week in a parent’s place (250(5)(b))',
      { 'program-type': 'single-enrichment', 'school-age-only': 'yes', 'hours-per-week': 8 },
      7,
    ],
    [
      'enrichment of eight and a half hours a week',
      { 'program-type': 'single-enrichment', 'school-age-only': 'yes', 'hours-per-week': 8.5 },
      16,
    ],
    [
      'enrichment for preschool children',
      { 'program-type': 'single-enrichment', 'school-age-only': 'no', 'hours-per-week': 1 },
      16,
    ],
    ['a club under an organized club (250(5)(c))', { 'program-type': 'club-activities', 'organized-club': 'yes' }, 8],
    ['a club under nobody', { 'program-type': 'club-activities', 'organized-club': 'no' }, 16],
    [
      'a cooperative of four hours (250(5)(f))',
      { 'program-type': 'parent-cooperative', 'coop-conditions': 'yes', 'hours-per-day': 4 },
      9,
    ],
    [
      'a cooperative of four and a half hours',
      { 'program-type': 'parent-cooperative', 'coop-conditions': 'yes', 'hours-per-day': 4.5 },
      16,
    ],
    [
      'a cooperative without the four conditions (250(8))',
      { 'program-type': 'parent-cooperative', 'hours-per-day': 4 },
      16,
    ],
    [
      'parents at the gym (250(5)(g))',
      { 'program-type': 'parents-on-premises', 'parent-activity': 'facility-activity-or-nonwork' },
      10,
    ],
    ['parents at work on the premises', { 'program-type': 'parents-on-premises', 'parent-activity': 'working' }, 16],
    ['three other children (250(4)(b)(F))', { 'other-children': 3 }, 11],
    ['four other children', { 'other-children': 4 }, 16],
    ['one family (250(4)(b)(E))', { 'one-family': 'yes' }, 12],
    ['outdoors on July 1, 2025 (280(3))', { setting: 'outdoors' }, 13, '2025-07-01'],
    ['outdoors on June 30, 2025', { setting: 'outdoors' }, 14, '2025-06-30'],
    ['a storefront (280(3))', { setting: 'other-indoor' }, 15],
    ['ten children: register (330(2))', { 'other-children': 8, 'resident-counted': 2 }, 16],
    ['eleven children: certify (280(2))', { 'other-children': 8, 'resident-counted': 3 }, 17],
    [
      'ten children, six below school age: register (330(2)(a))',
      { 'other-children': 10, 'resident-counted': 0, 'under-school-age': 6 },
      16,
    ],
    [
      'ten children, seven below school age: certify (330(2)(a))',
      { 'other-children': 10, 'resident-counted': 0, 'under-school-age': 7 },
      17,
    ],
    ['two of 24 months or younger: register (330(2)(b))', { '24-months-or-younger': 2 }, 16],
    ['three of 24 months or younger: certify (330(2)(b))', { '24-months-or-younger': 3 }, 17],
    [
      'six children, three of 24 months or younger: certify (330(2)(b))',
      { 'other-children': 6, 'resident-counted': 0, '24-months-or-younger': 3 },
      17,
    ],
    [
      'another dwelling, five children: certify (280(2))',
      { setting: 'other-dwelling', 'other-children': 5, 'resident-counted': 0 },
      17,
    ],
    [
      'sixteen children in a dwelling (280(2))',
      { setting: 'other-dwelling', 'other-children': 10, 'resident-counted': 6 },
      17,
    ],
    [
      'seventeen children in a dwelling (280(3))',
      { setting: 'other-dwelling', 'other-children': 10, 'resident-counted': 7 },
      18,
    ],
    ['seventeen others in one’s own home (280(3))', { 'other-children': 17 }, 18],
  ];
  it.each(boundaries)('%s', (_name, change, row, asOf = DAY) => {
    expect(decide(changed(change), asOf).row).toBe(row);
    expect(play(changed(change), [], asOf).endings.map((e) => e.row)).toEqual([row]);
  });

  it('is decided by every one of its guards: without any one, some program comes out wrong', () => {
    for (const [name, rule] of Object.entries(license.rules)) {
      const whole = rule.holds;
      (rule as { holds: typeof whole }).holds = () => false;
      try {
        const differs = boundaries.some(([, change, row, asOf = DAY]) => {
          // A day of its own, so that nothing remembered from the whole machine is used.
          const law: FlowLaw = { asOf: `${asOf} without ${name}`, figures: figures(asOf) };
          const answers = { ...changed(change) } as unknown as Answers;
          const position = locate(license, answers, law);
          const asked = locate(license, answers, lawOn(asOf));
          return (
            position.kind !== 'result' ||
            position.endings[0]?.row !== row ||
            JSON.stringify(position.visited) !== JSON.stringify(asked.visited)
          );
        });
        expect(differs, name).toBe(true);
      } finally {
        (rule as { holds: typeof whole }).holds = whole;
      }
    }
  });

  it('does not ask how many are below school age among six children or fewer, nor how many are babies among two', () => {
    const asked = (change: Partial<Program>) => play(changed(change)).visited;
    expect(asked({ 'other-children': 6, 'resident-counted': 0 })).not.toContain('under-school-age');
    expect(asked({ 'other-children': 6, 'resident-counted': 1 })).toContain('under-school-age');
    expect(asked({ 'under-school-age': 2 })).not.toContain('24-months-or-younger');
    expect(asked({ 'under-school-age': 3 })).toContain('24-months-or-younger');
    expect(asked({ 'other-children': 17 })).not.toContain('resident-counted');
    expect(asked({ 'other-children': 16 })).toContain('resident-counted');
  });

  it('says which limit of a registration is passed', () => {
    const ids = (change: Partial<Program>) => play(changed(change)).endings.map((e) => e.id);
    expect(ids({ 'other-children': 11 })).toEqual(['row-17-ten']);
    expect(ids({ 'other-children': 10, 'resident-counted': 0, 'under-school-age': 7 })).toEqual(['row-17-six']);
    expect(ids({ '24-months-or-younger': 3 })).toEqual(['row-17-two']);
  });
});

describe('license: not sure', () => {
  it('agrees with the table: for every pair of facts left open, exactly the outcomes that some value of them gives', () => {
    const yesNo = ['yes', 'no'];
    const values: Partial<Record<Key, readonly (string | number)[]>> = {
      operator: ['school-district', 'government', 'private'],
      'primarily-educational': yesNo,
      'hours-per-day': [0, 3, 4, 4.5, 10, 24],
      'child-hours-per-day': [0, 4, 4.5, 10],
      'school-age-only': yesNo,
      'out-of-school-hours': yesNo,
      'replaces-parent-care': yesNo,
      'hours-per-week': [0, 8, 8.5, 60],
      'organized-club': yesNo,
      'coop-conditions': yesNo,
      'parent-activity': ['facility-activity-or-nonwork', 'working'],
      setting: ['own-living-quarters', 'other-dwelling', 'other-indoor', 'outdoors'],
      'other-children': [...Array(19).keys()],
      'one-family': yesNo,
      'resident-counted': [...Array(18).keys()],
      'under-school-age': [0, 2, 3, 5, 6, 7, 8, 20],
      '24-months-or-younger': [0, 1, 2, 3, 5],
    };
    const bases: Program[] = [
      plainProgram,
      changed({ 'other-children': 10, 'resident-counted': 0, 'under-school-age': 7 }),
      changed({
        'program-type': 'preschool-educational',
        'primarily-educational': 'yes',
        'hours-per-day': 6,
        'child-hours-per-day': 4,
      }),
      changed({ 'program-type': 'parent-cooperative', 'hours-per-day': 4, 'coop-conditions': 'yes' }),
      changed({ 'program-type': 'single-enrichment', 'school-age-only': 'yes', 'hours-per-week': 8 }),
      changed({
        operator: 'government',
        'program-type': 'club-activities',
        'school-age-only': 'yes',
        'out-of-school-hours': 'yes',
        'replaces-parent-care': 'no',
      }),
    ];
    const names = Object.keys(values) as Key[];
    for (const base of bases) {
      for (const [i, one] of names.entries()) {
        for (const two of names.slice(i)) {
          const open = [...new Set([one, two])];
          const result = play(base, open);
          const openOnPath = open.filter((name) => result.facts[name] === 'not-sure');
          const expected = new Set<string>();
          const combine = (program: Program, rest: Key[]): void => {
            const [name, ...others] = rest;
            if (name === undefined) {
              // A part above its whole is impossible, as far as both were answered.
              const answered = (name: Key) => result.facts[name] !== undefined;
              const total = program['other-children'] + program['resident-counted'];
              const whole = answered('under-school-age') ? program['under-school-age'] : total;
              const sized = answered('other-children') && answered('resident-counted');
              if (sized && answered('under-school-age') && program['under-school-age'] > total) return;
              if (sized && answered('24-months-or-younger') && program['24-months-or-younger'] > Math.min(whole, total))
                return;
              if (answered('child-hours-per-day') && program['child-hours-per-day'] > program['hours-per-day']) return;
              expected.add(decide(program, DAY).outcome);
              return;
            }
            for (const value of values[name] ?? []) combine({ ...program, [name]: value }, others);
          };
          combine(base, openOnPath);
          const actual =
            result.outcome === 'depends'
              ? new Set(result.possibilities.map((p) => p.outcome))
              : new Set([result.outcome]);
          expect([...actual].sort(), `${JSON.stringify(base)} open: ${openOnPath.join()}`).toEqual(
            [...expected].sort(),
          );
        }
      }
    }
  }, 120_000);

  it('says exactly how two open numbers play together', () => {
    const result = play(changed({ 'under-school-age': 0, '24-months-or-younger': 0 }), [
      'other-children',
      'resident-counted',
    ]);
    for (let other = 0; other <= 20; other += 1) {
      for (let resident = 0; resident <= 20; resident += 1) {
        const program = changed({
          'under-school-age': 0,
          '24-months-or-younger': 0,
          'other-children': other,
          'resident-counted': resident,
        });
        const said = result.possibilities.filter(({ when }) =>
          Object.entries(when).every(([name, condition]) => {
            const value = program[name as Key] as number;
            const { min = 0, max = 999 } = condition as { min?: number; max?: number };
            return value >= min && value <= max;
          }),
        );
        expect(
          said.map((p) => p.outcome),
          `${other} and ${resident}`,
        ).toEqual([decide(program, DAY).outcome]);
      }
    }
  });

  it('answers when nothing at all is known, without blocking anyone', () => {
    const result = play(plainProgram, Object.keys(license.questions));
    expect(result.outcome).toBe('depends');
    expect(new Set(result.possibilities.map((p) => p.outcome))).toEqual(new Set(rows.map((row) => row.outcome)));
    expect(result.complete).toBe(false);
    expect(result.possibilities.length).toBeLessThanOrEqual(100);
  });
});

describe('license: advice', () => {
  const itemsOf = (change: Partial<Program>, asOf = DAY) => {
    const result = play(changed(change), [], asOf);
    const { outcome, endings, facts } = result;
    const rows = endings.map((e) => e.row);
    const ids = endings.map((e) => e.id);
    return license.advise({ outcome, rows, endings: ids, facts, law: lawOn(asOf), elsewhere: {} }).items;
  };
  const keysOf = (change: Partial<Program>, asOf = DAY) => itemsOf(change, asOf).map((item) => item.key);
  const certifiedOrRegistered: Partial<Program>[] = [
    {},
    { setting: 'other-dwelling' },
    { setting: 'other-indoor' },
    { setting: 'outdoors' },
  ];
  const recorded: Partial<Program> = {
    'program-type': 'preschool-educational',
    'primarily-educational': 'yes',
    'hours-per-day': 4,
  };

  it('names the ban to whoever must register or certify, before and from its day (625, 600(4)(g))', () => {
    for (const change of certifiedOrRegistered) {
      expect(keysOf(change, '2026-06-30')).toContain('notices:expulsion-ban-later');
      expect(keysOf(change, '2026-07-01')).toContain('notices:expulsion-ban');
      expect(itemsOf(change).find((item) => item.key === 'notices:expulsion-ban')?.cites).toEqual([
        'ORS 329A.625',
        'ORS 329A.625#Note',
        'ORS 329A.600(4)(g)',
      ]);
    }
    for (const change of [recorded, { 'other-children': 3 }])
      expect(keysOf(change).filter((key) => key.startsWith('notices:expulsion-ban'))).toEqual([]);
  });

  it('says that the old license stays in force where renewal is asked in time (270(2))', () => {
    for (const change of certifiedOrRegistered)
      expect(itemsOf(change).find((item) => item.key.startsWith('renew-'))?.cites).toContain('ORS 329A.270(2)');
  });

  it('names the fee of the registry, and who works on probation, to everyone who must enroll (275(3)(i), 030(9)(b))', () => {
    for (const change of [...certifiedOrRegistered, recorded]) {
      expect(keysOf(change)).toContain('fee-registry');
      const registry = itemsOf(change).find((item) => item.section === 'steps' && item.key.startsWith('registry'));
      expect(registry?.cites).toEqual(expect.arrayContaining(['ORS 329A.030(2)(a)', 'ORS 329A.030(9)(b)']));
    }
    const staff = itemsOf(recorded).find((item) => item.key === 'registry-recorded');
    expect(staff?.cites).toContain('ORS 329A.030(11)(c)(D)');
  });

  it('says how long a final order bars a person (252(1)(e), (2)(b))', () => {
    const order = itemsOf({}).find((item) => item.key === 'cease-and-desist');
    expect(order?.cites).toContain('ORS 329A.252(2)(b)');
    expect(order?.params).toEqual({ years: 5 });
  });

  it('leaves open whether a public body is a “person” that must record (255(1))', () => {
    const doubt = itemsOf({
      operator: 'government',
      'program-type': 'school-age-youth-development',
      'school-age-only': 'yes',
      'out-of-school-hours': 'yes',
      'replaces-parent-care': 'no',
    }).find((item) => item.key === 'public-school-age');
    expect(doubt?.cites).toContain('ORS 329A.255(1)');
  });
});
