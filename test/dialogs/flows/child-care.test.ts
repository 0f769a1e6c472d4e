import { describe, expect, it } from 'vitest';
import { figures } from '../../../knowledge/figures.js';
import { locate, type Position } from '../../../dialogs/engine/explore.js';
import type { Answers, FlowLaw } from '../../../dialogs/engine/flow.js';
import { childCare } from '../../../dialogs/flows/child-care/index.js';
import { builtKnowledge } from '../../knowledge/built.js';
import { decide, everyCare, plainCare, rows, type Care } from './child-care.table.js';

const DAY = '2026-11-21';
const law: FlowLaw = { asOf: DAY, figures: figures(DAY) };

/** Answers as a person does: only what is asked, until there is a result. */
function play(care: Care, notSure: readonly string[] = []): Extract<Position, { kind: 'result' }> {
  const answers: Record<string, string | number> = {};
  for (let asked = 0; asked < 30; asked += 1) {
    const position = locate(childCare, answers, law);
    if (position.kind === 'result') return position;
    expect(answers, `${position.question} is asked twice`).not.toHaveProperty(position.question);
    answers[position.question] = notSure.includes(position.question)
      ? 'not-sure'
      : care[position.question as keyof Care];
  }
  throw new Error('no end');
}

const citesOf = (position: Extract<Position, { kind: 'result' }>): string[] =>
  position.endings.flatMap((e) => [...e.cites]);

