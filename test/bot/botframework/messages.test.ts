import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { GuideAdapter } from '../../../bot/botframework/adapter.js';
import { registerMessages } from '../../../bot/botframework/messages.js';
import { TurnRunner } from '../../../bot/botframework/turns.js';
import { HttpError, type HttpHandler, type RouteRegistrar } from '../../../bot/http/http.js';
import { Conversations } from '../../../bot/storage/conversations.js';
import { SqliteStorage } from '../../../bot/storage/sqlite.js';
import {
  APOLOGY,
  call,
  cleanUp,
  countingDialog,
  message,
  startServer,
  temporaryFolder,
  textsOf,
} from '../fixtures/harness.js';

afterEach(cleanUp);

/** A server that notes every connection to it: no test may make one. */
async function trap(): Promise<{ url: string; connections: () => number; close(): void }> {
  let connections = 0;
  const server: Server = createServer((_request, response) => response.end('{}'));
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, connections: () => connections, close: () => server.close() };
}

describe('POST /api/messages without an app id', () => {
  test('answers expectReplies in the body and keeps the state', async () => {
    const { url } = await startServer();
    const first = await call('POST', `${url}/api/messages`, message('one'));
    expect(first.status).toBe(200);
    expect(textsOf(first)).toEqual(['1: one']);
    expect(textsOf(await call('POST', `${url}/api/messages`, message('two')))).toEqual(['2: two']);
  });

  test.each([undefined, 'normal', 'notification', 'ephemeral'])('refuses deliveryMode %s', async (deliveryMode) => {
    const { url } = await startServer();
    const answer = await call('POST', `${url}/api/messages`, message('one', { deliveryMode }));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'ExpectRepliesOnly' } });
    expect(textsOf(await call('POST', `${url}/api/messages`, message('two')))).toEqual(['1: two']);
  });

  test('never calls the serviceUrl that an activity names', async () => {
    const caught = await trap();
    const { url } = await startServer();
    const serviceUrl = caught.url;
    for (const deliveryMode of ['expectReplies', 'normal', undefined]) {
      for (const text of ['hello', 'throw', 'forget']) {
        await call('POST', `${url}/api/messages`, message(text, { serviceUrl, deliveryMode, channelId: 'msteams' }));
      }
      await call('POST', `${url}/api/messages`, message('x', { serviceUrl, deliveryMode, type: 'invoke' }));
    }
    expect(caught.connections()).toBe(0);
    caught.close();
  });

  test('a second tap on the wire gets the same replies', async () => {
    const { url } = await startServer();
    const activity = message('one');
    const first = await call('POST', `${url}/api/messages`, activity);
    const second = await call('POST', `${url}/api/messages`, activity);
    expect(second.body).toEqual(first.body);
    expect(textsOf(await call('POST', `${url}/api/messages`, message('two')))).toEqual(['2: two']);
  });

  test('the same conversation id on another channel is another conversation', async () => {
    const { url } = await startServer();
    await call('POST', `${url}/api/messages`, message('one'));
    const elsewhere = await call('POST', `${url}/api/messages`, message('one', { channelId: 'other' }));
    expect(textsOf(elsewhere)).toEqual(['1: one']);
  });

  test('greets when someone joins, not when only the bot does', async () => {
    const { url } = await startServer();
    const join = (...ids: string[]) =>
      call(
        'POST',
        `${url}/api/messages`,
        message('', { type: 'conversationUpdate', membersAdded: ids.map((id) => ({ id })) }),
      );
    expect(textsOf(await join('bot'))).toEqual([]);
    expect(textsOf(await join('bot', 'person'))).toEqual(['Welcome.']);
  });

  test.each(['typing', 'event', 'invoke', 'messageReaction', 'endOfConversation', 'something-new'])(
    'takes an activity of type %s and ignores it, whatever its value is',
    async (type) => {
      const { url } = await startServer();
      const answer = await call('POST', `${url}/api/messages`, message('x', { type, value: 'text' }));
      expect([answer.status, answer.body]).toEqual([200, { activities: [] }]);
      expect(textsOf(await call('POST', `${url}/api/messages`, message('two')))).toEqual(['1: two']);
    },
  );

  test('forget: the reply comes, then the conversation is new', async () => {
    const { url } = await startServer();
    await call('POST', `${url}/api/messages`, message('one'));
    expect(textsOf(await call('POST', `${url}/api/messages`, message('forget')))).toEqual(['2: forget']);
    expect(textsOf(await call('POST', `${url}/api/messages`, message('three')))).toEqual(['1: three']);
  });

  test('a dialog that throws gives one sentence and no trace', async () => {
    const { url, lines } = await startServer();
    const answer = await call('POST', `${url}/api/messages`, message('throw'));
    expect(answer.status).toBe(200);
    expect(textsOf(answer)).toEqual([APOLOGY]);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|\.ts|\bat\b/);
    expect(lines.at(-1)).toMatchObject({ code: 'dialog-failed' });
  });

  test('takes an activity without channelId, recipient and id, as a program would write it', async () => {
    const { url } = await startServer();
    const bare = {
      type: 'message',
      text: 'hello',
      deliveryMode: 'expectReplies',
      from: { id: 'me' },
      conversation: { id: 'c' },
    };
    expect(textsOf(await call('POST', `${url}/api/messages`, bare))).toEqual(['1: hello']);
    expect(textsOf(await call('POST', `${url}/api/messages`, bare))).toEqual(['2: hello']);
  });

  test('fields with null mean nothing, and unknown fields pass', async () => {
    const { url } = await startServer();
    const odd = message('hello', { value: null, channelData: null, locale: null, eTag: 'x', extra: [1] });
    expect(textsOf(await call('POST', `${url}/api/messages`, odd))).toEqual(['1: hello']);
    expect(textsOf(await call('POST', `${url}/api/messages`, { ...odd, id: 'next' }))).toEqual(['2: hello']);
  });

  const wrong: [string, Record<string, unknown>, string][] = [
    ['text a number', { text: 5 }, 'text'],
    ['text a list', { text: ['a'] }, 'text'],
    ['from missing', { from: undefined }, 'from'],
    ['from a string', { from: 'me' }, 'from'],
    ['from without an id', { from: { name: 'x' } }, 'from.id'],
    ['from.id a number', { from: { id: 5 } }, 'from.id'],
    ['conversation missing', { conversation: undefined }, 'conversation'],
    ['conversation.id empty', { conversation: { id: '' } }, 'conversation.id'],
    ['conversation.id with a lone surrogate', { conversation: { id: '\ud800' } }, 'conversation.id'],
    ['conversation.id with a NUL', { conversation: { id: 'a\0b' } }, 'conversation.id'],
    ['conversation.id endless', { conversation: { id: 'x'.repeat(600) } }, 'conversation.id'],
    ['type missing', { type: undefined }, 'type'],
    ['type a number', { type: 5 }, 'type'],
    ['id an object', { id: {} }, 'id'],
    ['channelId a number', { channelId: 5 }, 'channelId'],
    ['locale a number', { locale: 5 }, 'locale'],
    ['channelData a string', { channelData: 'x' }, 'channelData'],
    ['entities an object', { entities: {} }, 'entities'],
    ['entities of strings', { entities: ['x'] }, 'entities.0'],
    ['membersAdded an object', { type: 'conversationUpdate', membersAdded: {} }, 'membersAdded'],
    ['recipient a string', { recipient: 'bot' }, 'recipient'],
    ['a text of 4,001 characters', { text: 'x'.repeat(4_001) }, 'text'],
  ];
  test.each(wrong)('%s gives 400 that names the field, and changes nothing', async (_name, fields, field) => {
    const { url } = await startServer();
    await call('POST', `${url}/api/messages`, message('one'));
    const answer = await call('POST', `${url}/api/messages`, message('two', fields));
    expect(answer.status).toBe(400);
    expect((answer.body['error'] as { message: string }).message).toContain(field);
    expect(textsOf(await call('POST', `${url}/api/messages`, message('three')))).toEqual(['2: three']);
  });

  test('a text of 4,000 characters is taken', async () => {
    const { url } = await startServer();
    const text = 'x'.repeat(4_000);
    expect(textsOf(await call('POST', `${url}/api/messages`, message(text)))).toEqual([`1: ${text}`]);
  });
});

