/**
 * `npm run bench`: what a start, a turn and the memory cost, beside a bare echo bot on the same adapter. Figures of one
 * machine at one hour say little: read the ratios. The servers take turns, so that a machine that slows down meanwhile
 * slows all of them.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../bot/compose.js';
import { loadKnowledge } from '../knowledge/index.js';
import { createPerson, percentile, round, type Measured, type Person, type Step } from './bench/load.js';
import { pageTimes, pageWeight } from './bench/page.js';
import { start, type Running } from './bench/process.js';
import { echoed, learnWalk, searches } from './bench/turns.js';

const GUIDE = 'bot/main.js';
const BARE_ECHO = 'scripts/bench/bare-echo.js';
const STORED_ECHO = 'scripts/bench/stored-echo.js';

/** At most, as long as the time lasts; three are made on a machine however slow. */
const COLD_STARTS = 5;
const COLD_START_BUDGET_MS = 25_000;
const LOADS = 9;
const CONNECTIONS = 10;
/** At most, as long as the time lasts; two are made on a machine however slow. */
const ROUNDS = 6;
const ROUNDS_BUDGET_MS = 35_000;
/** How often a round goes through its steps: about as many turns of each kind. */
const TIMES = 2;

const write = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};
const median = (values: readonly number[]): number => percentile(values, 0.5);
const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
const ratio = (value: number, base: number): string => `${(value / base).toFixed(2)} x`;
const megabytes = (value: number | null): string => (value === null ? '-' : `${Math.round(value)} MB`);

/** The first cell to the left, the others to the right, in columns that line up. */
function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  for (const row of rows) {
    const cells = row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
    write(`  ${cells.join('   ')}`);
  }
}

/** From spawning node to having read the first reply. */
async function coldStart(program: string, hello: Step): Promise<number> {
  const started = performance.now();
  const server = await start(program);
  const person = createPerson(server.url);
  await person.send(hello);
  const took = performance.now() - started;
  person.close();
  await server.stop();
  return took;
}

async function benchColdStarts(): Promise<void> {
  const echo: number[] = [];
  const guide: number[] = [];
  const began = performance.now();
  for (let i = 0; i < COLD_STARTS && (i < 3 || performance.now() - began < COLD_START_BUDGET_MS); i++) {
    echo.push(await coldStart(BARE_ECHO, { activity: { text: 'hello' }, expects: 'Echo: hello' }));
    guide.push(
      await coldStart(GUIDE, {
        activity: { value: { command: 'start', flow: 'child-care' } },
        expects: '"type":"oregon-child-care/question"',
      }),
    );
  }
  write(`Cold start: from spawning node to the first reply read; median of ${echo.length} (fastest to slowest)`);
  const row = (name: string, took: readonly number[]): string[] => [
    name,
    `${milliseconds(median(took))} ms`,
    `(${milliseconds(Math.min(...took))} to ${milliseconds(Math.max(...took))})`,
    ratio(median(took), median(echo)),
  ];
  table([row('bare echo', echo), row('guide, first question of child-care', guide)]);
  write();
}

function benchIndex(): void {
  const folder = join(projectRoot(), 'build', 'knowledge');
  const took: number[] = [];
  for (let i = 0; i < LOADS; i++) {
    const started = performance.now();
    loadKnowledge(folder);
    took.push(performance.now() - started);
  }
  write('Index: loadKnowledge, the law as parsed and the search index of every language, from disk');
  table([
    ['first in a process', `${milliseconds(took[0] ?? Number.NaN)} ms`],
    [`median of the ${LOADS - 1} that follow`, `${milliseconds(median(took.slice(1)))} ms`],
  ]);
  write();
}

interface Kind {
  name: string;
  server: Running;
  steps: readonly Step[];
  crowd: readonly Person[];
  measured: Measured;
}

