import { beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGuide, dayInOregon, type Guide, type GuideReply } from '../../bot/guide.js';
import { newSession, readSession, SESSION_VERSION, type Session } from '../../dialogs/conversation/session.js';
import { locate } from '../../dialogs/engine/explore.js';
import { NOT_SURE, type Answer, type Flow } from '../../dialogs/engine/flow.js';
import { flowLaw } from '../../dialogs/conversation/result.js';
import { classesOf } from '../../dialogs/engine/explore.js';
import { flows } from '../../dialogs/flows/index.js';
import { loadLocales } from '../../locales/index.js';
import { builtKnowledge, ROOT } from '../knowledge/built.js';

interface Entity {
  type: string;
  [name: string]: unknown;
}

let clock = new Date('2026-11-21T20:00:00Z');
let guide: Guide;
let sources = '';
const folded = (text: string): string => text.replace(/[\s\u00a0]+/gu, ' ').trim();

beforeAll(async () => {
  const { law, search, explanations } = await builtKnowledge();
  const locales = await loadLocales(join(ROOT, 'locales'));
  guide = createGuide({ law, search, explanations, flows, locales, now: () => clock });
  sources = law.documents
    .map((d) => folded(readFileSync(join(ROOT, 'knowledge', 'sources', d.file), 'utf8')))
    .join('\n');
});

const say = (session: Session, message: { text?: string; value?: unknown }, locale = 'en'): GuideReply =>
  guide.respond(
    session,
    { kind: 'message', message: { text: message.text ?? null, value: message.value } },
    locale,
    'https://guide.test',
  );

const entityOf = (reply: GuideReply, type: string): Entity | undefined =>
  reply.activities.flatMap((a) => (a.entities ?? []) as Entity[]).find((e) => e.type === type);

/** Sessions that stand just before the last answer of a flow, with that answer; one for each ending, and one all open. */
function ends(flow: Flow, asOf: string): { answers: Record<string, Answer>; last: [string, Answer] }[] {
  const found = new Map<string, { answers: Record<string, Answer>; last: [string, Answer] }>();
  const law = flowLaw(asOf);
  const walk = (answers: Record<string, Answer>): void => {
    if (found.size > 60) return;
    const position = locate(flow, answers, law);
    if (position.kind === 'result') {
      const names = Object.keys(answers);
      const name = names.at(-1) as string;
      const key = position.endings.map((e) => e.id).join() + JSON.stringify(Object.values(answers).slice(-2));
      if (!found.has(key)) {
        const { [name]: answer, ...before } = answers;
        found.set(key, { answers: before, last: [name, answer as Answer] });
      }
      return;
    }
    const question = flow.questions[position.question];
    if (!question) throw new Error(position.question);
    for (const { sample } of classesOf(question, position.facts, law, { 'resident-counted': 0 })) {
      walk({ ...answers, [position.question]: sample });
    }
  };
  walk({});
  const open: Record<string, Answer> = {};
  for (let p = locate(flow, open, law); p.kind === 'ask'; p = locate(flow, open, law)) open[p.question] = NOT_SURE;
  const name = Object.keys(open).at(-1) as string;
  const { [name]: answer, ...before } = open;
  return [...found.values(), { answers: before, last: [name, answer as Answer] }];
}

