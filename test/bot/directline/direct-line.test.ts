import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { DirectLineClient, Stream } from '../fixtures/direct-line.js';
import {
  APOLOGY,
  call,
  cleanUp,
  gate,
  message,
  ScriptedDialog,
  startServer,
  textsOf,
  until,
  type TestParts,
} from '../fixtures/harness.js';

afterEach(cleanUp);

async function open(parts: TestParts = {}) {
  const server = await startServer(parts);
  const client = new DirectLineClient(server.url);
  const started = await client.start();
  return { server, client, started };
}

describe('starting a conversation', () => {
  test('POST /conversations without a token begins one: id, token, its lifetime, and an absolute stream address', async () => {
    const { started, server } = await open();
    expect(started.status).toBe(201);
    expect(started.body).toEqual({
      conversationId: expect.stringMatching(/^[\w-]{22}$/) as string,
      token: expect.any(String) as string,
      expires_in: 1800,
      streamUrl: expect.stringContaining(`${server.url.replace('http', 'ws')}/v3/directline/conversations/`) as string,
    });
  });

  test.each(['Bearer undefined', 'Bearer null', 'Bearer ', 'Bearer'])(
    'a client that has no token and sends %j begins one too',
    async (authorization) => {
      const { url } = await startServer();
      const answer = await call('POST', `${url}/v3/directline/conversations`, {}, { authorization });
      expect(answer.status).toBe(201);
    },
  );

  test('the bot welcomes once, with nothing that the welcome would answer', async () => {
    const { client, server } = await open();
    const [welcome] = await client.activities(1);
    expect(welcome).toMatchObject({ type: 'message', text: 'Welcome.', from: { role: 'bot' } });
    expect(welcome).not.toHaveProperty('replyToId');
    await client.post('hello');
    expect((await client.activities(3)).map(({ text }) => text)).toEqual(['Welcome.', 'hello', '1: hello']);
    expect(server.lines.filter((line) => line['type'] === 'conversationUpdate')).toHaveLength(1);
  });

  test('with the user in the token, one activity brings both members, and the bot welcomes once', async () => {
    const joined: unknown[] = [];
    const { url } = await startServer({
      dialog: new ScriptedDialog(async ({ context, say }) => {
        if (context.activity.type === 'conversationUpdate') {
          joined.push(context.activity.membersAdded?.map(({ id }) => id));
          await say('Welcome.');
        }
      }),
    });
    const client = new DirectLineClient(url);
    client.take(await call('POST', `${url}/v3/directline/tokens/generate`, { user: { id: 'dl_me', name: 'Me' } }));
    const claims = JSON.parse(Buffer.from(client.token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ user: 'dl_me' });
    expect((await client.start()).status).toBe(201);
    await client.activities(1);
    await client.post('hello', { from: { id: 'dl_me' } });
    await client.start();
    expect((await client.activities(2)).map(({ text }) => text)).toEqual(['Welcome.', 'hello']);
    expect(joined).toEqual([['oregon-child-care-guide', 'dl_me']]);
  });

  test('the welcome is in the language that the client names, else in the browser’s', async () => {
    const heard: unknown[] = [];
    const { url } = await startServer({
      dialog: new ScriptedDialog(({ context }) => {
        heard.push(context.activity.locale);
      }),
    });
    const start = (body: object, headers: Record<string, string>) =>
      call('POST', `${url}/v3/directline/conversations`, body, headers);
    await start({ locale: 'ru' }, { 'accept-language': 'es-MX,es;q=0.9' });
    await until(() => heard.length === 1);
    await start({}, { 'accept-language': 'es-MX,es;q=0.9' });
    await until(() => heard.length === 2);
    await start({}, { 'accept-language': '*' });
    await until(() => heard.length === 3);
    expect(heard).toEqual(['ru', 'es-MX', undefined]);
  });

  test('POST /conversations with the token of a running conversation goes on with it: 200, from its beginning', async () => {
    const { client } = await open();
    await client.post('hello');
    await client.activities(3);
    const { conversationId } = client;
    const resumed = await client.start();
    expect([resumed.status, resumed.body['conversationId']]).toEqual([200, conversationId]);
    const stream = await client.connect();
    await stream.has(3);
    expect(stream.texts).toEqual(['Welcome.', 'hello', '1: hello']);
  });

  test('a token that was only generated opens its conversation by any of the ways a client begins', async () => {
    const { url } = await startServer();
    for (const begin of ['reconnect', 'post'] as const) {
      const client = new DirectLineClient(url);
      client.take(await call('POST', `${url}/v3/directline/tokens/generate`));
      if (begin === 'reconnect') await call('GET', `${client.conversation}?watermark=`, undefined, client.auth);
      else await client.post('hello');
      expect((await client.activities(1))[0]?.text).toBeDefined();
    }
  });

  test('tokens that were never used are cleared away at a later start, conversations are not', async () => {
    const server = await startServer();
    await call('POST', `${server.url}/v3/directline/tokens/generate`);
    const used = new DirectLineClient(server.url);
    await used.start();
    await used.activities(1);
    await server.close();
    const later = await startServer({ dataDir: server.dataDir, now: () => new Date(Date.now() + 2 * 3_600_000) });
    await later.close();
    const { SqliteStorage } = await import('../../../bot/storage/sqlite.js');
    const storage = new SqliteStorage(join(server.dataDir, 'guide.sqlite'));
    const keys = await storage.keys('');
    await storage.close();
    expect(keys.filter((key) => key.endsWith('/log'))).toEqual([
      `conversation/web/directline/${used.conversationId}/log`,
    ]);
    expect(keys.filter((key) => key.startsWith('unstarted/'))).toEqual([]);
  });

  test.each([
    [{ user: 'me' }, 'user'],
    [{ user: [] }, 'user'],
    [{ user: { id: 5 } }, 'user.id'],
    [{ user: { id: 'x'.repeat(200) } }, 'user.id'],
    [{ locale: 5 }, 'locale'],
  ])('the body %j is refused', async (body, field) => {
    const { url } = await startServer();
    for (const path of ['conversations', 'tokens/generate']) {
      const answer = await call('POST', `${url}/v3/directline/${path}`, body);
      expect(answer.status).toBe(400);
      expect((answer.body['error'] as { message: string }).message).toContain(field);
    }
  });
});