async function benchTurns(): Promise<void> {
  const bare = await start(BARE_ECHO);
  const stored = await start(STORED_ECHO);
  const guide = await start(GUIDE);
  const servers = [
    { name: 'bare echo', server: bare },
    { name: 'stored echo', server: stored },
    { name: 'guide', server: guide },
  ];
  const fresh = servers.map(({ server }) => server.memory());

  const learner = createPerson(guide.url);
  const walk = await learnWalk(learner);
  learner.close();

  const kind = (name: string, server: Running, steps: readonly Step[]): Kind => ({
    name,
    server,
    steps: Array.from({ length: TIMES }, () => steps).flat(),
    crowd: Array.from({ length: CONNECTIONS }, () => createPerson(server.url)),
    measured: { latencies: [], elapsed: 0 },
  });
  const base = kind('bare echo', bare, echoed);
  const kinds = [
    base,
    kind('stored echo', stored, echoed),
    kind('guide, child-care', guide, walk),
    kind('guide, search', guide, searches),
  ];

  for (const { crowd, steps } of kinds) await round(crowd, steps.slice(0, steps.length / TIMES));
  let rounds = 0;
  const began = performance.now();
  for (; rounds < ROUNDS && (rounds < 2 || performance.now() - began < ROUNDS_BUDGET_MS); rounds++) {
    // Each round begins with another one, so that none always runs after the same neighbor.
    for (let j = 0; j < kinds.length; j++) {
      const { crowd, steps, measured } = kinds[(rounds + j) % kinds.length] as Kind;
      await round(crowd, steps, measured);
    }
  }
  const loaded = servers.map(({ server }) => server.memory());

  write('Turns: POST /api/messages with deliveryMode expectReplies, on loopback');
  write(
    `  ${CONNECTIONS} connections at once, a conversation each, the next turn when the last is answered; ${rounds} rounds, the`,
  );
  write(
    '  kinds in turn, after one round that is not counted. A latency includes the wait behind the other connections.',
  );
  const perSecond = ({ latencies, elapsed }: Measured): number => (latencies.length / elapsed) * 1000;
  table([
    ['', 'turns', 'p50 ms', 'p99 ms', 'turns/s', 'p50', 'p99', 'turns/s, against the bare echo'],
    ...kinds.map(({ name, measured }) => {
      const p50 = percentile(measured.latencies, 0.5);
      const p99 = percentile(measured.latencies, 0.99);
      return [
        name,
        String(measured.latencies.length),
        milliseconds(p50),
        milliseconds(p99),
        perSecond(measured).toFixed(0),
        ratio(p50, percentile(base.measured.latencies, 0.5)),
        ratio(p99, percentile(base.measured.latencies, 0.99)),
        ratio(perSecond(measured), perSecond(base.measured)),
      ];
    }),
  ]);
  write(
    '  bare echo     the guide’s HTTP server and adapter, a turn that says the text back; no checks, no storage, no log.',
  );
  write(
    '  stored echo   the guide’s whole server around an echo: checks, queue, one commit synced to disk a turn, a log line.',
  );
  write(
    `  child-care    a walk by buttons: start, ${walk.length - 1} answers, the last one with the result and its quotes.`,
  );
  write(`  search        ${searches.length} questions in everyday words, no flow open.`);
  write();

  write('Memory: resident, the whole process (before any turn; after the rounds)');
  table([...servers.map(({ name }, at) => [name, megabytes(fresh[at] ?? null), megabytes(loaded[at] ?? null)])]);

  for (const { crowd } of kinds) for (const person of crowd) person.close();
  await Promise.all(servers.map(({ server }) => server.stop()));
}

async function benchPage(): Promise<void> {
  const weights = await pageWeight();
  const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
  write('Page: what travels to a browser that takes brotli, its cache empty');
  table([
    ...weights.map(({ name, bytes }) => [name, kilobytes(bytes)]),
    ['together', kilobytes(weights.reduce((sum, { bytes }) => sum + bytes, 0))],
  ]);
  write();
  const times = await pageTimes();
  if (times === null) {
    write('Page: no Chromium here, so no times.');
    return;
  }
  write('Page: from the start of a navigation in Chromium until it is there; medians');
  const row = (name: string, took: number): string[] => [name, `${milliseconds(took)} ms`, ratio(took, times.source)];
  table([
    row('a page of the sources (the base)', times.source),
    row('the four choices of the first screen', times.firstChoices),
    row('the chat’s own first buttons', times.chatReady),
  ]);
  write();
}

const began = performance.now();
write(
  `Oregon child care guide: Node ${process.versions.node}, ${process.platform}, ${availableParallelism()} processors`,
);
write();
benchIndex();
await benchColdStarts();
await benchTurns();
write();
await benchPage();
write(`Took ${Math.round((performance.now() - began) / 1000)} seconds.`);
