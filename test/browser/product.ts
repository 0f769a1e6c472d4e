import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 50_000;

/** The built product, running on a port of its own with a data folder of its own. */
export interface Product {
  /** Its address, without a trailing slash. */
  url: string;
  dataDir: string;
  stop(): Promise<void>;
}

/** Starts `dist/bot/main.js` as `npm start` does, without any configuration but a free port and an empty data folder. */
export async function startProduct(): Promise<Product> {
  const main = join(root, 'dist', 'bot', 'main.js');
  if (!existsSync(main)) throw new Error('The product is not built: run npm test, or npm run build first.');
  const dataDir = mkdtempSync(join(tmpdir(), 'guide-data-'));
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [main], {
    cwd: dataDir,
    env: { PATH, HOME, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address after ${START_MS} ms:\n${output}`)), START_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      const address = /http:\/\/[\d.]+:\d+/.exec(output)?.[0];
      if (address !== undefined) {
        clearTimeout(timer);
        resolve(address);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code} before it listened:\n${output}`));
    });
  });
  return {
    url,
    dataDir,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
