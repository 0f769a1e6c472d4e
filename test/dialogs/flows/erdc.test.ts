import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figures } from '../../../knowledge/figures.js';
import { locate, type Position } from '../../../dialogs/engine/explore.js';
import type { Answer, Answers, FlowLaw } from '../../../dialogs/engine/flow.js';
import { asDollars, copaymentCapInCents } from '../../../dialogs/flows/erdc/copayment.js';
import { erdc } from '../../../dialogs/flows/erdc/index.js';
import { builtKnowledge, ROOT } from '../../knowledge/built.js';
import { decide, everyBases, everyFamily, everyValue, plainFamily, rows, type Family } from './erdc.table.js';

/** Both sides of July 1, 2025 and of July 1, 2027, and a day between. */
const DAYS = ['2025-06-30', '2025-07-01', '2026-11-21', '2027-06-30', '2027-07-01'];
const DAY = '2026-11-21';

type Result = Extract<Position, { kind: 'result' }>;

const lawOn = (day: string): FlowLaw => ({ asOf: day, figures: figures(day) });

/** Answers as a person does: only what is asked, until there is a result. `open` stands in for the family's own answers. */
function play(family: Family, day = DAY, open: Readonly<Record<string, Answer>> = {}): Result {
  const answers: Record<string, Answer> = {};
  const law = lawOn(day);
  for (let asked = 0; asked < 10; asked += 1) {
    const position = locate(erdc, answers, law);
    if (position.kind === 'result') return position;
    if (position.question in answers) expect.fail(`${position.question} is asked twice`);
    answers[position.question] = open[position.question] ?? family[position.question as keyof Family];
  }
  throw new Error('no end');
}

/** The result of all answers at once. */
function resultOf(family: Family, day = DAY): Result {
  const position = locate(erdc, { ...family }, lawOn(day));
  return position.kind === 'result' ? position : expect.fail(`${position.question} is asked again`);
}

const citesOf = (result: Result): string[] => result.endings.flatMap((e) => [...e.cites]);

function adviceOf(result: Result, day: string) {
  return erdc.advise({
    outcome: result.outcome,
    rows: result.endings.map((e) => e.row),
    endings: result.endings.map((e) => e.id),
    facts: result.facts,
    law: lawOn(day),
    elsewhere: {},
  });
}

