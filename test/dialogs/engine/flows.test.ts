import { beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { fits } from '../../../dialogs/engine/answers.js';
import { classesOf, locate, type Position } from '../../../dialogs/engine/explore.js';
import { NOT_SURE, type Advice, type Answer, type Answers, type Flow } from '../../../dialogs/engine/flow.js';
import { flowLaw, resultView } from '../../../dialogs/conversation/result.js';
import { flows } from '../../../dialogs/flows/index.js';
import type { Law } from '../../../knowledge/index.js';
import { loadLocales, type Locales } from '../../../locales/index.js';
import { figureParams } from '../../../bot/guide.js';
import { parsedLaw, ROOT } from '../../knowledge/built.js';

const DAYS = ['2025-06-30', '2026-11-21'];
type Result = Extract<Position, { kind: 'result' }>;

/** So many ends of each flow are looked at: every state and every kind of end is among them. */
const ENDS = 120;

/** All paths of a flow with one number from each class, thinned out evenly. */
function paths(flow: Flow, asOf: string): { answers: Answers; result: Result }[] {
  const found: { answers: Answers; result: Result }[] = [];
  const law = flowLaw(asOf);
  const walk = (answers: Answers): void => {
    const position = locate(flow, answers, law);
    if (position.kind === 'result') {
      found.push({ answers, result: position });
      return;
    }
    const question = flow.questions[position.question];
    if (!question) throw new Error(position.question);
    const numbers = question.input === 'number' || question.input === 'money';
    // Classes as they are once the other numbers are known: a few on both sides of each boundary.
    const known = { 'resident-counted': 0, ...answers };
    for (const { sample } of classesOf(question, position.facts, law, numbers ? known : {})) {
      if (fits(question, position.facts, sample)) walk({ ...answers, [position.question]: sample });
    }
  };
  walk({});
  const step = Math.max(1, Math.floor(found.length / ENDS));
  const seen = new Set<string>();
  return found.filter(({ result }, i) => {
    const first = !seen.has(result.endings[0]?.id ?? '');
    seen.add(result.endings[0]?.id ?? '');
    return first || i % step === 0;
  });
}

const walked = new Map<string, ReturnType<typeof paths>>();
const pathsOf = (flow: Flow, day: string): ReturnType<typeof paths> => {
  const key = `${flow.id} ${day}`;
  const known = walked.get(key) ?? paths(flow, day);
  walked.set(key, known);
  return known;
};

const adviceOf = (flow: Flow, { outcome, endings, facts }: Result, day: string): Advice =>
  flow.advise({
    outcome,
    rows: endings.map((e) => e.row),
    endings: endings.map((e) => e.id),
    facts,
    law: flowLaw(day),
    elsewhere: {},
  });

let law: Law;
let locales: Locales;
beforeAll(async () => {
  law = parsedLaw();
  locales = await loadLocales(join(ROOT, 'locales'));
});

describe.each(flows.map((flow) => [flow.id, flow] as const))('%s', (_id, flow) => {
  it('reaches every question and every ending', () => {
    const questions = new Set<string>();
    const endings = new Set<string>();
    for (const day of DAYS) {
      for (const { answers, result } of pathsOf(flow, day)) {
        for (const name of Object.keys(answers)) questions.add(name);
        for (const ending of result.endings) endings.add(ending.id);
      }
    }
    if (flow.id === 'expulsion-prevention') questions.add('excluded-before-operative');
    expect([...questions].sort()).toEqual(Object.keys(flow.questions).sort());
    const finals = Object.entries(flow.machine.states as Record<string, { type: string }>)
      .filter(([, state]) => state.type === 'final')
      .map(([name]) => name);
    expect([...endings].sort()).toEqual(finals.sort());
  });

  it('has words in every language for every question, answer, ending, outcome and piece of advice', () => {
    for (const tag of locales.tags) {
      const need = (key: string): void => {
        if (!locales.has(tag, key)) expect.fail(`${tag} lacks ${key}`);
      };
      for (const key of ['title', 'pitch', 'start', 'outcome.depends', 'outcome-short.depends'])
        need(`${flow.id}:${key}`);
      for (const [name, question] of Object.entries(flow.questions)) {
        for (const part of ['ask', 'help', 'example']) need(`${flow.id}:question.${name}.${part}`);
        if ('answers' in question)
          for (const id of question.answers) need(`${flow.id}:question.${name}.answers.${id}.label`);
      }
      const t = locales.translator(tag);
      for (const day of DAYS) {
        const seen = new Set<string>();
        for (const { result } of pathsOf(flow, day)) {
          need(`${flow.id}:outcome.${result.outcome}`);
          need(`${flow.id}:outcome-short.${result.outcome}`);
          for (const ending of result.endings) need(`${flow.id}:reason.${ending.id}`);
          for (const item of adviceOf(flow, result, day).items) {
            const key = item.key.includes(':') ? item.key : `${flow.id}:advice.${item.key}`;
            if (seen.has(key)) continue;
            seen.add(key);
            need(key);
            const text = t(key, { ...figureParams(day), ...item.params });
            if (text.includes('{{')) expect.fail(`${tag} ${key} has a placeholder that is not filled: ${text}`);
          }
        }
      }
    }
  });

  it('cites only what exists, first what the row must cite, and nothing twice', () => {
    for (const day of DAYS) {
      for (const { answers, result } of pathsOf(flow, day)) {
        const view = resultView(flow, result, answers, day, law);
        const keys = view.citations.map((c) => c.provision.key);
        expect(new Set(keys).size).toBe(keys.length);
        const must = result.endings.flatMap((ending) => ending.cites.map((id) => law.citation(id, day).provision.key));
        expect(keys.slice(0, new Set(must).size)).toEqual([...new Set(must)]);
        for (const key of must) {
          const provision = law.byKey(key);
          expect(provision && ['in-force', 'pending'].includes(law.status(provision, day)), key).toBe(true);
        }
      }
    }
  });

  it('asks nothing that cannot change the result: each question on each path has two answers that lead apart', () => {
    const told = (answers: Answers, day: string): Set<string> => {
      const position = locate(flow, answers, flowLaw(day));
      if (position.kind === 'result') {
        return new Set([JSON.stringify([position.outcome, position.endings, adviceOf(flow, position, day)])]);
      }
      return new Set([`asks ${position.question} ${JSON.stringify(Object.values(position.facts).at(-1))}`]);
    };
    for (const day of DAYS) {
      const law = flowLaw(day);
      const checked = new Set<string>();
      for (const { answers } of pathsOf(flow, day)) {
        const names = Object.keys(answers);
        for (const [i, name] of names.entries()) {
          const before = Object.fromEntries(names.slice(0, i).map((n) => [n, answers[n]]));
          const key = JSON.stringify(before);
          if (checked.has(key)) continue;
          checked.add(key);
          const question = flow.questions[name];
          const position = locate(flow, before, law);
          if (!question || position.kind !== 'ask') throw new Error(name);
          const outcomes = classesOf(question, position.facts, law, before).map(({ sample }) =>
            [...told({ ...before, [name]: sample }, day)].join(),
          );
          // A money amount changes a figure in the advice, whatever its class.
          if (question.input === 'money') continue;
          if (new Set(outcomes).size < 2) expect.fail(`${name} after ${key} changes nothing`);
        }
      }
    }
  });

  it('keeps what still applies when any answer is changed, from every end, and comes to the result of the changed facts', () => {
    const day = '2026-11-21';
    const law = flowLaw(day);
    for (const { answers, result } of pathsOf(flow, day)) {
      for (const name of result.visited) {
        const question = flow.questions[name];
        if (!question) throw new Error(name);
        const others: Answer[] = [...classesOf(question, result.facts, law, {}).map((c) => c.sample), NOT_SURE];
        for (const other of others.slice(0, 4).concat(NOT_SURE)) {
          const changed: Answers = { ...answers, [name]: other };
          const position = locate(flow, changed, law);
          if (position.kind === 'ask') {
            const given = changed[position.question];
            const asked = flow.questions[position.question];
            if (
              given !== undefined &&
              asked &&
              fits(asked, position.facts, given) &&
              position.facts[position.question] !== undefined
            ) {
              expect.fail(`${position.question} is asked again though ${JSON.stringify(given)} still applies`);
            }
          } else {
            // Whatever is on the new path and was not changed is as it was.
            for (const [fact, value] of Object.entries(position.facts)) {
              if (fact !== name) expect(value).toEqual(answers[fact]);
            }
          }
        }
      }
    }
  });

  it('answers when everything is left open, with every outcome among the possibilities', () => {
    for (const day of DAYS) {
      const answers: Record<string, Answer> = {};
      let position = locate(flow, answers, flowLaw(day));
      for (let asked = 0; position.kind === 'ask'; asked += 1) {
        expect(asked).toBeLessThan(40);
        answers[position.question] = NOT_SURE;
        position = locate(flow, answers, flowLaw(day));
      }
      const possible = new Set(position.possibilities.map((p) => p.outcome));
      const reached = new Set(pathsOf(flow, day).map(({ result }) => result.outcome));
      expect([...possible].sort()).toEqual([...reached].sort());
      expect(position.possibilities.length).toBeLessThanOrEqual(100);
    }
  });
});