describe('results on the wire', () => {
  it.each(
    flows.flatMap((flow) => ['2025-06-30', '2026-06-30', '2026-11-21'].map((asOf) => [flow.id, asOf, flow] as const)),
  )('%s on %s: the nth citation is [n] in the text and the Claim at position n, word for word', (_id, asOf, flow) => {
    for (const { answers, last } of ends(flow, asOf)) {
      const session: Session = {
        ...newSession(),
        flow: flow.id,
        asOf,
        answers: { [flow.id]: answers },
        order: { [flow.id]: Object.keys(answers) },
        open: { flow: flow.id, question: last[0] },
      };
      const reply = say(session, { value: { question: last[0], answer: last[1] } });
      const result = entityOf(reply, 'oregon-child-care/result');
      const activity = reply.activities.find((a) => ((a.entities ?? []) as Entity[]).some((e) => e === result));
      const claims = ((activity?.entities ?? []) as Entity[]).find((e) => e.type === 'https://schema.org/Message')?.[
        'citation'
      ] as {
        position: number;
        appearance: { name: string; abstract: string; url: string; keywords: string[] };
      }[];
      const cited = result?.['citations'] as string[];
      const text = activity?.text ?? '';
      expect(claims.map((c) => c.position)).toEqual(cited.map((_, i) => i + 1));
      // The marks appear in the order of the citations, and each is defined.
      const body = text.slice(0, text.indexOf('\n\n[1]: '));
      const first = [...new Set([...body.matchAll(/\[(\d+)\]/g)].map((m) => Number(m[1])))];
      expect(first).toEqual([...first].sort((a, b) => a - b));
      expect(first).toEqual(cited.map((_, i) => i + 1));
      for (const [i, claim] of claims.entries()) {
        const plain = (cited[i] ?? '').replace(/@.*$/, '');
        expect(
          claim.appearance.name.replace(/ (?=\()/, '').startsWith(plain.split('#')[0] as string),
          `${claim.appearance.name} for ${plain}`,
        ).toBe(true);
        expect(sources).toContain(claim.appearance.abstract);
        expect(text).toContain(`[${i + 1}]: ${claim.appearance.url}`);
      }
    }
  });

  it('marks what is still to come with its day and its status', () => {
    const session: Session = {
      ...newSession(),
      flow: 'expulsion-prevention',
      asOf: '2026-06-30',
      answers: {
        'expulsion-prevention': {
          'early-childhood': 'yes',
          situation: 'facing-expulsion',
          'program-status': 'certified',
          role: 'parent',
        },
      },
      order: { 'expulsion-prevention': ['early-childhood', 'situation', 'program-status', 'role'] },
      open: { flow: 'expulsion-prevention', question: 'needs-accommodation' },
    };
    const result = entityOf(
      say(session, { value: { question: 'needs-accommodation', answer: 'no' } }),
      'oregon-child-care/result',
    );
    expect(result?.['citations']).toContain('ORS 329A.625@2026-07-01');
    expect(result?.['statuses']).toMatchObject({ 'ORS 329A.625@2026-07-01': 'pending' });
    expect(result?.['later']).toEqual([{ from: '2026-07-01', outcome: 'prohibited-and-must-request' }]);
  });
});

describe('the day in Oregon', () => {
  it.each([
    ['2026-07-01T06:59:00Z', '2026-06-30'],
    ['2026-07-01T07:01:00Z', '2026-07-01'],
    ['2025-01-02T07:59:00Z', '2025-01-01'],
    ['2025-01-02T08:01:00Z', '2025-01-02'],
  ])('%s is %s', (instant, day) => {
    expect(dayInOregon(new Date(instant))).toBe(day);
  });

  it('decides which law a conversation reads', () => {
    const asked = (instant: string): unknown => {
      clock = new Date(instant);
      const reply = say(newSession(), { value: { command: 'cite', id: 'ORS 329A.625' } });
      clock = new Date('2026-11-21T20:00:00Z');
      return reply.activities[0]?.text?.includes('not in force yet');
    };
    expect(asked('2026-07-01T06:59:00Z')).toBe(true);
    expect(asked('2026-07-01T07:01:00Z')).toBe(false);
  });
});

describe('coming back', () => {
  const midway = (): Session => {
    const started = say(newSession(), { value: { command: 'start', flow: 'child-care' } }).session;
    return say(started, { value: { question: 'child-age', answer: 'under-13' } }).session;
  };

  it('after days says where it stands, and goes on or starts anew', () => {
    const session = midway();
    clock = new Date('2026-11-24T20:00:00Z');
    const hello = say(session, { text: 'hello' });
    expect(entityOf(hello, 'oregon-child-care/question')?.['question']).toBe('resume');
    const on = say(hello.session, { value: { question: 'resume', answer: 'go-on' } });
    expect(entityOf(on, 'oregon-child-care/question')?.['question']).toBe('caregiver');
    const anew = say(hello.session, { value: { question: 'resume', answer: 'start-anew' } });
    expect(entityOf(anew, 'oregon-child-care/question')?.['question']).toBe('child-age');
    expect(anew.session.answers['child-care'] ?? {}).toEqual({});
    clock = new Date('2026-11-21T20:00:00Z');
  });

  it('after days still takes an answer as an answer', () => {
    const session = midway();
    clock = new Date('2026-11-24T20:00:00Z');
    const reply = say(session, { value: { question: 'caregiver', answer: 'someone-else' } });
    expect(entityOf(reply, 'oregon-child-care/question')?.['question']).toBe('parent-present');
    clock = new Date('2026-11-21T20:00:00Z');
  });

  it('lands on the first question that no longer fits when a deploy removed the open one or an answer', () => {
    const session = midway();
    const gone: Session = { ...session, open: { flow: 'child-care', question: 'removed-question' } };
    expect(entityOf(say(gone, { text: 'why' }), 'oregon-child-care/question')?.['question']).toBe('caregiver');
    const odd: Session = {
      ...session,
      answers: { 'child-care': { 'child-age': 'no-longer-an-answer' } },
      open: { flow: 'child-care', question: 'caregiver' },
    };
    const reply = say(odd, { value: { question: 'caregiver', answer: 'someone-else' } });
    expect(entityOf(reply, 'oregon-child-care/question')?.['question']).toBe('child-age');
    const flowGone: Session = { ...session, flow: 'removed-flow', open: { flow: 'removed-flow', question: 'x' } };
    expect(say(flowGone, { text: 'help' }).activities.length).toBeGreaterThan(0);
  });

  it('starts anew from a record that it cannot read', () => {
    expect(readSession({ version: SESSION_VERSION + 1 })).toEqual(newSession());
    expect(readSession('nonsense')).toEqual(newSession());
  });
});

describe('language', () => {
  it('switches in mid-flow and keeps the place, whatever the channel says later', () => {
    const started = say(newSession(), { value: { command: 'start', flow: 'child-care' } }).session;
    const spanish = say(started, { text: 'español' });
    expect(spanish.activities.at(-1)?.locale).toBe('es');
    expect(entityOf(spanish, 'oregon-child-care/question')?.['question']).toBe('child-age');
    const next = say(spanish.session, { text: 'menos de 13 años' }, 'en-US');
    expect(next.activities.at(-1)?.locale).toBe('es');
    expect(entityOf(next, 'oregon-child-care/question')?.['question']).toBe('caregiver');
    expect(say(next.session, { value: { command: 'language', tag: 'en' } }).activities.at(-1)?.locale).toBe('en');
    expect(
      entityOf(say(next.session, { value: { command: 'language', tag: 'tlh' } }), 'oregon-child-care/notice')?.['code'],
    ).toBe('unknown-language');
  });
});

describe('changing an answer', () => {
  it('says what moved', () => {
    let session = say(newSession(), { value: { command: 'start', flow: 'child-care' } }).session;
    const answers: [string, Answer][] = [
      ['child-age', 'under-13'],
      ['caregiver', 'someone-else'],
      ['parent-present', 'no'],
      ['care-location', 'caregivers-home'],
      ['regular-basis', 'regular'],
      ['licensed-location', 'no'],
      ['child-count', 3],
    ];
    for (const [question, answer] of answers) session = say(session, { value: { question, answer } }).session;
    session = say(session, { value: { command: 'change', question: 'care-location' } }).session;
    const moved = say(session, { value: { question: 'care-location', answer: 'childs-home' } });
    expect(entityOf(moved, 'oregon-child-care/result')?.['moved']).toEqual({
      from: 'not-child-care',
      to: 'not-child-care',
      changed: ['care-location'],
    });
    const again = say(say(moved.session, { value: { command: 'change', question: 'child-age' } }).session, {
      value: { question: 'child-age', answer: '18-or-older' },
    });
    expect(entityOf(again, 'oregon-child-care/result')?.['moved']).toMatchObject({
      from: 'not-child-care',
      to: 'not-a-child',
    });
  });
});

describe('summary pages', () => {
  it('hold the result without names, and expire', () => {
    let session = say(newSession(), { value: { command: 'start', flow: 'child-care' } }).session;
    session = say(session, { value: { question: 'child-age', answer: '18-or-older' } }).session;
    const { summary } = say(session, { text: 'summary' });
    expect(summary).toMatchObject({ flow: 'child-care', asOf: '2026-11-21', locale: 'en' });
    expect(summary?.id.length).toBeGreaterThanOrEqual(20);
    const page = guide.summarize(summary, 'https://guide.test');
    expect(page?.markdown).toContain('329A.250');
    expect(page?.citations[0]?.name).toBe('ORS 329A.250 (3)');
    clock = new Date('2027-01-21T20:00:00Z');
    expect(guide.summarize(summary, 'https://guide.test')).toBeNull();
    expect(guide.isExpired(summary, clock)).toBe(true);
    clock = new Date('2026-11-21T20:00:00Z');
    expect(guide.summarize({ id: 'x' }, 'https://guide.test')).toBeNull();
  });
});