describe('child-care: the table of ORS 329A.250(3), (4)', () => {
  it('gives, for every combination of answers, the one outcome of its row, with what the row must cite', async () => {
    const { law: sources } = await builtKnowledge();
    let walked = 0;
    const reached = new Set<number>();
    const seen = new Set<string>();
    for (const care of everyCare()) {
      walked += 1;
      const row = decide(care);
      const result = play(care);
      const path = JSON.stringify(result.facts);
      const found = { outcome: result.outcome, rows: result.endings.map((e) => e.row), cites: citesOf(result) };
      if (found.outcome !== row.outcome || found.rows.join() !== String(row.row)) {
        expect.fail(
          `${JSON.stringify(care)} gave row ${found.rows.join()} (${found.outcome}), the table says row ${row.row} (${row.outcome})`,
        );
      }
      if (seen.has(path)) continue;
      seen.add(path);
      reached.add(row.row);
      expect(found.cites).toEqual(row.cites(care));
      for (const id of found.cites) {
        const provision = sources.at(id, DAY);
        expect(provision, id).toBeDefined();
        if (provision) expect(sources.status(provision, DAY), id).toBe('in-force');
      }
    }
    expect(walked).toBe(3 * 2 * 3 * 2 * 3 * 2 * 2 * 2 * 9 * 2 * 2);
    expect([...reached].sort((a, b) => a - b)).toEqual(rows.map((row) => row.row));
  });

  const boundaries: [string, Partial<Care>, number][] = [
    ['a child of 12 is a child (3)', { 'child-age': 'under-13' }, 12],
    ['a teenager without special needs is not (3)', { 'child-age': '13-to-17', 'special-needs': 'no' }, 1],
    ['a teenager with special needs is (3)', { 'child-age': '13-to-17', 'special-needs': 'yes' }, 12],
    ['a person of 18 with special needs is not (3)', { 'child-age': '18-or-older', 'special-needs': 'yes' }, 1],
    ['the parent of every child (4)(b)(B)', { caregiver: 'parent-guardian-custodian' }, 2],
    ['a parent stays with every child (4)(a)', { 'parent-present': 'yes' }, 3],
    [
      'in the child’s own home, however many children (4)(b)(A)',
      { 'care-location': 'childs-home', 'child-count': 9 },
      4,
    ],
    [
      'in the caregiver’s home, five children of several families (4)(a)(A)',
      { 'care-location': 'caregivers-home' },
      12,
    ],
    ['a nanny share at one family’s home is somewhere else (4)(b)(A)', { 'care-location': 'somewhere-else' }, 12],
    ['occasional (4)(b)(H)', { 'regular-basis': 'occasional' }, 5],
    [
      'occasional, even at a licensed place in its hours (4)(a)',
      { 'regular-basis': 'occasional', 'licensed-location': 'yes', 'operating-hours': 'yes' },
      5,
    ],
    [
      'licensed place in its hours, one relative (4)(a)(B)',
      { 'licensed-location': 'yes', 'operating-hours': 'yes', 'child-count': 1, 'related-count': 1 },
      6,
    ],
    [
      'licensed place after hours, one child (4)(b)(F)',
      { 'licensed-location': 'yes', 'operating-hours': 'no', 'child-count': 1 },
      8,
    ],
    ['medical services (4)(b)(D)', { caregiver: 'medical-provider' }, 7],
    [
      'medical services at a licensed place in its hours (4)(a)(B)',
      { caregiver: 'medical-provider', 'licensed-location': 'yes', 'operating-hours': 'yes' },
      6,
    ],
    [
      'medical services at a licensed place after hours (4)(b)(D)',
      { caregiver: 'medical-provider', 'licensed-location': 'yes', 'operating-hours': 'no' },
      7,
    ],
    ['three children (4)(b)(F)', { 'child-count': 3 }, 8],
    ['four children (4)(a)(A)', { 'child-count': 4 }, 12],
    ['four children of one family (4)(b)(E)', { 'child-count': 4, 'one-family': 'yes' }, 9],
    ['four grandchildren of two families (4)(b)(C)', { 'child-count': 4, 'related-count': 4 }, 10],
    ['three of four are grandchildren (4)(c)', { 'child-count': 4, 'related-count': 3 }, 12],
    ['extended family of every child: the department decides (4)(b)(G)', { 'extended-family': 'yes' }, 11],
  ];
  it.each(boundaries)('%s', (_name, change, row) => {
    const care = { ...plainCare, ...change };
    expect(decide(care).row).toBe(row);
    expect(play(care).endings.map((e) => e.row)).toEqual([row]);
  });

  it('cites (4)(c) for two nieces and three neighbors’ children, and not where nobody is related', () => {
    expect(citesOf(play({ ...plainCare, 'child-count': 5, 'related-count': 2 }))).toContain('ORS 329A.250(4)(c)');
    expect(citesOf(play({ ...plainCare, 'child-count': 5, 'related-count': 0 }))).not.toContain('ORS 329A.250(4)(c)');
  });

  it('is decided by every one of its guards: without any one, some care comes out wrong', () => {
    const cares: Care[] = [
      ...boundaries.map(([, change]) => ({ ...plainCare, ...change })),
      { ...plainCare, 'related-count': 2 },
    ];
    for (const [name, rule] of Object.entries(childCare.rules)) {
      const whole = rule.holds;
      (rule as { holds: typeof whole }).holds = () => false;
      try {
        // A day of its own, so that nothing remembered from the whole machine is used.
        const broken: FlowLaw = { asOf: `2026-11-21 without ${name}`, figures: law.figures };
        const differs = cares.some((care) => {
          const answers = Object.fromEntries(Object.entries(care)) as Answers;
          const position = locate(childCare, answers, broken);
          const row = decide(care);
          if (position.kind !== 'result') return true;
          return (
            position.outcome !== row.outcome ||
            position.endings.flatMap((e) => e.cites).join() !== row.cites(care).join()
          );
        });
        expect(differs, name).toBe(true);
      } finally {
        (rule as { holds: typeof whole }).holds = whole;
      }
    }
  });
});