describe('erdc: the table of ORS 329A.250(3), (14)(b) and 329A.500(4)(a)', () => {
  it('gives, for every combination of answers on every side of each date, the one outcome of its row, with its paragraphs in force', async () => {
    const { law: sources } = await builtKnowledge();
    const reached = new Set<number>();
    let walked = 0;
    for (const day of DAYS) {
      for (const family of everyFamily()) {
        walked += 1;
        const row = decide(family, day);
        const result = resultOf(family, day);
        const label = `${day} ${JSON.stringify(family)}`;
        const found = [result.outcome, ...result.endings.map((e) => e.row), ...citesOf(result)].join();
        if (found !== [row.outcome, row.row, ...row.cites(family, day)].join()) expect.fail(`${label}: ${found}`);
        if (citesOf(result).length === 0) expect.fail(`${label}: nothing cited`);
        for (const id of citesOf(result)) {
          const provision = sources.at(id, day);
          if (!provision || sources.status(provision, day) !== 'in-force') expect.fail(`${label}: ${id}`);
        }
        reached.add(row.row);
      }
    }
    expect(walked).toBe(5 * 3 * 2 * 16 * 5);
    expect([...reached].sort((a, b) => a - b)).toEqual(rows.map((row) => row.row));
  });

  const boundaries: [string, Partial<Family>, string, number, string][] = [
    ['a child of 12 is a child (250(3))', { 'child-age': 'under-13' }, DAY, 4, 'basis-found'],
    [
      'a teenager without special needs is not (250(3))',
      { 'child-age': '13-to-17', 'special-needs': 'no' },
      DAY,
      1,
      'not-a-child',
    ],
    [
      'a teenager with special needs is (250(3))',
      { 'child-age': '13-to-17', 'special-needs': 'yes' },
      DAY,
      4,
      'basis-found',
    ],
    [
      'a person of 18 with special needs is not (250(3))',
      { 'child-age': '18-or-older', 'special-needs': 'yes' },
      DAY,
      1,
      'not-a-child',
    ],
    [
      'no child, though a parent would be paid and no basis fits (250(3))',
      { 'child-age': '18-or-older', payee: 'parent-guardian-custodian', bases: ['none'] },
      DAY,
      1,
      'not-a-child',
    ],
    [
      'the child’s own parent is not paid, with a basis (250(14)(b)(A))',
      { payee: 'parent-guardian-custodian' },
      DAY,
      2,
      'care-not-payable',
    ],
    [
      'the child’s own parent is not paid, without one (250(14)(b)(A))',
      { payee: 'parent-guardian-custodian', bases: ['none'] },
      DAY,
      2,
      'care-not-payable',
    ],
    [
      'a brother in the same home is not paid (250(14)(b)(B))',
      { payee: 'sibling-same-home' },
      DAY,
      2,
      'care-not-payable',
    ],
    ['a person on the same case is not paid (250(14)(b)(C))', { payee: 'same-case' }, DAY, 2, 'care-not-payable'],
    [
      'medical services: the department decides, with a basis (250(14)(b)(D))',
      { payee: 'medical-provider' },
      DAY,
      3,
      'ask-department',
    ],
    [
      'medical services: the department decides, without one (250(14)(b)(D))',
      { payee: 'medical-provider', bases: ['none'] },
      DAY,
      3,
      'ask-department',
    ],
    [
      'medical services: the department decides, with a pending one (250(14)(b)(D))',
      { payee: 'medical-provider', bases: ['homeless-teen-domestic-violence'] },
      DAY,
      3,
      'ask-department',
    ],
    ['income alone (500(4)(a)(A))', { bases: ['income'] }, DAY, 4, 'basis-found'],
    ['work alone, whatever the income (500(4)(a)(B))', { bases: ['work-search-education'] }, DAY, 4, 'basis-found'],
    [
      'protective services on June 30, 2025 (2023 c.595 §3(1))',
      { bases: ['protective-services'] },
      '2025-06-30',
      5,
      'basis-pending',
    ],
    [
      'protective services on July 1, 2025 (2023 c.595 §3(1))',
      { bases: ['protective-services'] },
      '2025-07-01',
      4,
      'basis-found',
    ],
    [
      'homelessness services on June 30, 2027 (2023 c.595 §3(2))',
      { bases: ['homeless-teen-domestic-violence'] },
      '2027-06-30',
      5,
      'basis-pending',
    ],
    [
      'homelessness services on July 1, 2027 (2023 c.595 §3(2))',
      { bases: ['homeless-teen-domestic-violence'] },
      '2027-07-01',
      4,
      'basis-found',
    ],
    [
      'income beside a pending basis (500(4)(a)(A))',
      { bases: ['income', 'homeless-teen-domestic-violence'] },
      DAY,
      4,
      'basis-found',
    ],
    ['none of the four (500(4)(a)(E))', { bases: ['none'] }, DAY, 6, 'no-basis'],
  ];
  it.each(boundaries)('%s', (_name, change, day, row, outcome) => {
    const family = { ...plainFamily, ...change };
    expect(decide(family, day)).toMatchObject({ row, outcome });
    const result = play(family, day);
    expect(result.endings.map((e) => e.row)).toEqual([row]);
    expect(result.outcome).toBe(outcome);
  });

  it('cites a basis in force, never the pending one beside it (500(4)(a))', () => {
    const family: Family = {
      ...plainFamily,
      bases: ['work-search-education', 'protective-services', 'homeless-teen-domestic-violence'],
    };
    expect(citesOf(play(family, '2025-06-30'))).toEqual(['ORS 329A.500(4)(a)(B)']);
    expect(citesOf(play(family, '2025-07-01'))).toEqual(['ORS 329A.500(4)(a)(B)', 'ORS 329A.500(4)(a)(C)']);
    expect(citesOf(play(family, '2027-07-01'))).toEqual([
      'ORS 329A.500(4)(a)(B)',
      'ORS 329A.500(4)(a)(C)',
      'ORS 329A.500(4)(a)(D)',
    ]);
  });

  it('is decided by every one of its guards: without any one, some family comes out wrong', () => {
    const days = ['2025-06-30', '2027-07-01'];
    for (const [name, rule] of Object.entries(erdc.rules)) {
      const whole = rule.holds;
      const wrong = (how: string, broken: typeof whole): boolean => {
        (rule as { holds: typeof whole }).holds = broken;
        try {
          return boundaries.some(([, change]) =>
            days.some((day) => {
              const family = { ...plainFamily, ...change };
              const row = decide(family, day);
              // A day of its own, so that nothing remembered from the whole machine is used.
              const asOf = `${day} ${name} ${how}`;
              const position = locate(erdc, { ...family }, { asOf, figures: figures(day) });
              if (position.kind !== 'result') return true;
              return position.outcome !== row.outcome || citesOf(position).join() !== row.cites(family, day).join();
            }),
          );
        } finally {
          (rule as { holds: typeof whole }).holds = whole;
        }
      };
      expect(
        wrong('never', () => false),
        `${name} left out`,
      ).toBe(true);
      expect(
        wrong('always', () => true),
        `${name} always true`,
      ).toBe(true);
      expect(wrong('whole', whole), `${name} whole`).toBe(false);
    }
  });

  it('reads each rule from a paragraph that the sources hold', async () => {
    const { law: sources } = await builtKnowledge();
    const ids = [
      ...Object.values(erdc.rules).flatMap((rule) => rule.cites),
      ...Object.values(erdc.questions).flatMap((question) => question.why),
    ];
    for (const day of DAYS) for (const id of ids) expect(() => sources.citation(id, day), id).not.toThrow();
  });
});

