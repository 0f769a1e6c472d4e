import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a server may take to start before the bench gives up on it. */
const START_TIMEOUT_MS = 60_000;

/** A server in a process of its own. */
export interface Running {
  /** Without a trailing slash. */
  url: string;
  /** Resident memory in MB; null where the system does not tell. */
  memory(): number | null;
  stop(): Promise<void>;
}

const children = new Set<ChildProcess>();
const folders = new Set<string>();

process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/**
 * Starts a compiled program of this repository that prints its address, on a free port, with data of its own and without
 * any configuration of the person who runs the bench.
 * @param program below dist/, "bot/main.js"
 */
export async function start(program: string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  folders.add(folder);
  const path = fileURLToPath(new URL(`../../${program}`, import.meta.url));
  const child = spawn(process.execPath, [path], {
    // Not the repository: a .env there would be read.
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      children.delete(child);
      resolve();
    });
  });
  return {
    url: await addressOf(child, program),
    memory: () => residentMegabytes(child),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
      folders.delete(folder);
    },
  };
}

/** The address in the first line that has one; later lines are read and thrown away, so that no pipe fills up. */
function addressOf(child: ChildProcess, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      reject(new Error(`${program} ${why} before it printed its address.`));
    };
    const timer = setTimeout(() => {
      fail(`took more than ${START_TIMEOUT_MS / 1000} seconds`);
    }, START_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      fail('ended');
    });
    if (!child.stdout) return fail('has no output');
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      const address = /(http:\/\/127\.0\.0\.1:\d+)\/$/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      lines.close();
      child.stdout?.resume();
      resolve(address);
    });
  });
}

/** Linux tells it in /proc; elsewhere nothing is asked. */
function residentMegabytes(child: ChildProcess): number | null {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}
