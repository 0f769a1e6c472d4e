/**
 * `npm run eval`: how well the search answers questions that people ask, per language, beside MiniSearch and plain lunr. The
 * tuning half may be looked at (`npm run eval -- --misses`); of the held-out half only totals are ever printed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../bot/compose.js';
import { loadKnowledge } from '../knowledge/index.js';
import { readLayer, readTopics } from '../knowledge/search/layer.js';
import { languagePacks } from '../locales/packs.js';
import { goldTags, HALVES, readGold } from './eval/gold.js';
import { measure, placeOf, type Answerer, type Measures } from './eval/measures.js';
import { miniSearch, plainLunr } from './eval/rivals.js';

const write = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

const ROWS: readonly [string, (m: Measures) => string][] = [
  ['hit@1', (m) => share(m.hit1)],
  ['hit@3', (m) => share(m.hit3)],
  ['hit@5', (m) => share(m.hit5)],
  ['MRR', (m) => share(m.mrr)],
  ['abstention precision', (m) => share(m.abstentionPrecision)],
  ['abstention recall', (m) => share(m.abstentionRecall)],
  ['false abstentions', (m) => share(m.falseAbstentions)],
  ['median ms a query', (m) => m.medianMs.toFixed(2)],
  ['95th percentile ms', (m) => m.p95Ms.toFixed(2)],
];

function share(value: number): string {
  return value.toFixed(3);
}

const root = projectRoot();
const { law, search } = loadKnowledge(join(root, 'build', 'knowledge'), languagePacks(join(root, 'locales')));
/** The questions are about the law as it stands; a day that moves would move the figures with it. */
const AS_OF = '2026-11-21';

const ours =
  (locale: string): Answerer =>
  (question) => {
    const result = search.search(question, { asOf: AS_OF, locale });
    return result.abstained ? [] : result.hits.map(({ citation }) => citation.provision.key);
  };

const lines = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const showMisses = process.argv.includes('--misses');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const lunrAlone = plainLunr(law);

for (const tag of goldTags(root).filter((known) => only.length === 0 || only.includes(known))) {
  const folder = join(root, 'locales', tag);
  const rival = miniSearch(
    law,
    readLayer(lines(join(folder, 'law.jsonl'))),
    readTopics(lines(join(folder, 'topics.jsonl'))),
  );
  for (const half of HALVES) {
    const gold = readGold(root, tag, half);
    const columns = [ours(tag), rival, lunrAlone].map((answer) => measure(gold, answer));
    const [first] = columns;
    write();
    write(
      `${tag}, ${half}: ${first?.answered ?? 0} questions that the sources answer, ${first?.unanswered ?? 0} that they do not`,
    );
    write(`${''.padEnd(24)}${['ours', 'MiniSearch', 'plain lunr'].map((name) => name.padStart(12)).join('')}`);
    for (const [name, cell] of ROWS) write(`${name.padEnd(24)}${columns.map((m) => cell(m).padStart(12)).join('')}`);
    if (!showMisses || half !== 'tuning') continue;
    for (const question of gold) {
      const ids = ours(tag)(question.question);
      const place = placeOf(question, ids);
      if (question.ids.length === 0 ? ids.length === 0 : place === 1) continue;
      write(`  ${place === 0 ? '-' : place}  ${question.question}`);
      write(`       wanted ${question.ids.join(', ') || 'nothing'}; got ${ids.slice(0, 3).join(', ') || 'nothing'}`);
    }
  }
}
