import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { call, cleanUp, temporaryFolder } from './fixtures/harness.js';
import { endProcesses, run } from './fixtures/process.js';

afterEach(async () => {
  await endProcesses();
  await cleanUp();
});

// Each is a process of its own that loads everything: on a busy machine that takes its time.
describe('the program', { timeout: 180_000 }, () => {
  test('starts with nothing but a port, prints its address in one line, serves, and ends well at SIGTERM', async () => {
    const folder = temporaryFolder();
    const child = run('bot/main.ts', { PORT: '0' }, folder);
    const [line, url] = await child.says(/^Oregon child care guide: (http:\/\/127\.0\.0\.1:\d+)\/\n/m);
    expect(line.split('\n')).toHaveLength(2);
    expect((await call('GET', `${url}/healthz`)).body).toEqual({ status: 'ok' });
    expect(readdirSync(join(folder, 'data'))).toContain('guide.sqlite');
    expect(await child.end('SIGTERM')).toBe(0);
  });

  test('reads .env; what the environment says goes first', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.env'), 'PORT=99999\nDATA_DIR=./elsewhere\n');
    const child = run('bot/main.ts', { PORT: '0' }, folder);
    await child.says(/Oregon child care guide/);
    expect(readdirSync(folder).sort()).toEqual(['.env', 'elsewhere']);
    expect(await child.end('SIGINT')).toBe(0);
    const refused = run('bot/main.ts', {}, folder);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/^PORT must be a port number/m);
  });

  test('with a port that is taken: one sentence, exit code 1', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const child = run('bot/main.ts', { PORT: String(port) }, temporaryFolder());
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(new RegExp(`^Port ${port} is taken by another program\\..*\n$`));
    taken.close();
  });

  test('with a host that others can reach and no app id: one sentence, exit code 1', async () => {
    const child = run('bot/main.ts', { PORT: '0', HOST: '0.0.0.0' }, temporaryFolder());
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(/^HOST is 0\.0\.0\.0.*MicrosoftAppId is not set.*\n$/);
  });

  test('with a data folder that is none: one sentence, exit code 1', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'file'), '');
    const child = run('bot/main.ts', { PORT: '0', DATA_DIR: join(folder, 'file') }, folder);
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(/^The data folder .* cannot be used .*\n$/);
  });
});
