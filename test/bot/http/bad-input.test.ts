import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DirectLineClient } from '../fixtures/direct-line.js';
import { call, cleanUp, message, startServer, temporaryFolder, textsOf, type TestServer } from '../fixtures/harness.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const ERROR_BODY = {
  error: { code: expect.any(String) as string, message: expect.any(String) as string },
};

/** Sends bytes as they are, and gives all that comes back. */
function raw(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(bytes));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

describe('refusals', () => {
  let server: TestServer;
  let client: DirectLineClient;
  let posts: { name: string; url: string; headers: Record<string, string> }[];

  beforeAll(async () => {
    server = await startServer();
    client = new DirectLineClient(server.url);
    await client.start();
    await client.activities(1);
    await call('POST', `${server.url}/api/messages`, message('one'));
    posts = [
      { name: 'messages', url: `${server.url}/api/messages`, headers: {} },
      { name: 'activities', url: `${client.conversation}/activities`, headers: client.auth },
      { name: 'conversations', url: `${server.url}/v3/directline/conversations`, headers: {} },
      { name: 'generate', url: `${server.url}/v3/directline/tokens/generate`, headers: {} },
      { name: 'session', url: `${server.url}/chat/session`, headers: {} },
    ];
  });
  afterAll(cleanUp);
  // Whatever came, the server is well, and the two conversations stand where they stood.
  afterEach(async () => {
    expect((await call('GET', `${server.url}/healthz`)).body).toEqual({ status: 'ok' });
    expect(textsOf(await client.poll())).toEqual(['Welcome.']);
    expect(server.lines.filter((line) => line['code'] === 'internal')).toEqual([]);
  });

  const eachPost = async (
    send: (url: string, headers: Record<string, string>) => Promise<Response>,
    status: number,
  ): Promise<void> => {
    for (const { name, url, headers } of posts) {
      const response = await send(url, headers);
      const text = await response.text();
      expect([name, response.status]).toEqual([name, status]);
      expect(JSON.parse(text)).toEqual(ERROR_BODY);
      expect(text).not.toMatch(/\.(ts|js)\b|node_modules|\s+at /);
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
  };

  test.each(['{', '{"a":}', '[1', 'null', '5', '"text"', '[]', '{"a":1}x', 'undefined', '{"a":1,}', '\u0000'])(
    'the body %j: 400',
    async (body) => {
      await eachPost(
        (url, headers) => fetch(url, { method: 'POST', body, headers: { ...headers, ...JSON_TYPE } }),
        400,
      );
    },
  );

  test('bytes that are no UTF-8: 400', async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
    await eachPost((url, headers) => fetch(url, { method: 'POST', body, headers: { ...headers, ...JSON_TYPE } }), 400);
  });

  test('a body nested very deep: 400', async () => {
    for (const body of [
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      '{"a":'.repeat(40) + '1' + '}'.repeat(40),
    ]) {
      await eachPost(
        (url, headers) => fetch(url, { method: 'POST', body, headers: { ...headers, ...JSON_TYPE } }),
        400,
      );
    }
  });

  test('a name that would change what objects are: 400', async () => {
    const body = '{"type":"message","from":{"id":"x","\\u005f_proto__":{"polluted":true}}}';
    await eachPost((url, headers) => fetch(url, { method: 'POST', body, headers: { ...headers, ...JSON_TYPE } }), 400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a body of 1 MB: 413, and its sender gets to see it', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
    await eachPost((url, headers) => fetch(url, { method: 'POST', body, headers: { ...headers, ...JSON_TYPE } }), 413);
  });

  test('a body of 1 MB in pieces, its length not announced: 413', async () => {
    await eachPost((url, headers) => {
      let pieces = 16;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (pieces-- > 0) controller.enqueue(Buffer.alloc(65_536, 120));
          else controller.close();
        },
      });
      return fetch(url, { method: 'POST', body, duplex: 'half', headers: { ...headers, ...JSON_TYPE } });
    }, 413);
  });

  test('just below 256 KB the size is no problem', async () => {
    const padding = 'x'.repeat(255 * 1024);
    const answer = await call('POST', `${server.url}/api/messages`, message('hi', { padding, type: 'event' }));
    expect(answer.status).toBe(200);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonp', ''])(
    'a body of type %j: 415',
    async (type) => {
      await eachPost(
        (url, headers) =>
          fetch(url, { method: 'POST', body: Buffer.from('{"a":1}'), headers: { ...headers, 'content-type': type } }),
        415,
      );
    },
  );

  test.each([
    ['content-type', 'application/json; charset=utf-16'],
    ['content-encoding', 'gzip'],
  ])('a body with %s %s: 415', async (name, value) => {
    await eachPost(
      (url, headers) =>
        fetch(url, { method: 'POST', body: '{}', headers: { ...headers, ...JSON_TYPE, [name]: value } }),
      415,
    );
  });

  test('a form with a file: 415, and nothing of it reaches the disk', async () => {
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = temporaryFolder();
    const form = new FormData();
    form.append('file', new Blob(['x'.repeat(100_000)]), 'upload.bin');
    await eachPost((url, headers) => fetch(url, { method: 'POST', body: form, headers }), 415);
    expect(readdirSync(tmpdir())).toEqual([]);
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  });

  test.each([
    ['PUT', '/api/messages', 'POST'],
    ['GET', '/api/messages', 'POST'],
    ['DELETE', '/v3/directline/conversations', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['PATCH', '/v3/directline/conversations/x/activities', 'GET, HEAD, POST'],
    ['GET', '/v3/directline/tokens/generate', 'POST'],
  ])('%s %s: 405, and what is allowed', async (method, path, allow) => {
    const answer = await call(method, `${server.url}${path}`);
    expect([answer.status, answer.body]).toEqual([405, ERROR_BODY]);
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allow.split(', '));
  });

  test.each([
    '/nothing',
    '/api',
    '/api/messages/more',
    '/v3/directline',
    '/v3/directline/',
    '/.env',
    '/%2e%2e/x',
    '/a//b',
  ])('%s: 404', async (path) => {
    const answer = await call('GET', `${server.url}${path}`);
    expect([answer.status, answer.body]).toEqual([404, ERROR_BODY]);
  });

  test.each(['GET', 'POST'])('%s of a conversation that is not there: refused', async (method) => {
    const answer = await call(
      method,
      `${server.url}/v3/directline/conversations/unknown/activities`,
      undefined,
      client.auth,
    );
    expect([answer.status, answer.body]).toEqual([403, ERROR_BODY]);
  });

  test('a trailing slash is tolerated', async () => {
    expect((await call('GET', `${server.url}/healthz/`)).status).toBe(200);
    expect((await call('GET', `${client.conversation}/activities/?watermark=`, undefined, client.auth)).status).toBe(
      200,
    );
    expect((await call('POST', `${server.url}/api/messages/`, message('x', { type: 'event' }))).status).toBe(200);
  });

  test('HEAD answers as GET, without the body', async () => {
    const head = await fetch(`${server.url}/healthz`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '15', '']);
    expect((await fetch(`${server.url}/nothing`, { method: 'HEAD' })).status).toBe(404);
  });

  test('every answer has the security headers', async () => {
    for (const path of ['/healthz', '/nothing', '/api/messages', '/v3/directline/conversations/x', '/%ff']) {
      const { headers } = await fetch(`${server.url}${path}`);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
      expect(headers.get('server') || null, path).toBeNull();
      expect(headers.get('x-powered-by'), path).toBeNull();
    }
  });

  test.each([
    '/%',
    '/%ff',
    '/%E0%A4',
    '//elsewhere/x',
    '*',
    'x',
    'http://elsewhere.example/healthz',
    '/\\..\\x',
    '/a b',
    '/?%',
  ])('the request target %j is no crash', async (target) => {
    const answer = await raw(server.url, `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).toContain('{"error":{');
  });

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    [
      'two lengths',
      'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
    ],
    ['a header of 100 KB', `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    [
      'a body that is cut off',
      'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a"',
    ],
    ['an upgrade to something else', 'GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
  ])('%s is no crash', async (_name, bytes) => {
    const answer = await raw(server.url, bytes).catch(() => '');
    expect(answer === '' || /^HTTP\/1\.1 4\d\d /.test(answer), answer).toBe(true);
  });
});