describe('POST /api/messages with an app id', () => {
  const env = { MicrosoftAppId: '11111111-2222-3333-4444-555555555555', MicrosoftAppPassword: 'secret' };

  test.each([undefined, 'Bearer x', 'Bearer a.b.c', 'Basic abc', ''])(
    'refuses a forged activity with the authorization %j',
    async (authorization) => {
      const caught = await trap();
      const { url } = await startServer({ env });
      for (const deliveryMode of ['expectReplies', 'normal']) {
        const answer = await call(
          'POST',
          `${url}/api/messages`,
          message('one', { deliveryMode, serviceUrl: caught.url }),
          authorization === undefined ? {} : { authorization },
        );
        expect(answer.status).toBe(401);
        expect(answer.body).toMatchObject({ error: { code: 'Unauthorized' } });
      }
      expect(caught.connections()).toBe(0);
      caught.close();
    },
  );
});

/** The route with an authentication that lets one token pass and notes what goes out to the channel. */
function channel() {
  const sent: unknown[][] = [];
  let refuse = false;
  const reply = (...call: unknown[]): Promise<unknown> => {
    if (refuse) return Promise.reject(new Error('the channel is down'));
    sent.push(call);
    return Promise.resolve({ id: 'theirs' });
  };
  const conversationsClient = { replyToActivity: reply, sendToConversation: reply };
  let connectors = 0;
  const authentication = {
    authenticateRequest: (_activity: unknown, header: string) =>
      header === 'Bearer good'
        ? Promise.resolve({
            audience: 'audience',
            claimsIdentity: { claims: [] },
            connectorFactory: {
              create: () => {
                connectors++;
                return Promise.resolve({ conversations: conversationsClient });
              },
            },
          })
        : Promise.reject(Object.assign(new Error('no'), { statusCode: 401 })),
  };
  const storage = new SqliteStorage(`${temporaryFolder()}/guide.sqlite`);
  const adapter = new GuideAdapter(authentication as never);
  const conversations = new Conversations(storage, () => new Date());
  const log = (): void => undefined;
  const turns = new TurnRunner({ adapter, conversations, dialog: countingDialog(), apology: () => APOLOGY, log });
  let handler: HttpHandler | undefined;
  const routes: RouteRegistrar = {
    register: (_method, _path, given) => {
      handler = given;
    },
    onRefusal: () => undefined,
  };
  registerMessages(routes, { adapter, turns, authenticates: true, log });
  const post = async (activity: Record<string, unknown>, authorization = 'Bearer good') => {
    const request = { headers: { authorization }, baseUrl: 'http://here', json: () => Promise.resolve(activity) };
    return await (handler as HttpHandler)(request as never);
  };
  return {
    post,
    sent,
    storage,
    connectors: () => connectors,
    refuse: (value: boolean) => {
      refuse = value;
    },
  };
}

