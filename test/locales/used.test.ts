import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decisionTable } from '../../dialogs/engine/explore.js';
import type { Flow } from '../../dialogs/engine/flow.js';
import { flowLaw } from '../../dialogs/conversation/result.js';
import { flows } from '../../dialogs/flows/index.js';
import { FIGURES } from '../../knowledge/figures.js';
import { ROOT } from '../knowledge/built.js';

const ENGLISH = join(ROOT, 'locales', 'en');
const PLURAL = /_(?:zero|one|two|few|many|other)$/;

function* keysOf(value: object, path = ''): Generator<string> {
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) yield* keysOf(inner, `${path}${name}.`);
    else yield (path + name).replace(PLURAL, '');
  }
}

function keysIn(namespace: string): string[] {
  const file: unknown = JSON.parse(readFileSync(join(ENGLISH, `${namespace}.json`), 'utf8'));
  return [...new Set(keysOf(file as object))];
}

/** The program's own text, without its tests: a key that is asked for stands in it, whole or as the beginning of a pattern. */
function codeBelow(folder: string): string {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .map((entry) =>
      entry.isDirectory()
        ? codeBelow(join(folder, entry.name))
        : entry.name.endsWith('.ts')
          ? readFileSync(join(ROOT, folder, entry.name), 'utf8')
          : '',
    )
    .join('\n');
}

const code = codeBelow('bot') + codeBelow('dialogs');

/** The conversation's own questions, whose answers are worded below their names. */
const OWN_ANSWERS = /^(?:confirm|go-on|heard|switch|resume)\.(?:yes|no|go-on|start-anew)$/;

/** True where code asks for the key: by its name, or by a pattern such as `answer.where.${...}` that it begins with. */
function isAsked(namespace: string, key: string): boolean {
  if (namespace === 'conversation' && OWN_ANSWERS.test(key)) return true;
  const names = namespace === 'conversation' ? [key] : [`${namespace}:${key}`];
  return names.some((name) => {
    if (["'", '`', '"'].some((quote) => code.includes(quote + name + quote))) return true;
    const parts = name.split(/(?<=[.:])/);
    return parts.some((_, at) => at > 0 && code.includes(`\`${parts.slice(0, at).join('')}\${`));
  });
}

/** The days on which some machine may read otherwise. */
const days = [
  '2024-01-01',
  '2026-11-21',
  ...Object.values(FIGURES)
    .flat()
    .map(({ value }) => value),
].filter((value): value is string => typeof value === 'string' && value >= '2024-01-01');

/** Every key that a flow's questions, rows and advice can ask for. */
function keysOfFlow(flow: Flow): Set<string> {
  const keys = new Set(['title', 'pitch', 'start', 'outcome.depends', 'outcome-short.depends']);
  for (const [name, question] of Object.entries(flow.questions)) {
    for (const key of ['ask', 'help', 'example']) keys.add(`question.${name}.${key}`);
    const answers = 'answers' in question ? question.answers : [];
    for (const id of answers)
      for (const key of ['label', 'synonyms']) keys.add(`question.${name}.answers.${id}.${key}`);
  }
  for (const day of new Set(days)) {
    for (const { ending } of decisionTable(flow, flowLaw(day))) {
      for (const key of [`reason.${ending.id}`, `outcome.${ending.outcome}`, `outcome-short.${ending.outcome}`])
        keys.add(key);
    }
  }
  return keys;
}

describe('no word is left over', () => {
  const own = new Set(flows.map(({ id }) => id));
  const shared = readdirSync(ENGLISH)
    .filter((file) => file.endsWith('.json') && file !== 'language.json')
    .map((file) => file.slice(0, -'.json'.length))
    .filter((namespace) => !own.has(namespace) && namespace !== 'short');

  it.each(shared)('every key of %s is asked for', (namespace) => {
    expect(keysIn(namespace).filter((key) => !isAsked(namespace, key))).toEqual([]);
  });

  it.each(flows.map((flow) => [flow.id, flow] as const))('every key of %s can be reached', (id, flow) => {
    const reached = keysOfFlow(flow);
    // "parent-must-request" is asked for as `${role}-must-request`.
    const advice = readFileSync(join(ROOT, 'dialogs', 'flows', id, 'advice.ts'), 'utf8');
    const patterns = [...advice.matchAll(/`([^`]*\$\{[^`]*)`/g)].map(
      ([, text = '']) => new RegExp(`^${text.replace(/\$\{[^}]*\}/g, '[a-z-]+')}$`),
    );
    const advised = (key: string): boolean => {
      const [head, ...rest] = key.split('.');
      const name = rest.join('.');
      if (head !== 'advice') return isAsked(id, key);
      return advice.includes(`'${name}'`) || patterns.some((pattern) => pattern.test(name));
    };
    expect(keysIn(id).filter((key) => !reached.has(key) && !advised(key))).toEqual([]);
  });

  it('every short name is of a question', () => {
    const questions = flows.flatMap((flow) => Object.keys(flow.questions).map((name) => `${flow.id}.${name}`));
    expect(keysIn('short').filter((key) => !questions.includes(key))).toEqual([]);
  });
});
