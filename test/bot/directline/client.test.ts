import { createRequire } from 'node:module';
import type * as DirectLineJs from 'botframework-directlinejs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { call, cleanUp, startServer, until, type TestServer } from '../fixtures/harness.js';

// The client that Web Chat ships, as it is, on a request function for Node. It and its rxjs come with Web Chat.
const require = createRequire(import.meta.url);
const { DirectLine, ConnectionStatus } = require('botframework-directlinejs') as typeof DirectLineJs;
const fromClient = createRequire(require.resolve('botframework-directlinejs'));
const { Observable } = fromClient('rxjs/Observable') as {
  Observable: { create(subscribe: (subscriber: Subscriber) => void): unknown };
};

interface Subscriber {
  next(value: unknown): void;
  error(error: unknown): void;
  complete(): void;
}

interface AjaxRequest {
  method: string;
  url: string;
  body?: unknown;
  headers: Record<string, string>;
}

interface Received {
  type: string;
  id: string;
  text?: string;
  channelData?: { clientActivityID?: string };
}

const ajax = (request: AjaxRequest): unknown =>
  Observable.create((subscriber) => {
    void (async () => {
      try {
        const hasBody = request.body !== undefined;
        const response = await fetch(request.url, {
          method: request.method,
          headers: request.headers,
          ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
        });
        const text = await response.text();
        const result = { status: response.status, response: text ? (JSON.parse(text) as unknown) : null };
        if (response.ok) {
          subscriber.next(result);
          subscriber.complete();
        } else {
          subscriber.error({ ...result, xhr: { getResponseHeader: (name: string) => response.headers.get(name) } });
        }
      } catch (error) {
        subscriber.error(error);
      }
    })();
  });

describe('botframework-directlinejs', () => {
  const clients: { end(): void }[] = [];
  const hadWebSocket = Object.hasOwn(globalThis, 'WebSocket');

  beforeEach(() => {
    // The client asks whether there is one before it uses the one that it is given.
    if (!hadWebSocket) Object.assign(globalThis, { WebSocket });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end();
    if (!hadWebSocket) Reflect.deleteProperty(globalThis, 'WebSocket');
    await cleanUp();
  });

  const connect = (server: TestServer, options: Record<string, unknown> = {}) => {
    const client = new DirectLine({
      domain: `${server.url}/v3/directline`,
      timeout: 1_000,
      ajax,
      WebSocket,
      random: () => -0.25, // reconnect at once, where the client would wait for three seconds or more
      ...options,
    } as never);
    const received: Received[] = [];
    const statuses: number[] = [];
    client.connectionStatus$.subscribe((status) => statuses.push(status));
    client.activity$.subscribe({ next: (activity) => received.push(activity as Received), error: () => undefined });
    clients.push(client);
    const post = (text: string, clientActivityID: string): Promise<string> =>
      new Promise((resolve, reject) => {
        client
          .postActivity({ type: 'message', from: { id: 'me' }, text, channelData: { clientActivityID } } as never)
          .subscribe(resolve, reject);
      });
    return { client, received, statuses, post, texts: () => received.map(({ text }) => text) };
  };

  test.each([true, false])('begins, posts, and gets its echo and the reply (web socket: %s)', async (webSocket) => {
    const server = await startServer();
    const { received, statuses, post, texts } = connect(server, { webSocket, pollingInterval: 200 });
    await until(() => received.length === 1);
    const id = await post('hello', 'c-1');
    await until(() => received.length === 3);
    expect(texts()).toEqual(['Welcome.', 'hello', '1: hello']);
    expect(received[1]).toMatchObject({ id, channelData: { clientActivityID: 'c-1' } });
    expect(statuses).toEqual([0, 1, 2]);
  });

  test('with the page’s session it sees the whole conversation again', async () => {
    const server = await startServer();
    const session = await call('POST', `${server.url}/chat/session`);
    const { conversationId, token, user } = session.body as {
      conversationId: string;
      token: string;
      user: { id: string };
    };
    const first = connect(server, { token });
    await until(() => first.received.length === 1);
    await call(
      'POST',
      `${server.url}/v3/directline/conversations/${conversationId}/activities`,
      { type: 'message', from: user, text: 'hello' },
      { authorization: `Bearer ${token}` },
    );
    await until(() => first.received.length === 3);
    first.client.end();

    for (const options of [{ token }, { token, conversationId, watermark: '0' }]) {
      const again = connect(server, options);
      await until(() => again.received.length === 3);
      expect(again.texts()).toEqual(['Welcome.', 'hello', '1: hello']);
      again.client.end();
    }
  });

  test('comes back by itself after the connection is cut, and misses nothing', async () => {
    const server = await startServer();
    const sockets: WebSocket[] = [];
    class Watched extends WebSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    }
    const { received, post, texts } = connect(server, { WebSocket: Watched });
    await until(() => received.length === 1);
    sockets[0]?.terminate();
    await post('while away', 'c-1');
    await until(() => received.length === 3);
    expect(texts()).toEqual(['Welcome.', 'while away', '1: while away']);
    expect(sockets).toHaveLength(2);
  });

  test('ends when the conversation was forgotten, after the farewell', async () => {
    const server = await startServer();
    const { received, statuses, post, texts } = connect(server, { webSocket: false, pollingInterval: 200 });
    await until(() => received.length === 1);
    await post('forget', 'c-1');
    await until(() => received.length === 3);
    expect(texts()).toEqual(['Welcome.', 'forget', '1: forget']);
    server.pass(301);
    await until(() => statuses.at(-1) === ConnectionStatus.Ended);
  });
});