describe('any body at all', () => {
  let server: TestServer;
  let client: DirectLineClient;
  beforeAll(async () => {
    server = await startServer();
    client = new DirectLineClient(server.url);
    await client.start();
  });
  afterAll(cleanUp);

  const activity = fc.record(
    {
      type: fc.oneof(fc.constantFrom('message', 'conversationUpdate', 'event', 'typing'), fc.anything()),
      id: fc.oneof(fc.string(), fc.anything()),
      text: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      value: fc.oneof(fc.object(), fc.anything()),
      from: fc.oneof(fc.record({ id: fc.string() }), fc.anything()),
      conversation: fc.oneof(fc.record({ id: fc.string({ unit: 'binary' }) }), fc.anything()),
      channelId: fc.oneof(fc.string(), fc.anything()),
      recipient: fc.oneof(fc.record({ id: fc.string() }), fc.anything()),
      membersAdded: fc.oneof(fc.array(fc.record({ id: fc.string() })), fc.anything()),
      locale: fc.oneof(fc.constantFrom('en', 'es', 'x'.repeat(99)), fc.anything()),
      deliveryMode: fc.oneof(fc.constant('expectReplies'), fc.anything()),
      channelData: fc.oneof(fc.object(), fc.anything()),
      entities: fc.oneof(fc.array(fc.object()), fc.anything()),
      attachments: fc.anything(),
      timestamp: fc.anything(),
    },
    { requiredKeys: [] },
  );

  test('gets an answer below 500, with an error body when it is refused', async () => {
    const targets = (): [string, Record<string, string>][] => [
      [`${server.url}/api/messages`, {}],
      [`${client.conversation}/activities`, client.auth],
    ];
    await fc.assert(
      fc.asyncProperty(activity, async (body) => {
        for (const [url, headers] of targets()) {
          const answer = await call(
            'POST',
            url,
            JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? 1 : value)),
            {
              ...headers,
              ...JSON_TYPE,
            },
          );
          expect(answer.status).toBeLessThan(500);
          if (answer.status >= 400) expect(answer.body).toEqual(ERROR_BODY);
        }
      }),
      { numRuns: 150 },
    );
    expect(server.lines.filter((line) => line['code'] !== undefined)).toEqual([]);
  });

  test('text that is no JSON gets 400', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (body) => {
        const answer = await call('POST', `${server.url}/api/messages`, body, JSON_TYPE);
        expect([answer.status, answer.body]).toEqual([400, ERROR_BODY]);
      }),
      { numRuns: 50 },
    );
  });
});