describe('child-care: not sure', () => {
  it('does not stop where every way the open fact can turn out gives one outcome', () => {
    const result = play({ ...plainCare, 'regular-basis': 'occasional' }, ['care-location']);
    expect(result.outcome).toBe('not-child-care');
    expect(result.facts).toMatchObject({ 'care-location': 'not-sure', 'regular-basis': 'occasional' });
    expect(result.endings.map((e) => e.row)).toEqual([4, 5]);
  });

  it('gives the number of children as a range from the figure of (4)(b)(F)', () => {
    const result = play(plainCare, ['child-count']);
    expect(result.outcome).toBe('depends');
    expect(result.possibilities).toEqual([
      { outcome: 'not-child-care', when: { 'child-count': { max: 3 } } },
      { outcome: 'child-care', when: { 'child-count': { min: 4 } } },
    ]);
  });

  it('says what follows from one family or several', () => {
    expect(play(plainCare, ['one-family']).possibilities).toEqual([
      { outcome: 'not-child-care', when: { 'one-family': 'yes' } },
      { outcome: 'child-care', when: { 'one-family': 'no' } },
    ]);
  });

  it('counts relatives as all or not all', () => {
    expect(play(plainCare, ['related-count']).possibilities).toEqual([
      { outcome: 'not-child-care', when: { 'related-count': { min: 5 } } },
      { outcome: 'child-care', when: { 'related-count': { max: 4 } } },
    ]);
  });

  it('keeps a count of relatives that is known while the number of children is open', () => {
    const result = play({ ...plainCare, 'related-count': 5 }, ['child-count']);
    expect(result.possibilities).toEqual([
      { outcome: 'not-child-care', when: { 'child-count': { min: 5, max: 5 } } },
      { outcome: 'child-care', when: { 'child-count': { min: 6 } } },
    ]);
  });

  it('agrees with the table: for every fact left open, exactly the outcomes that some value of it gives', () => {
    const values: Record<string, readonly (string | number)[]> = {
      'child-age': ['under-13', '13-to-17', '18-or-older'],
      'special-needs': ['yes', 'no'],
      caregiver: ['parent-guardian-custodian', 'medical-provider', 'someone-else'],
      'parent-present': ['yes', 'no'],
      'care-location': ['childs-home', 'caregivers-home', 'somewhere-else'],
      'regular-basis': ['regular', 'occasional'],
      'licensed-location': ['yes', 'no'],
      'operating-hours': ['yes', 'no'],
      'child-count': [0, 1, 2, 3, 4, 5, 6, 7, 40],
      'one-family': ['yes', 'no'],
      'related-count': [0, 1, 2, 3, 4, 5],
      'extended-family': ['yes', 'no'],
    };
    const bases: Care[] = [
      plainCare,
      { ...plainCare, 'child-age': '13-to-17', 'special-needs': 'yes' },
      { ...plainCare, caregiver: 'medical-provider' },
      { ...plainCare, 'licensed-location': 'yes', 'operating-hours': 'yes' },
      { ...plainCare, 'child-count': 4, 'related-count': 4 },
      { ...plainCare, 'child-count': 4, 'related-count': 2, 'extended-family': 'yes' },
      { ...plainCare, 'care-location': 'childs-home' },
    ];
    const names = Object.keys(values);
    for (const base of bases) {
      for (const one of names) {
        for (const two of names) {
          const open = [...new Set([one, two])];
          const result = play(base, open);
          const openOnPath = open.filter((name) => result.facts[name] === 'not-sure');
          const expected = new Set<string>();
          const combine = (care: Care, rest: string[]): void => {
            const [name, ...others] = rest;
            if (name === undefined) {
              if (care['related-count'] <= care['child-count']) expected.add(decide(care).outcome);
              return;
            }
            for (const value of values[name] ?? []) combine({ ...care, [name]: value }, others);
          };
          combine(base, openOnPath);
          const label = `${JSON.stringify(base)} open: ${openOnPath.join()}`;
          const actual =
            result.outcome === 'depends'
              ? new Set(result.possibilities.map((p) => p.outcome))
              : new Set([result.outcome]);
          expect([...actual].sort(), label).toEqual([...expected].sort());
        }
      }
    }
  });

  it('answers even when nothing is known', () => {
    const result = play(plainCare, Object.keys(childCare.questions));
    expect(result.outcome).toBe('depends');
    expect(new Set(result.possibilities.map((p) => p.outcome))).toEqual(
      new Set(['not-a-child', 'not-child-care', 'child-care', 'ask-department']),
    );
  });
});

