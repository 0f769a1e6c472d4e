import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { chooseEncoding } from '../../../bot/pages/encoding.js';
import { bodyOf, openSite, readable, type Site } from './helpers.js';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});

describe('the chat page', () => {
  test('says what it is, what it is not, for which day, and from which edition', async () => {
    const text = readable(bodyOf(await site.get('/')));
    expect(text).toContain('Information, not legal advice. A program, not a person.');
    expect(text).toContain('We keep no names.');
    expect(text).toContain('2023 edition');
    expect(text).toContain('November 21, 2026');
    expect(text).toContain('New person: erase');
  });

  test('names its language and direction, and falls back to English', async () => {
    const page = bodyOf(await site.get('/', { 'accept-language': 'tlh, *;q=0.5' }));
    expect(page).toContain('<html lang="en" dir="ltr">');
  });

  test('gives every answer a nonce of its own and allows nothing unsafe', async () => {
    const nonces = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      const response = await site.get('/');
      const policy = response.headers?.['content-security-policy'] ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(bodyOf(response)).toContain(`nonce="${nonce}"`);
      expect(response.headers?.['cache-control']).toBe('no-store');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  test('holds no script or style of its own and names no other machine', async () => {
    const page = bodyOf(await site.get('/'));
    expect(page).not.toMatch(/<style|style="|<script(?![^>]* src=)|https?:\/\//);
  });

  test('every file that it names is there', async () => {
    const page = bodyOf(await site.get('/'));
    const files = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map((found) => found[1] ?? '');
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) expect((await site.get(file)).status).toBe(200);
  });
});

describe('static files', () => {
  const scriptOf = async (): Promise<string> =>
    /"(\/assets\/chat\.[^"]+)"/.exec(bodyOf(await site.get('/')))?.[1] ?? '';

  test('carry a hash of their content in the name and are kept for good', async () => {
    const address = await scriptOf();
    const response = await site.get(address);
    const hash = createHash('sha256').update(bodyOf(response)).digest('hex');
    expect(address).toBe(`/assets/chat.${hash.slice(0, 12)}.js`);
    expect(response.headers?.['content-type']).toBe('text/javascript; charset=utf-8');
    expect(response.headers?.['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('come compressed as the client asks', async () => {
    const address = await scriptOf();
    for (const [accept, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.1', 'gzip'],
      ['identity', undefined],
    ] as const) {
      const response = await site.get(address, { 'accept-encoding': accept });
      expect([accept, response.headers?.['content-encoding']]).toEqual([accept, encoding]);
    }
  });

  test.each(['chat.000000000000.js', 'manifest.json', '..%2Fknowledge%2Flaw.json'])('%s is not there', async (name) => {
    await expect(site.get(`/assets/${name}`)).rejects.toMatchObject({ status: 404, code: 'NotFound' });
  });

  test.each([
    [404, 'There is no page here'],
    [400, 'There is no page here'],
    [500, 'Something went wrong'],
  ])('what a person is told at %i', (status, words) => {
    const page = site.refused('/nowhere?lang=en', status);
    expect(page?.status).toBe(status);
    expect(readable(bodyOf(page ?? { status: 0 }))).toContain(words);
  });

  test('a refusal that is none of a person’s doing has no page', () => {
    expect(site.refused('/chat/session', 405)).toBeNull();
  });

  test('a wildcard takes any encoding, no header takes none', () => {
    expect(chooseEncoding('*')).toBe('br');
    expect(chooseEncoding('br;q=0, *')).toBe('gzip');
    expect(chooseEncoding(undefined)).toBe('identity');
  });
});