describe('erdc: what is asked', () => {
  const asked = (family: Partial<Family>, day = DAY) => play({ ...plainFamily, ...family }, day).visited;

  it('stops at once where there is no child (250(3))', () => {
    expect(asked({ 'child-age': '18-or-older' })).toEqual(['child-age']);
    expect(asked({ 'child-age': '13-to-17', 'special-needs': 'no' })).toEqual(['child-age', 'special-needs']);
  });

  it('asks for special needs from 13 to 17 alone (250(3))', () => {
    expect(asked({})).not.toContain('special-needs');
    expect(asked({ 'child-age': '13-to-17', 'special-needs': 'yes' })).toContain('special-needs');
  });

  it('asks for TANF and income only where a basis holds and the care is not ruled out (500(5))', () => {
    const advisory = ['tanf', 'monthly-income'];
    for (const payee of everyValue.payee) {
      for (const bases of everyBases) {
        const ruledOut = ['parent-guardian-custodian', 'sibling-same-home', 'same-case'].includes(payee);
        const expected = ruledOut || bases.includes('none') ? [] : advisory;
        expect(asked({ payee, bases })).toEqual(['child-age', 'bases', 'payee', ...expected]);
      }
    }
  });

  it('asks nothing whose every answer leads to the same words', () => {
    const said = (family: Family, day: string): string => {
      const result = resultOf(family, day);
      return JSON.stringify([result.outcome, result.endings, adviceOf(result, day)]);
    };
    const others: Record<string, readonly Answer[]> = { ...everyValue, tanf: ['yes', 'no'], 'monthly-income': [1000] };
    for (const day of ['2025-06-30', DAY]) {
      for (const family of everyFamily()) {
        if (family['child-age'] === 'under-13' && family['special-needs'] === 'yes') continue;
        const now = said(family, day);
        for (const question of resultOf(family, day).visited) {
          const matters = (others[question] ?? []).some((other) => said({ ...family, [question]: other }, day) !== now);
          if (!matters) expect.fail(`${day} ${JSON.stringify(family)}: ${question} changes nothing`);
        }
      }
    }
  });

  it('takes several bases at once, none only by itself, and an amount to the cent', () => {
    const at = (answers: Answers) => locate(erdc, answers, lawOn(DAY));
    const base = { 'child-age': 'under-13' };
    expect(at({ ...base, bases: ['income', 'none'] })).toMatchObject({ question: 'bases' });
    expect(at({ ...base, bases: [] })).toMatchObject({ question: 'bases' });
    expect(at({ ...base, bases: ['income', 'income'] })).toMatchObject({ question: 'bases' });
    expect(at({ ...base, bases: ['none'] })).toMatchObject({ question: 'payee' });
    const whole = { ...base, bases: ['income'], payee: 'none-of-these', tanf: 'no' };
    for (const amount of [0, 0.01, 1234.57, 999_999_999.99])
      expect(at({ ...whole, 'monthly-income': amount })).toMatchObject({ outcome: 'basis-found' });
    for (const amount of [-0.01, 12.345, 1_000_000_000, 'yes'])
      expect(at({ ...whole, 'monthly-income': amount })).toMatchObject({ question: 'monthly-income' });
    expect(at({ ...whole, tanf: 'skip' })).toMatchObject({ question: 'tanf' });
  });
});