describe('normal delivery to an authenticated channel', () => {
  const normal = { deliveryMode: undefined, serviceUrl: 'https://channel.example/' };

  test('sends the replies after the commit, and answers with an empty body', async () => {
    const { post, sent, storage, connectors } = channel();
    expect(await post(message('one', { ...normal, id: 'a1' }))).toEqual({ status: 200 });
    expect(sent).toEqual([
      ['conversation-1', 'a1', expect.objectContaining({ text: '1: one', replyToId: 'a1' }) as unknown],
    ]);
    expect(sent[0]?.[2]).not.toHaveProperty('id');
    await post(message('two', normal));
    expect(connectors()).toBe(1);
    expect((await storage.keys('')).filter((key) => key.includes('undelivered'))).toEqual([]);
    await storage.close();
  });

  test('a resend after a delivery is not delivered again', async () => {
    const { post, sent, storage } = channel();
    const activity = message('one', normal);
    await post(activity);
    await post(activity);
    expect(sent).toHaveLength(1);
    await storage.close();
  });

  test('a resend after a delivery that failed delivers the same replies, without another turn', async () => {
    const { post, sent, refuse, storage } = channel();
    const activity = message('one', normal);
    refuse(true);
    await expect(post(activity)).rejects.toThrow(HttpError);
    refuse(false);
    await post(activity);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.[2]).toMatchObject({ text: '1: one' });
    await post(activity);
    expect(sent).toHaveLength(1);
    await storage.close();
  });

  test('a text that is too long is cut, because nobody in a channel sees a 400', async () => {
    const { post, sent, storage } = channel();
    await post(message('x'.repeat(9_000), normal));
    expect((sent[0]?.[2] as { text: string }).text).toBe(`1: ${'x'.repeat(4_000)}`);
    await storage.close();
  });

  test('forget: the farewell is delivered and nothing is stored', async () => {
    const { post, sent, storage } = channel();
    await post(message('one', normal));
    await post(message('forget', normal));
    expect(sent).toHaveLength(2);
    expect(await storage.keys('')).toEqual([]);
    await storage.close();
  });

  test('a bad token is refused before anything runs', async () => {
    const { post, sent, storage } = channel();
    await expect(post(message('one', normal), 'Bearer bad')).rejects.toMatchObject({ status: 401 });
    expect(sent).toEqual([]);
    expect(await storage.keys('')).toEqual([]);
    await storage.close();
  });
});