describe('posting an activity', () => {
  test('is answered with its id at once: the turn comes afterwards', async () => {
    const { opened, open: release } = gate();
    const { client } = await open({
      dialog: new ScriptedDialog(async ({ context, say }) => {
        if (context.activity.type !== 'message') return;
        await opened;
        await say('done');
      }),
    });
    const first = await client.post('one');
    const second = await client.post('two');
    expect([first.status, second.status]).toEqual([200, 200]);
    expect((await client.activities(2)).map(({ text }) => text)).toEqual(['one', 'two']);
    release();
    expect((await client.activities(4)).map(({ text }) => text)).toEqual(['one', 'two', 'done', 'done']);
  });

  test('comes back on the stream with its clientActivityID, before the reply', async () => {
    const { client } = await open();
    const stream = await client.connect();
    await stream.has(1);
    const { body } = await client.post('hello', { channelData: { clientActivityID: 'c-1', more: true } });
    const [, own, reply] = await stream.has(3);
    expect(own).toMatchObject({
      id: body['id'],
      text: 'hello',
      from: { id: 'person', role: 'user' },
      channelData: { clientActivityID: 'c-1', more: true },
    });
    expect(reply).toMatchObject({ text: '1: hello', replyToId: body['id'], from: { role: 'bot' } });
  });

  test('gives ids in order and strictly increasing times, also in one millisecond', async () => {
    const { client } = await open({ now: () => new Date(1_800_000_000_000) });
    for (const text of ['a', 'b', 'c']) await client.post(text);
    const activities = await client.activities(7);
    const ids = activities.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_id, index) => `${client.conversationId}|${String(index + 1).padStart(7, '0')}`));
    const times = activities.map(({ timestamp }) => Date.parse(timestamp));
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
  });

  test('every replyToId is the id of an activity in the transcript', async () => {
    const { client } = await open();
    await client.post('a');
    await client.post('throw');
    const activities = await client.activities(5);
    const ids = new Set(activities.map(({ id }) => id));
    for (const { replyToId } of activities) if (replyToId !== undefined) expect(ids).toContain(replyToId);
    expect(activities.at(-1)?.text).toBe(APOLOGY);
  });

  test.each([
    ['channelData.clientActivityID', { channelData: { clientActivityID: 'same' } }],
    ['id', { id: 'same' }],
  ])('that is sent twice with the same %s runs once and gets the same id', async (_name, more) => {
    const { client } = await open();
    const first = await client.post('hello', more);
    const second = await client.post('hello', more);
    expect(second.body).toEqual(first.body);
    await client.post('next');
    expect((await client.activities(5)).map(({ text }) => text)).toEqual([
      'Welcome.',
      'hello',
      ...['1: hello', 'next', '2: next'],
    ]);
  });

  test('that is sent twice at the same time runs once', async () => {
    const { client } = await open();
    const more = { channelData: { clientActivityID: 'same' } };
    const answers = await Promise.all([client.post('hello', more), client.post('hello', more)]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    await client.post('next');
    expect((await client.activities(5)).at(-1)?.text).toBe('2: next');
  });

  test('of another type is accepted, shown to who is connected, and not kept', async () => {
    const { client } = await open();
    const stream = await client.connect();
    await stream.has(1);
    for (const type of ['typing', 'event']) {
      const answer = await client.post('', { type, name: 'x', value: 'text', channelData: { clientActivityID: type } });
      expect(answer.status).toBe(200);
      expect(answer.body['id']).toEqual(expect.any(String));
    }
    await client.post('hello');
    const activities = await stream.has(5);
    expect(activities.map(({ type }) => type)).toEqual(['message', 'typing', 'event', 'message', 'message']);
    expect(stream.watermark).toBe('3');
    expect((await client.activities(3)).map(({ type }) => type)).toEqual(['message', 'message', 'message']);
  });

  test.each([
    ['no from', { from: undefined }],
    ['text a number', { text: 5 }],
    ['type missing', { type: undefined }],
    ['a text of 4,001 characters', { text: 'x'.repeat(4_001) }],
  ])('with %s gives 400 in Direct Line’s form, and nothing is stored', async (_name, more) => {
    const { client } = await open();
    await client.activities(1);
    const answer = await client.post('hello', more);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: { code: expect.any(String) as string, message: expect.any(String) as string },
    });
    await client.post('next');
    expect((await client.activities(3)).map(({ text }) => text)).toEqual(['Welcome.', 'next', '1: next']);
  });

  test('under the name of someone else than the token’s user is refused', async () => {
    const { url } = await startServer();
    const client = new DirectLineClient(url);
    client.take(await call('POST', `${url}/v3/directline/tokens/generate`, { user: { id: 'dl_me' } }));
    await client.start();
    expect((await client.post('x', { from: { id: 'dl_you' } })).status).toBe(400);
    expect((await client.post('x', { from: { id: 'dl_me' } })).status).toBe(200);
  });

  test('cannot choose its conversation, its id, or an address to be called', async () => {
    const { client } = await open();
    await client.activities(1);
    await client.post('hello', {
      id: 'mine',
      conversation: { id: 'other' },
      serviceUrl: 'http://127.0.0.1:1/',
      recipient: { id: 'x' },
      attachments: [{ contentType: 'image/png', contentUrl: 'http://127.0.0.1:1/' }],
    });
    const [, own, reply] = await client.activities(3);
    expect(own).toMatchObject({
      id: `${client.conversationId}|0000002`,
      conversation: { id: client.conversationId },
      channelId: 'directline',
    });
    expect(JSON.stringify([own, reply])).not.toContain('127.0.0.1:1');
  });

  test('files are refused clearly', async () => {
    const { client } = await open();
    const form = new FormData();
    form.append('file', new Blob(['x']), 'x.txt');
    const response = await fetch(`${client.conversation}/upload?userId=person`, {
      method: 'POST',
      body: form,
      headers: client.auth,
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: { code: 'NotSupported' } });
  });
});