describe('erdc: not sure', () => {
  it('agrees with the table: for every two facts left open, exactly the outcomes that some value of them gives', () => {
    const names = ['child-age', 'special-needs', 'bases', 'payee'] as const;
    const families: Family[] = [
      plainFamily,
      { ...plainFamily, 'child-age': '13-to-17', 'special-needs': 'yes' },
      { ...plainFamily, payee: 'same-case' },
      { ...plainFamily, payee: 'medical-provider' },
      { ...plainFamily, bases: ['none'] },
      { ...plainFamily, bases: ['protective-services', 'homeless-teen-domestic-violence'] },
      { ...plainFamily, bases: ['homeless-teen-domestic-violence'] },
    ];
    for (const day of ['2025-06-30', DAY, '2027-07-01']) {
      for (const family of families) {
        for (const [at, one] of names.entries()) {
          for (const two of names.slice(at)) {
            const open = [...new Set([one, two])];
            const result = play(family, day, Object.fromEntries(open.map((name) => [name, 'not-sure'])));
            const onPath = open.filter((name) => result.facts[name] === 'not-sure');
            let ways: Family[] = [family];
            for (const name of onPath)
              ways = ways.flatMap((way) => everyValue[name].map((value) => ({ ...way, [name]: value })));
            const expected = new Set(ways.map((way) => decide(way, day).outcome));
            const actual = result.outcome === 'depends' ? result.possibilities.map((p) => p.outcome) : [result.outcome];
            const label = `${day} ${JSON.stringify(family)} open: ${onPath.join()}`;
            expect([...new Set(actual)].sort(), label).toEqual([...expected].sort());
          }
        }
      }
    }
  });

  it('leaves the unnamed bases open beside named ones: agrees with the table for every set', () => {
    for (const day of ['2025-06-30', DAY, '2027-07-01']) {
      for (const named of everyBases) {
        if (named.includes('none')) continue;
        const result = play(plainFamily, day, { bases: [...named, 'not-sure'] });
        const expected = new Set(
          everyBases
            .filter((bases) => named.every((id) => bases.includes(id)))
            .map((bases) => decide({ ...plainFamily, bases }, day).outcome),
        );
        const actual = result.outcome === 'depends' ? result.possibilities.map((p) => p.outcome) : [result.outcome];
        expect([...new Set(actual)].sort(), `${day} ${named.join()}`).toEqual([...expected].sort());
      }
    }
  });

  it('finds a basis with income named and the rest open (500(4)(a): independent)', () => {
    const result = play(plainFamily, DAY, { bases: ['income', 'not-sure'] });
    expect(result.outcome).toBe('basis-found');
    for (const ending of result.endings) expect(ending.cites).toContain('ORS 329A.500(4)(a)(A)');
  });

  it('depends with a pending basis named and the rest open, until its rules are due (2023 c.595 §3(2))', () => {
    const open = { bases: ['homeless-teen-domestic-violence', 'not-sure'] };
    expect(new Set(play(plainFamily, '2027-06-30', open).possibilities.map((p) => p.outcome))).toEqual(
      new Set(['basis-found', 'basis-pending']),
    );
    expect(play(plainFamily, '2027-07-01', open).outcome).toBe('basis-found');
  });

  it('never makes a result depend on TANF or income (500(5))', () => {
    for (const day of DAYS) {
      for (const family of everyFamily()) {
        if (family['child-age'] !== 'under-13' || family['special-needs'] === 'yes') continue;
        const result = play(family, day, { tanf: 'not-sure', 'monthly-income': 'not-sure' });
        const found = [result.outcome, result.endings.length, result.possibilities.length].join();
        if (found !== [decide(family, day).outcome, 1, 0].join()) expect.fail(`${JSON.stringify(family)}: ${found}`);
      }
    }
  });

  it('asks for TANF and income beside open facts too, and names them in no possibility', () => {
    const result = play(plainFamily, DAY, { bases: 'not-sure', tanf: 'not-sure' });
    expect(result.outcome).toBe('depends');
    expect(result.visited).toEqual(['child-age', 'bases', 'payee', 'tanf', 'monthly-income']);
    for (const { when } of result.possibilities) expect(Object.keys(when)).toEqual(['bases']);
  });

  it('answers even when nothing is known', () => {
    const open = Object.fromEntries(Object.keys(erdc.questions).map((name) => [name, 'not-sure']));
    expect(new Set(play(plainFamily, DAY, open).possibilities.map((p) => p.outcome))).toEqual(
      new Set(rows.map((row) => row.outcome)),
    );
  });
});

