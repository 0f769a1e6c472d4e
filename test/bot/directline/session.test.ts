import { afterEach, describe, expect, test } from 'vitest';
import { DirectLineClient } from '../fixtures/direct-line.js';
import { call, cleanUp, startServer, textsOf, until, type Answer } from '../fixtures/harness.js';

afterEach(cleanUp);

const cookieOf = (answer: Answer): string => (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';

/** A conversation that was begun through the page's session, as the client sees it. */
async function session(env: Record<string, string> = {}) {
  const server = await startServer({ env });
  const url = `${server.url}/chat/session`;
  const answer = await call('POST', url);
  const client = new DirectLineClient(server.url);
  client.take(answer);
  return { server, url, answer, client, cookie: cookieOf(answer) };
}

describe('the page’s session', () => {
  test('begins a conversation with a token for its user, and is kept by a cookie that scripts cannot read', async () => {
    const { answer, client } = await session();
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      conversationId: expect.any(String) as string,
      token: expect.any(String) as string,
      expires_in: 1800,
      user: { id: expect.stringMatching(/^dl_/) as string },
      resumed: false,
    });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^guide_session=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await client.activities(1)).map(({ text }) => text)).toEqual(['Welcome.']);
  });

  test('the cookie is Secure when people come by https', async () => {
    const { answer } = await session({ PUBLIC_URL: 'https://guide.example.org' });
    expect(answer.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  test('a reload goes on with the same conversation and user, with a fresh token, also after the first expired', async () => {
    const { server, url, answer, client, cookie } = await session();
    await client.post('hello', { from: answer.body['user'] });
    await client.activities(3);
    server.pass(4_000);
    const again = await call('POST', url, {}, { cookie: `other=1; ${cookie}` });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      conversationId: client.conversationId,
      user: answer.body['user'],
      resumed: true,
    });
    client.take(again);
    expect(textsOf(await client.poll())).toEqual(['Welcome.', 'hello', '1: hello']);
  });

  test('"new" begins another conversation, with another cookie', async () => {
    const { url, client, cookie } = await session();
    const other = await call('POST', url, { new: true }, { cookie });
    expect(other.status).toBe(201);
    expect(other.body['conversationId']).not.toBe(client.conversationId);
    expect(cookieOf(other)).not.toBe(cookie);
  });

  test('after forget the cookie leads to a new conversation', async () => {
    const { url, answer, client, cookie } = await session();
    await client.post('forget', { from: answer.body['user'] });
    await until(async () => (await client.post('x', { from: answer.body['user'] })).status === 404);
    const next = await call('POST', url, {}, { cookie });
    expect(next.status).toBe(201);
    expect(next.body['conversationId']).not.toBe(client.conversationId);
  });

  test('DELETE erases the conversation at once and takes the cookie back', async () => {
    const { url, client, cookie } = await session();
    await client.activities(1);
    const erased = await call('DELETE', url, undefined, { cookie });
    expect(erased.status).toBe(204);
    expect(erased.headers.get('set-cookie')).toMatch(/^guide_session=; .*Max-Age=0$/);
    expect((await client.poll()).status).toBe(404);
    expect((await call('DELETE', url)).status).toBe(204);
  });

  test.each(['guide_session=x', 'guide_session=a.b.c', 'guide_session=', 'x=guide_session', '=;;='])(
    'the cookie %j counts for nothing',
    async (cookie) => {
      const { url } = await session();
      expect((await call('POST', url, {}, { cookie })).status).toBe(201);
    },
  );

  test('a token is no cookie, and a cookie no token', async () => {
    const { url, client, cookie } = await session();
    const token = await call('POST', url, {}, { cookie: `guide_session=${client.token}` });
    expect(token.status).toBe(201);
    client.token = cookie.replace('guide_session=', '');
    expect((await client.poll()).status).toBe(403);
  });

  test.each([{ new: 'yes' }, { new: 1 }, { locale: 5 }])('the body %j is refused', async (body) => {
    const { url } = await session();
    expect((await call('POST', url, body)).status).toBe(400);
  });

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'not an origin' },
  ])('another site, %j, gets nothing and erases nothing', async (headers) => {
    const { url, cookie, client } = await session();
    for (const method of ['POST', 'DELETE']) {
      const answer = await call(method, url, undefined, { ...headers, cookie });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await client.poll()).status).toBe(200);
  });

  test('our own page, by its own address or by the public one, is let in', async () => {
    const { url, server } = await session({ PUBLIC_URL: 'https://guide.example.org' });
    for (const origin of [server.url, 'https://guide.example.org']) {
      const answer = await call('POST', url, {}, { origin, 'sec-fetch-site': 'same-origin' });
      expect(answer.status, origin).toBe(201);
    }
  });
});