describe('reading by polling', () => {
  test('gives what came after the watermark, and the next one', async () => {
    const { client } = await open();
    await client.post('hello');
    await client.activities(3);
    const all = await client.poll();
    expect(all.body['watermark']).toBe('3');
    expect(textsOf(await client.poll('1'))).toEqual(['hello', '1: hello']);
    expect((await client.poll('3')).body).toEqual({ activities: [], watermark: '3' });
    expect((await client.poll('99')).body).toEqual({ activities: [], watermark: '3' });
  });

  test.each(['-1', 'abc', '1.5', '1e3', '9'.repeat(40)])('the watermark %j is refused', async (watermark) => {
    const { client } = await open();
    expect((await client.poll(watermark)).status).toBe(400);
  });
});

describe('the stream', () => {
  test('sends what was said, then what is said, each once, with a watermark', async () => {
    const { client } = await open();
    await client.activities(1);
    const stream = await client.connect();
    await client.post('hello');
    await stream.has(3);
    expect(stream.texts).toEqual(['Welcome.', 'hello', '1: hello']);
    expect(stream.watermark).toBe('3');
    expect(stream.frames.every((frame) => frame.activities.length > 0)).toBe(true);
  });

  test('a reconnect with a watermark goes on from there', async () => {
    const { client } = await open();
    await client.post('hello');
    await client.activities(3);
    const answer = await call('GET', `${client.conversation}?watermark=2`, undefined, client.auth);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ conversationId: client.conversationId, expires_in: 1800 });
    client.take(answer);
    const stream = await client.connect();
    await client.post('more');
    await stream.has(3);
    expect(stream.texts).toEqual(['1: hello', 'more', '2: more']);
  });

  test('a reconnect with an empty watermark gets only what is new', async () => {
    const { client } = await open();
    await client.post('hello');
    await client.activities(3);
    client.take(await call('GET', `${client.conversation}?watermark=`, undefined, client.auth));
    const stream = await client.connect();
    await client.post('more');
    await stream.has(2);
    expect(stream.texts).toEqual(['more', '2: more']);
  });

  test('a second one closes the first, and gets what follows', async () => {
    const { client } = await open();
    const first = await client.connect();
    await first.has(1);
    client.take(await call('GET', `${client.conversation}?watermark=1`, undefined, client.auth));
    const second = await client.connect();
    expect(await first.closed).toMatchObject({ reason: 'collision' });
    await client.post('hello');
    await second.has(2);
    expect(first.texts).toEqual(['Welcome.']);
    expect(second.texts).toEqual(['hello', '1: hello']);
  });

  test('takes the empty frames that clients send, and others, without a word', async () => {
    const { client } = await open();
    const stream = await client.connect();
    for (const frame of ['', '{}', 'not JSON', '{"activities":[]}']) stream.socket.send(frame);
    await client.post('hello');
    await stream.has(3);
    expect(stream.socket.readyState).toBe(stream.socket.OPEN);
  });

  test('a client that sends a large frame loses only its own connection', async () => {
    const { client, server } = await open();
    const stream = await client.connect();
    stream.socket.send('x'.repeat(100_000));
    expect((await stream.closed).code).toBe(1009);
    expect((await call('GET', `${server.url}/healthz`)).status).toBe(200);
  });

  test('loses nothing and doubles nothing when many activities come while it reconnects', async () => {
    const { client } = await open();
    const seen: string[] = [];
    let watermark = '0';
    const posts = (async () => {
      for (let index = 0; index < 20; index++) await client.post(`m${index}`);
    })();
    while (seen.length < 41) {
      const answer = await call('GET', `${client.conversation}?watermark=${watermark}`, undefined, client.auth);
      const stream = await client.connect(answer.body['streamUrl'] as string);
      await stream.has(1);
      stream.socket.close();
      await stream.closed;
      seen.push(...stream.texts);
      watermark = stream.watermark;
    }
    await posts;
    const all = (await client.activities(41)).map(({ text }) => text);
    expect(seen).toEqual(all);
  });

  test('its address is good for a minute, then a reconnect gives another', async () => {
    const { client, server } = await open();
    server.pass(61);
    await expect(new Stream(client.streamUrl).opened).rejects.toThrow('403');
    client.take(await call('GET', `${client.conversation}?watermark=0`, undefined, client.auth));
    await (await client.connect()).has(1);
  });

  test.each([
    ['without a token', (url: string) => url.replace(/&t=.*/, ''), '401'],
    ['with a changed token', (url: string) => `${url.slice(0, -3)}AAA`, '403'],
    ['at another path', (url: string) => url.replace('/stream', '/river'), '404'],
    ['of another conversation', (url: string) => url.replace(/conversations\/[^/]+/, 'conversations/other'), '403'],
    ['with an odd watermark', (url: string) => url.replace('watermark=0', 'watermark=x'), '400'],
  ])('is refused %s', async (_name, change, status) => {
    const { client } = await open();
    await expect(new Stream(change(client.streamUrl)).opened).rejects.toThrow(status);
  });

  test('the token for requests does not open the stream, nor the other way round', async () => {
    const { client } = await open();
    const streamToken = new URL(client.streamUrl).searchParams.get('t') ?? '';
    await expect(new Stream(client.streamUrl.replace(streamToken, client.token)).opened).rejects.toThrow('403');
    client.token = streamToken;
    expect((await client.poll()).status).toBe(403);
  });

  test('is closed when the server stops', async () => {
    const { client, server } = await open();
    const stream = await client.connect();
    await stream.has(1);
    await server.close();
    expect((await stream.closed).code).toBe(1001);
  });
});