describe('child-care: advice', () => {
  const advice = (care: Partial<Care>, notSure: readonly string[] = []) => {
    const result = play({ ...plainCare, ...care }, notSure);
    return childCare.advise({
      outcome: result.outcome,
      rows: result.endings.map((e) => e.row),
      endings: result.endings.map((e) => e.id),
      facts: result.facts,
      law,
      elsewhere: {},
    });
  };
  const keys = (care: Partial<Care>) => advice(care).items.map((item) => item.key);

  it('says with every result that pay makes no difference (4)(a)', () => {
    for (const row of [{}, { 'child-count': 2 }, { caregiver: 'parent-guardian-custodian' as const }])
      expect(keys(row)).toContain('notices:pay-makes-no-difference');
  });

  it('says what the answer means next, each with its paragraph', () => {
    const steps = (care: Partial<Care>, notSure: readonly string[] = []) =>
      advice(care, notSure).items.filter((item) => item.section === 'steps');
    const step = (key: string, ...cites: string[]) => [{ section: 'steps', key, cites }];
    const needsNone = step('no-license-for-this-care', 'ORS 329A.250(5)', 'ORS 329A.280(1)', 'ORS 329A.330(1)');
    expect(steps({ 'child-age': '18-or-older' })).toEqual(step('nothing-more', 'ORS 329A.250(3)'));
    expect(steps({ 'child-count': 3 })).toEqual(needsNone);
    expect(steps({ caregiver: 'parent-guardian-custodian' })).toEqual(needsNone);
    expect(steps({})).toEqual(step('license-may-be-needed', 'ORS 329A.280(1)', 'ORS 329A.330(1)'));
    expect(steps({ 'licensed-location': 'yes', 'operating-hours': 'yes' })).toEqual(
      step('place-is-licensed', 'ORS 329A.250(4)(a)(B)'),
    );
    expect(steps({ 'licensed-location': 'yes' }, ['operating-hours'])).toEqual(
      step('license-may-be-needed', 'ORS 329A.280(1)', 'ORS 329A.330(1)'),
    );
    expect(steps({ 'extended-family': 'yes' })).toEqual(step('ask-before-starting', 'ORS 329A.250(4)(b)(G)'));
    expect(steps({}, ['child-count'])).toEqual([]);
  });

  it('keeps recording apart, where the care could be a program’s (255(1))', () => {
    expect(keys({ 'child-count': 3 })).toContain('recording-is-apart');
    expect(keys({ caregiver: 'parent-guardian-custodian' })).not.toContain('recording-is-apart');
    expect(keys({ 'care-location': 'childs-home' })).not.toContain('recording-is-apart');
    expect(keys({})).not.toContain('recording-is-apart');
  });

  it('warns of a founded report with rows 4, 8 and 9 alone (030(2)(b))', () => {
    expect(keys({ 'care-location': 'childs-home' })).toContain('notices:founded-report');
    expect(keys({ 'child-count': 3 })).toContain('notices:founded-report');
    expect(keys({ 'one-family': 'yes' })).toContain('notices:founded-report');
    expect(keys({ 'child-count': 4, 'related-count': 4 })).not.toContain('notices:founded-report');
    expect(keys({})).not.toContain('notices:founded-report');
  });

  it('names exempt prohibited individuals with every not-child-care by someone other than the parent (252)', () => {
    expect(keys({ caregiver: 'parent-guardian-custodian' })).not.toContain('notices:prohibited-individual');
    expect(keys({ 'child-count': 4, 'related-count': 4 })).toContain('notices:prohibited-individual');
    expect(keys({ 'regular-basis': 'occasional' })).toContain('notices:prohibited-individual');
    expect(keys({})).not.toContain('notices:prohibited-individual');
  });

  it('leads on to license after row 12 alone, with the count and the family carried over', () => {
    expect(advice({}).leadsTo).toEqual({ flow: 'license', answers: { 'other-children': 5, 'one-family': 'no' } });
    expect(advice({ 'licensed-location': 'yes', 'operating-hours': 'yes' }).leadsTo).toBeUndefined();
    expect(advice({ 'child-count': 3 }).leadsTo).toBeUndefined();
  });
});
