import { afterEach, describe, expect, test } from 'vitest';
import { DirectLineClient } from '../fixtures/direct-line.js';
import { call, cleanUp, message, temporaryFolder, textsOf, until } from '../fixtures/harness.js';
import { endProcesses, run, type Child } from '../fixtures/process.js';

afterEach(async () => {
  await endProcesses();
  await cleanUp();
});

async function start(dataDir: string, env: Record<string, string> = {}): Promise<{ child: Child; url: string }> {
  const child = run('test/bot/fixtures/slow-bot.ts', { DATA_DIR: dataDir, PORT: '0', ...env });
  const [, url] = await child.says(/listening on (\S+)/);
  return { child, url: url ?? '' };
}

/** The same client, with the token it had, at the address of the restarted server. */
function again(client: DirectLineClient, url: string): DirectLineClient {
  const next = new DirectLineClient(url);
  next.token = client.token;
  next.conversationId = client.conversationId;
  return next;
}

// Each start is a process of its own that loads everything: on a busy machine that takes its time.
const SLOW = { timeout: 180_000 };

describe('a server that is killed', SLOW, () => {
  test('between the accepted POST and the reply: the same token gets the reply, once, after the restart', async () => {
    const dataDir = temporaryFolder();
    const first = await start(dataDir, { HANG: '1' });
    const client = new DirectLineClient(first.url);
    await client.start();
    await client.activities(1);
    await client.post('before');
    await client.activities(3);
    const accepted = await client.post('slow');
    expect(accepted.status).toBe(200);
    await first.child.says(/in the turn/);
    expect(await first.child.end('SIGKILL')).toBeNull();

    const second = await start(dataDir);
    const returned = again(client, second.url);
    const activities = await returned.activities(5);
    expect(activities.map(({ text }) => text)).toEqual([
      'Welcome.',
      'before',
      'heard before',
      'slow',
      'heard before, slow',
    ]);
    expect(activities[3]?.id).toBe(accepted.body['id']);
    expect(activities[4]?.replyToId).toBe(accepted.body['id']);

    // Another restart finds nothing left to do, and the conversation goes on.
    await second.child.end('SIGKILL');
    const third = await start(dataDir);
    const last = again(client, third.url);
    await last.post('after');
    const all = await last.activities(7);
    expect(all.map(({ text }) => text).slice(5)).toEqual(['after', 'heard before, slow, after']);
    expect(new Set(all.map(({ id }) => id)).size).toBe(7);
  });

  test('with several activities waiting: they are answered in their order', async () => {
    const dataDir = temporaryFolder();
    const first = await start(dataDir, { HANG: '1' });
    const client = new DirectLineClient(first.url);
    await client.start();
    await client.activities(1);
    for (const text of ['slow', 'second', 'third']) await client.post(text);
    await first.child.says(/in the turn/);
    await first.child.end('SIGKILL');

    const second = await start(dataDir);
    const activities = await again(client, second.url).activities(7);
    expect(activities.slice(4).map(({ text }) => text)).toEqual([
      'heard slow',
      'heard slow, second',
      'heard slow, second, third',
    ]);
  });

  test('by an activity that kills it at every start: it is given up in the end, with the apology', async () => {
    const dataDir = temporaryFolder();
    const first = await start(dataDir);
    const client = new DirectLineClient(first.url);
    await client.start();
    await client.activities(1);
    const posted = client.post('crash').catch(() => undefined);
    await first.child.ended;
    await posted;
    let last: { child: Child; url: string } | undefined;
    for (let attempt = 1; attempt <= 5 && !last; attempt++) {
      const child = run('test/bot/fixtures/slow-bot.ts', { DATA_DIR: dataDir, PORT: '0' });
      const [, url] = (await child.says(/listening on (\S+)/).catch(() => undefined)) ?? [];
      const outcome = await Promise.race([child.ended, child.says(/gave-up/).catch(() => null)]);
      if (outcome !== null && typeof outcome !== 'number') last = { child, url: url ?? '' };
    }
    const activities = await again(client, last?.url ?? '').activities(3);
    expect(activities.map(({ text }) => text)).toEqual(['Welcome.', 'crash', 'Sorry.']);
  });

  test('in mid-conversation on /api/messages: the state is there after the restart', async () => {
    const dataDir = temporaryFolder();
    const first = await start(dataDir);
    await call('POST', `${first.url}/api/messages`, message('one'));
    await first.child.end('SIGKILL');
    const second = await start(dataDir);
    const answer = await call('POST', `${second.url}/api/messages`, message('two'));
    expect(textsOf(answer)).toEqual(['heard one, two']);
  });
});

describe('a server that is asked to stop', SLOW, () => {
  test('lets the running turn finish; what has not begun waits for the next start', async () => {
    const dataDir = temporaryFolder();
    const { child, url } = await start(dataDir);
    const client = new DirectLineClient(url);
    await client.start();
    await client.activities(1);
    await client.post('one');
    child.process.kill('SIGTERM');
    await child.ended;
    const second = await start(dataDir);
    await until(async () => (await again(client, second.url).activities(1)).length === 3);
  });
});