describe('tokens', () => {
  const paths = (client: DirectLineClient): [string, string][] => [
    ['GET', `${client.conversation}?watermark=`],
    ['GET', `${client.conversation}/activities`],
    ['POST', `${client.conversation}/activities`],
  ];

  test('without one: 401', async () => {
    const { client, server } = await open();
    for (const [method, url] of [...paths(client), ['POST', `${server.url}/v3/directline/tokens/refresh`]] as const) {
      expect((await call(method, url)).status, url).toBe(401);
    }
  });

  test('of another conversation: 403', async () => {
    const { client, server } = await open();
    const other = new DirectLineClient(server.url);
    await other.start();
    for (const [method, url] of paths(client)) {
      const answer = await call(method, url, undefined, other.auth);
      expect([answer.status, answer.body['error']]).toEqual([403, expect.objectContaining({ code: 'BadArgument' })]);
    }
  });

  test('expired: 403 TokenExpired; just before: fine', async () => {
    const { client, server } = await open();
    await client.activities(1);
    server.pass(1_795);
    expect((await client.poll()).status).toBe(200);
    server.pass(6);
    for (const [method, url] of [...paths(client), ['POST', `${server.url}/v3/directline/tokens/refresh`]] as const) {
      const answer = await call(method, url, undefined, client.auth);
      expect([answer.status, answer.body['error']]).toEqual([403, expect.objectContaining({ code: 'TokenExpired' })]);
    }
  });

  test('refreshed: a new one for the same conversation and user', async () => {
    const { url, pass } = await startServer();
    const client = new DirectLineClient(url);
    client.take(await call('POST', `${url}/v3/directline/tokens/generate`, { user: { id: 'dl_me' } }));
    await client.start();
    const { token, conversationId } = client;
    pass(1_000);
    client.take(await call('POST', `${url}/v3/directline/tokens/refresh`, undefined, client.auth));
    expect(client.token).not.toBe(token);
    expect(client.conversationId).toBe(conversationId);
    pass(1_000);
    expect((await client.poll()).status).toBe(200);
    expect((await client.post('x', { from: { id: 'dl_you' } })).status).toBe(400);
  });

  test('forged in any way: 403', async () => {
    const { client, server } = await open();
    const [header = '', body = '', signature = ''] = client.token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = [
      'x',
      'a.b.c',
      `${header}.${body}.`,
      `${header}.${body}.${signature}x`,
      `${header}.${body}.${signature}.x`,
      `${header}.${encode({ ...claims, exp: 9_999_999_999 })}.${signature}`,
      `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
      `${encode({ alg: 'none', typ: 'JWT' })}.${body}.${signature}`,
      `${header}.${encode([])}.${signature}`,
    ];
    for (const token of forged) {
      client.token = token;
      const answer = await client.poll();
      expect([answer.status, answer.body['error']], token).toEqual([
        403,
        expect.objectContaining({ code: 'BadArgument' }),
      ]);
      expect((await client.start()).status, token).toBe(403);
      expect((await call('POST', `${server.url}/v3/directline/tokens/refresh`, undefined, client.auth)).status).toBe(
        403,
      );
    }
  });

  test('of another installation: 403', async () => {
    const { client } = await open();
    const { url } = await startServer();
    const elsewhere = new DirectLineClient(url);
    elsewhere.token = client.token;
    expect((await elsewhere.start()).status).toBe(403);
  });

  test('survive a restart, since their key is kept with the data', async () => {
    const { client, server } = await open();
    await client.activities(1);
    await server.close();
    const again = new DirectLineClient((await startServer({ dataDir: server.dataDir })).url);
    again.token = client.token;
    again.conversationId = client.conversationId;
    expect(textsOf(await again.poll())).toEqual(['Welcome.']);
  });
});

describe('forget', () => {
  const contents = (folder: string): string =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('');

  test('over the stream: the farewell arrives, and the token opens nothing any more', async () => {
    const { client, server } = await open();
    const stream = await client.connect();
    await client.post('my secret is Sesame');
    await stream.has(3);
    await client.post('forget', { channelData: { clientActivityID: 'f' } });
    const activities = await stream.has(5);
    expect(activities.slice(3).map(({ text }) => text)).toEqual(['forget', '2: forget']);
    expect(activities[4]?.replyToId).toBe(activities[3]?.id);
    const refusals = [
      await client.post('hello'),
      await client.start(),
      await call('GET', `${client.conversation}?watermark=`, undefined, client.auth),
      await call('POST', `${server.url}/v3/directline/tokens/refresh`, undefined, client.auth),
    ];
    expect(refusals.map(({ status, body }) => [status, (body['error'] as { code: string }).code])).toEqual(
      Array.from({ length: 4 }, () => [404, 'ConversationNotFound']),
    );
    await expect(new Stream(client.streamUrl).opened).rejects.toThrow('404');
  });

  test('leaves no trace in the files', async () => {
    const { client, server } = await open();
    await client.post('my secret is Sesame');
    await client.activities(3);
    expect(contents(server.dataDir)).toContain('Sesame');
    await client.post('forget');
    await until(async () => (await client.post('x')).status === 404);
    const rest = contents(server.dataDir);
    expect(rest).not.toContain('Sesame');
    expect(rest).not.toContain(client.conversationId);
  });

  test('by polling: the farewell can be fetched for five minutes, then 404', async () => {
    const { client, server } = await open();
    await client.post('one');
    await client.activities(3);
    await client.post('forget');
    await until(async () => (await client.poll('4')).body['watermark'] === '5');
    expect(textsOf(await client.poll('3'))).toEqual(['forget', '2: forget']);
    expect(textsOf(await client.poll('4'))).toEqual(['2: forget']);
    expect((await client.poll('5')).body).toEqual({ activities: [], watermark: '5' });
    server.pass(301);
    expect((await client.poll('3')).status).toBe(404);
  });

  test('drops what waits behind it, and does not touch another conversation', async () => {
    const { opened, open: release } = gate();
    const heard: string[] = [];
    const { client, server } = await open({
      dialog: new ScriptedDialog(async ({ context, outcome, say }) => {
        const text = context.activity.text ?? '';
        heard.push(text);
        if (text === 'forget') {
          await opened;
          outcome.forget = true;
        }
        await say(`heard ${text}`);
      }),
    });
    const other = new DirectLineClient(server.url);
    await other.start();
    await client.post('forget');
    await until(() => heard.includes('forget'));
    await client.post('too late');
    release();
    await until(async () => (await client.post('x')).status === 404);
    await other.post('hello');
    await until(() => heard.includes('hello'));
    expect(heard).not.toContain('too late');
  });

  test('a conversation of the web cannot be reached through /api/messages', async () => {
    const { client, server } = await open();
    await client.post('one');
    await client.activities(3);
    const more = { channelId: 'directline', conversation: { id: client.conversationId } };
    const intruder = await call('POST', `${server.url}/api/messages`, message('forget', more));
    expect(textsOf(intruder)).toEqual(['1: forget']);
    expect((await client.poll()).status).toBe(200);
  });
});

describe('a store that fails for a moment', () => {
  test('is tried again, and the reply comes once', async () => {
    const { SqliteStorage } = await import('../../../bot/storage/sqlite.js');
    const { temporaryFolder } = await import('../fixtures/harness.js');
    const storage = new SqliteStorage(join(temporaryFolder(), 'guide.sqlite'));
    const { client } = await open({ storage });
    await client.activities(1);
    const commit = storage.commit.bind(storage);
    let failures = 0;
    storage.commit = (...args) => {
      if (args[0] && Object.keys(args[0]).some((key) => key.endsWith('/document')) && failures++ === 0) {
        return Promise.reject(new Error('disk full'));
      }
      return commit(...args);
    };
    await client.post('hello');
    expect((await client.activities(3)).map(({ text }) => text)).toEqual(['Welcome.', 'hello', '1: hello']);
    expect(failures).toBe(2);
  });
});

describe('other origins', () => {
  test('may preflight and call, as a public chat on another page does', async () => {
    const { client, server } = await open();
    const preflight = await fetch(`${client.conversation}/activities`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-ms-bot-agent,x-requested-with',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    const allowed = (preflight.headers.get('access-control-allow-headers') ?? '').split(', ');
    expect(allowed).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'x-ms-bot-agent', 'x-requested-with']),
    );
    for (const answer of [await client.poll(), await call('GET', `${client.conversation}/nothing`)]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    const elsewhere = await fetch(`${server.url}/api/messages`, { method: 'OPTIONS' });
    expect(elsewhere.status).toBe(405);
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
  });
});