describe('erdc: the most that a copayment may be (500(5)(a))', () => {
  const cap = (income: number): string => asDollars(copaymentCapInCents(income, 7));

  it.each([
    [2400, '168.00'],
    [1234.57, '86.41'],
    [0, '0.00'],
    [0.01, '0.00'],
    [0.14, '0.00'],
    [0.15, '0.01'],
    [1, '0.07'],
    [100, '7.00'],
    [0.29, '0.02'],
    [1.15, '0.08'],
    [29, '2.03'],
    [58, '4.06'],
    [4.35, '0.30'],
    [1.1, '0.07'],
    [9999.99, '699.99'],
    [1428.57, '99.99'],
    [1428.58, '100.00'],
    [2_142.85, '149.99'],
    [999_999_999.99, '69999999.99'],
  ])('seven percent of $%d is $%s, rounded down to the cent', (income, expected) => {
    expect(cap(income)).toBe(expected);
  });

  it('is never more than seven percent, and less than a cent below it, for every amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (cents) => {
        const income = Number(`${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
        const most = BigInt(Math.round(copaymentCapInCents(income, 7)));
        const whole = BigInt(cents) * 7n;
        expect(most * 100n <= whole && whole < (most + 1n) * 100n).toBe(true);
        expect(cap(income)).toBe(`${most / 100n}.${String(most % 100n).padStart(2, '0')}`);
      }),
    );
  });

  it('is said in the result and handed to programs, where an amount was given alone', () => {
    const given = play({ ...plainFamily, 'monthly-income': 1234.57 });
    const advice = adviceOf(given, DAY);
    expect(advice.derived).toEqual({ copaymentCap: 86.41 });
    expect(advice.items).toContainEqual({
      section: 'cost',
      key: 'copayment-worked-out',
      cites: ['ORS 329A.500(5)(a)'],
      params: { cap: '86.41', income: '1234.57' },
    });
    expect(adviceOf(play({ ...plainFamily, 'monthly-income': 2400 }), DAY).derived).toEqual({ copaymentCap: 168 });
    expect(adviceOf(play({ ...plainFamily, 'monthly-income': 0 }), DAY).derived).toEqual({ copaymentCap: 0 });
    for (const open of ['skip', 'not-sure']) {
      const without = adviceOf(play(plainFamily, DAY, { 'monthly-income': open }), DAY);
      expect(without.derived).toEqual({});
      expect(without.items.map((item) => item.key)).toContain('copayment');
    }
  });

  it('takes the percentage from the figure of the day', () => {
    const changed = { ...figures(DAY), 'copayment-percent': { ...figures(DAY)['copayment-percent'], value: 5 } };
    const advice = erdc.advise({
      outcome: 'basis-found',
      rows: [4],
      endings: ['row-4'],
      elsewhere: {},
      facts: { bases: ['income'], 'monthly-income': 2400 },
      law: { asOf: DAY, figures: changed },
    });
    expect(advice.derived).toEqual({ copaymentCap: 120 });
  });
});

describe('erdc: advice', () => {
  const items = (change: Partial<Family>, day = DAY, open: Record<string, Answer> = {}) =>
    adviceOf(play({ ...plainFamily, ...change }, day, open), day).items;
  const keys = (change: Partial<Family>, day = DAY, open: Record<string, Answer> = {}) =>
    items(change, day, open).map((item) => item.key);
  const cites = (change: Partial<Family>, day = DAY) => items(change, day).flatMap((item) => item.cites);

  /** A family for each outcome in which there is a child. */
  const withAChild: Partial<Family>[] = [
    { payee: 'parent-guardian-custodian' },
    { payee: 'medical-provider' },
    {},
    { bases: ['homeless-teen-domestic-violence'] },
    { bases: ['none'] },
  ];

  it('says with every child what ERDC gives and asks, each with its paragraph', () => {
    for (const change of withAChild) {
      expect(cites(change)).toEqual(
        expect.arrayContaining([
          'ORS 329A.500(4)',
          'ORS 329A.500(8)(b)',
          'ORS 329A.500(5)(b)(A)',
          'ORS 329A.500(4)(b)(A)',
          'ORS 329A.500(4)(b)(B)',
          'ORS 329A.500(4)(e)',
          'ORS 329A.340(1)',
        ]),
      );
      expect(keys(change)).toEqual(
        expect.arrayContaining(['each-stands-alone', 'not-a-decision', 'any-legal-status', 'which-hours']),
      );
      expect(keys(change)).toContain('no-income-limit');
    }
  });

  it('says what a family pays and how long ERDC lasts, unless ERDC does not pay for the care (500(5)(a), (b)(B))', () => {
    for (const payee of everyValue.payee) {
      const ruledOut = ['parent-guardian-custodian', 'sibling-same-home', 'same-case'].includes(payee);
      for (const key of ['copayment', 'how-long', 'funds']) {
        const said = keys({ payee }, DAY, { 'monthly-income': 'skip' });
        if (said.includes(key) === ruledOut) expect.fail(`${payee}: ${key}`);
      }
    }
    expect(cites({})).toEqual(expect.arrayContaining(['ORS 329A.500(5)(a)', 'ORS 329A.500(5)(b)(B)']));
    expect(keys({}, DAY, { payee: 'not-sure' })).toContain('how-long');
  });

  it('says of no child only what to try (250(3))', () => {
    expect(keys({ 'child-age': '18-or-older' })).toEqual(['ask-for-another-child']);
  });

  it('says which bases hold, also where the care is not paid for or the department decides (500(4)(a))', () => {
    const bases: Family['bases'] = ['income', 'protective-services', 'homeless-teen-domestic-violence'];
    for (const payee of everyValue.payee) {
      const said = (day: string) => keys({ bases, payee }, day).filter((key) => key.startsWith('basis-'));
      expect(said('2025-06-30')).toEqual([
        'basis-income',
        'basis-protective-services-pending',
        'basis-homeless-teen-domestic-violence-pending',
      ]);
      expect(said('2025-07-01')).toEqual([
        'basis-income',
        'basis-protective-services',
        'basis-homeless-teen-domestic-violence-pending',
      ]);
      expect(said('2027-07-01')).toEqual([
        'basis-income',
        'basis-protective-services',
        'basis-homeless-teen-domestic-violence',
      ]);
    }
    expect(keys({ bases: ['none'], payee: 'same-case' })).toContain('no-named-basis');
    expect(keys({ bases: ['none'] })).not.toContain('no-named-basis');
    expect(keys({ bases: ['income'], payee: 'same-case' })).not.toContain('no-named-basis');
  });

  it('cites each basis that has rules of its own with 2023 c.595 §3, before and after they are due', () => {
    const bases: Family['bases'] = ['protective-services', 'homeless-teen-domestic-violence'];
    for (const day of DAYS) {
      const named = items({ bases }, day).filter((item) => item.key.startsWith('basis-'));
      expect(named.map((item) => item.cites)).toEqual([
        ['ORS 329A.500(4)(a)(C)', '2023 c.595 §3(1)'],
        ['ORS 329A.500(4)(a)(D)', '2023 c.595 §3(2)'],
      ]);
    }
    expect(items({}).find((item) => item.key === 'basis-income')?.cites).toEqual(['ORS 329A.500(4)(a)(A)']);
  });

  it('says that unnamed bases are open, where they are', () => {
    expect(keys({}, DAY, { bases: ['income', 'not-sure'] })).toEqual(
      expect.arrayContaining(['basis-income', 'bases-open']),
    );
    const open = keys({ payee: 'same-case' }, DAY, { bases: 'not-sure' });
    expect(open).toContain('bases-open');
    expect(open).not.toContain('no-named-basis');
    expect(keys({})).not.toContain('bases-open');
  });

  it('gives families on TANF priority, and says so to no others (500(5)(b)(B))', () => {
    expect(keys({ tanf: 'yes' })).toContain('tanf-priority');
    expect(keys({ tanf: 'no' })).not.toContain('tanf-priority');
    expect(keys({}, DAY, { tanf: 'not-sure' })).not.toContain('tanf-priority');
  });

  it('says what to do about the payee, the pending basis and other criteria, each first', () => {
    const first = (change: Partial<Family>, day = DAY) => items(change, day).find((i) => i.section === 'steps')?.key;
    expect(first({ payee: 'sibling-same-home' })).toBe('plan-other-care');
    expect(keys({}, DAY, { payee: 'not-sure' })).toContain('plan-other-care-if');
    expect(keys({}, DAY, { payee: 'not-sure' })).not.toContain('plan-other-care');
    expect(first({ payee: 'medical-provider' })).toBe('ask-about-medical-provider');
    expect(first({ bases: ['protective-services'] }, '2025-06-30')).toBe('ask-about-pending');
    expect(first({ bases: ['protective-services'] }, '2025-07-01')).toBe('ask-which-rules');
    expect(first({ bases: ['none'] })).toBe('ask-about-other-criteria');
    expect(first({})).toBe('ask-which-rules');
    expect(keys({ bases: ['income', 'homeless-teen-domestic-violence'] }).slice(0, 2)).toEqual([
      'ask-which-rules',
      'ask-about-pending',
    ]);
  });

  it('knows checks by the Department of Human Services until July 1, 2025 (2022 c.27 §28)', () => {
    expect(cites({}, '2025-06-29')).toEqual(expect.arrayContaining(['2022 c.27 §28(2)(a)', '2022 c.27 §28(3)(c)']));
    expect(cites({}, '2025-06-30')).toContain('2022 c.27 §28(3)(c)');
    expect(cites({}, '2025-06-30')).not.toContain('2022 c.27 §28(2)(a)');
    expect(cites({}, '2025-07-01').filter((id) => id.startsWith('2022'))).toEqual([]);
  });

  it('cites something with every sentence, whatever is open, and says none twice', () => {
    for (const day of DAYS) {
      const opens: Record<string, Answer>[] = [
        { bases: 'not-sure' },
        { payee: 'not-sure' },
        { bases: 'not-sure', payee: 'not-sure' },
        { bases: ['protective-services', 'not-sure'] },
        Object.fromEntries(Object.keys(erdc.questions).map((name) => [name, 'not-sure'])),
      ];
      for (const said of [...withAChild.map((change) => items(change, day)), ...opens.map((o) => items({}, day, o))]) {
        for (const item of said) expect(item.cites.length, item.key).toBeGreaterThan(0);
        expect(new Set(said.map((item) => item.key)).size).toBe(said.length);
      }
    }
  });

  it('cites only what the sources hold on the day', async () => {
    const { law: sources } = await builtKnowledge();
    for (const day of ['2024-01-01', ...DAYS]) {
      for (const change of [...withAChild, { bases: everyBases[14] as Family['bases'] }]) {
        for (const id of cites(change, day)) expect(() => sources.citation(id, day), id).not.toThrow();
      }
    }
  });
});

describe('erdc: words', () => {
  interface Words {
    question: Record<
      string,
      {
        ask: string;
        help: string;
        example: string;
        answers?: Record<string, { label: string; synonyms?: string[] }>;
      }
    >;
    outcome: Record<string, string>;
    'outcome-short': Record<string, string>;
    reason: Record<string, string>;
    advice: Record<string, string>;
  }
  const words = JSON.parse(readFileSync(join(ROOT, 'locales/en/erdc.json'), 'utf8')) as Words;

  it('has exactly the questions, answers, outcomes and endings of the machine', () => {
    expect(Object.keys(words.question)).toEqual(Object.keys(erdc.questions));
    for (const [name, question] of Object.entries(erdc.questions)) {
      const answers = 'answers' in question ? [...question.answers] : [];
      expect(Object.keys(words.question[name]?.answers ?? {}), name).toEqual(answers);
    }
    const outcomes = [...new Set(rows.map((row) => row.outcome))];
    expect(Object.keys(words.outcome).sort()).toEqual([...outcomes, 'depends'].sort());
    expect(Object.keys(words['outcome-short']).sort()).toEqual([...outcomes, 'depends'].sort());
    const endings = new Set<string>();
    for (const day of ['2025-06-30', DAY])
      for (const family of everyFamily()) for (const ending of resultOf(family, day).endings) endings.add(ending.id);
    expect(Object.keys(words.reason).sort()).toEqual([...endings].sort());
  });

  it('has exactly the sentences that advice can say, each with the placeholders that it gets', () => {
    const said = new Map<string, readonly string[]>();
    const note = (result: Result, day: string): void => {
      for (const item of adviceOf(result, day).items) said.set(item.key, Object.keys(item.params ?? {}));
    };
    for (const day of ['2025-06-29', '2027-07-01']) {
      for (const family of everyFamily()) note(resultOf({ ...family, tanf: 'yes' }, day), day);
      note(play({ ...plainFamily, 'monthly-income': 1 }, day), day);
      note(play(plainFamily, day, { bases: 'not-sure' }), day);
      note(play(plainFamily, day, { payee: 'not-sure' }), day);
    }
    expect([...said.keys()].sort()).toEqual(Object.keys(words.advice).sort());
    for (const [key, params] of said) {
      const wanted = [...(words.advice[key] ?? '').matchAll(/\{\{([\w-]+)\}\}/g)].map((match) => match[1] as string);
      for (const name of wanted) expect(name in figures(DAY) || params.includes(name), `${key} ${name}`).toBe(true);
      for (const name of params) expect(wanted, key).toContain(name);
    }
  });

  it('says no answer in two ways: each label and synonym belongs to one answer of its question', () => {
    for (const [name, question] of Object.entries(words.question)) {
      const owner = new Map<string, string>();
      for (const [id, { label, synonyms = [] }] of Object.entries(question.answers ?? {})) {
        for (const phrase of [label.toLowerCase(), ...synonyms]) {
          expect(owner.get(phrase) ?? id, `${name}: ${phrase}`).toBe(id);
          owner.set(phrase, id);
        }
      }
    }
  });

  it('says “these sources hold no dollar limit for income”, and no amount anywhere but in an example', () => {
    expect(words.advice['no-income-limit']).toContain('These sources hold no dollar limit for income.');
    for (const [key, text] of Object.entries({ ...words.advice, ...words.outcome, ...words.reason }))
      expect(text.replace(/\{\{[\w-]+\}\}/g, ''), key).not.toMatch(/\d/);
  });
});
