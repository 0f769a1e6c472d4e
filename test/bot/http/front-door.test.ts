import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { HttpError } from '../../../bot/http/http.js';
import { DirectLineClient } from '../fixtures/direct-line.js';
import { call, cleanUp, startServer } from '../fixtures/harness.js';

afterEach(cleanUp);

/** The status of a GET that names this host. `fetch` does not let one choose it. */
function statusWithHost(url: string, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { setHost: false, headers: host === undefined ? {} : { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end();
  });
}

const APP = { MicrosoftAppId: '11111111-2222-3333-4444-555555555555', MicrosoftAppPassword: 'secret' };

describe('the host that a request names', () => {
  test.each([
    ['127.0.0.1', 200],
    ['127.0.0.1:3978', 200],
    ['localhost:80', 200],
    ['LOCALHOST', 200],
    ['[::1]:3978', 200],
    ['guide.example.org', 200],
    ['guide.example.org:444', 421],
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost.evil.example:3978', 421],
    ['10.0.0.1', 421],
    ['evil.example@127.0.0.1', 400],
    ['a b', 400],
    ['', 400],
  ])('without an app id, %j: %i', async (host, status) => {
    const { url } = await startServer({ env: { PUBLIC_URL: 'https://guide.example.org' } });
    expect(await statusWithHost(`${url}/healthz`, host)).toBe(status);
  });

  test('with an app id it may be any', async () => {
    const { url } = await startServer({ env: APP });
    expect(await statusWithHost(`${url}/healthz`, 'guide.example.org')).toBe(200);
  });

  test('counts for the stream too', async () => {
    const { url } = await startServer();
    const client = new DirectLineClient(url);
    await client.start();
    const socket = new WebSocket(client.streamUrl, { headers: { host: 'evil.example' } });
    await expect(
      new Promise((resolve, reject) => {
        socket.on('open', resolve);
        socket.on('error', reject);
      }),
    ).rejects.toThrow('421');
  });
});

describe('the addresses in answers', () => {
  test('follow PUBLIC_URL, with its path', async () => {
    const { url } = await startServer({ env: { PUBLIC_URL: 'https://example.org/guide/' } });
    const client = new DirectLineClient(url);
    await client.start();
    expect(client.streamUrl).toMatch(/^wss:\/\/example\.org\/guide\/v3\/directline\/conversations\/[^/]+\/stream\?/);
  });

  test('follow the host of the request when there is none', async () => {
    const { url } = await startServer();
    const { port } = new URL(url);
    const answer = await call('POST', `http://localhost:${port}/v3/directline/conversations`);
    expect(answer.body['streamUrl']).toMatch(new RegExp(`^ws://localhost:${port}/`));
  });
});

describe('routes of others', () => {
  test('know nothing of the framework: parameters decoded, query, links, own headers', async () => {
    const { url } = await startServer({
      env: { PUBLIC_URL: 'https://example.org' },
      routes: (routes) => {
        routes.register('GET', '/sources/:slug', ({ params, query, path, baseUrl }) => ({
          status: 200,
          headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'self'" },
          body: `${params['slug']} ${query.get('as-of')} ${path} ${baseUrl} ö`,
        }));
        routes.register('GET', '/bytes', () => ({ status: 200, body: new Uint8Array([1, 2, 3]) }));
      },
    });
    const response = await fetch(`${url}/sources/ors%20329a/?as-of=2026-01-01`);
    expect(await response.text()).toBe('ors 329a 2026-01-01 /sources/ors%20329a https://example.org ö');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'self'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect([...new Uint8Array(await (await fetch(`${url}/bytes`)).arrayBuffer())]).toEqual([1, 2, 3]);
    const head = await fetch(`${url}/bytes`, { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['3', '']);
  });

  test('that throw give 500 with one sentence; what they refuse keeps its words', async () => {
    const { url, lines } = await startServer({
      routes: (routes) => {
        routes.register('GET', '/broken', () => {
          throw new Error('secret words');
        });
        routes.register('GET', '/refused', () => Promise.reject(new HttpError(410, 'Gone', 'It is gone.')));
      },
    });
    const broken = await call('GET', `${url}/broken`);
    expect([broken.status, broken.body]).toEqual([
      500,
      { error: { code: 'ServiceError', message: 'Something went wrong on our side. Please try again.' } },
    ]);
    expect(lines).toEqual([expect.objectContaining({ event: 'request', code: 'internal', error: 'Error' })]);
    expect(JSON.stringify(lines)).not.toContain('secret');
    const refused = await call('GET', `${url}/refused`);
    expect([refused.status, refused.body]).toEqual([410, { error: { code: 'Gone', message: 'It is gone.' } }]);
  });
});

describe('what a person’s browser sees when something is refused', () => {
  const browser = { accept: 'text/html,application/xhtml+xml' };
  const started = async (): Promise<string> => {
    const { url } = await startServer({
      routes: (routes) => {
        routes.register('GET', '/broken', () => {
          throw new Error('secret words');
        });
        routes.register('POST', '/only-posted', () => ({ status: 200 }));
        routes.onRefusal(({ path, query }, status) =>
          status === 405
            ? null
            : {
                status,
                headers: { 'Content-Type': 'text/html; charset=utf-8' },
                body: `page ${status} ${path} ${query.get('lang')}`,
              },
        );
      },
    });
    return url;
  };
  const page = async (address: string, init: RequestInit = { headers: browser }): Promise<[number, string]> => {
    const response = await fetch(address, init);
    return [response.status, await response.text()];
  };

  test.each([
    ['/nowhere?lang=es', [404, 'page 404 /nowhere es']],
    ['/sources/%E0%A4%A', [400, 'page 400 /sources/%E0%A4%A null']],
    ['/broken', [500, 'page 500 /broken null']],
  ])('%s', async (address, expected) => {
    expect(await page(`${await started()}${address}`)).toEqual(expected);
  });

  test('is JSON for programs, for what is not a page, and where no page says it better', async () => {
    const url = await started();
    for (const init of [{}, { headers: browser, method: 'POST' }]) {
      const [status, body] = await page(`${url}/nowhere`, init);
      expect(JSON.parse(body)).toHaveProperty('error.code');
      expect([404, 405]).toContain(status);
    }
    const wrongMethod = await fetch(`${url}/only-posted`, { headers: browser });
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await wrongMethod.json()).toHaveProperty('error.code', 'MethodNotAllowed');
  });
});
