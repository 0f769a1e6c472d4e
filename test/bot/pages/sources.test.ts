import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../../bot/http/http.js';
import { renderSource } from '../../../bot/pages/source-page.js';
import { foldSpace, takeApart } from '../../../bot/pages/source-text.js';
import { anchorId, sourceUrl } from '../../../bot/pages/source-url.js';
import { bodyOf, openSite, readable, shown, type Site } from './helpers.js';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});

const page = async (address: string): Promise<string> => bodyOf(await site.get(address));
const ids = (text: string): string[] => [...text.matchAll(/ id="([^"]*)"/g)].map((found) => readable(found[1] ?? ''));

describe('every document on its page', () => {
  const slugs = ['ors-329a', 'oar-414-600-0035', 'delc-classroom-support', 'ode-section-7', 'oregon-bulletin-2011-02'];
  for (const slug of slugs) {
    for (const day of ['2025-06-30', '2025-07-01', '2026-11-21']) {
      test(`${slug} as of ${day}: every provision once, word for word, under unique ids`, async () => {
        const text = await page(`/sources/${slug}?as-of=${day}`);
        const provisions = site.law.provisions.filter((provision) => provision.document === slug);
        const seen = shown(text);
        expect(seen.map(({ key }) => key)).toEqual(provisions.map(({ key }) => key));
        expect(new Set(ids(text)).size).toBe(ids(text).length);
        for (const [index, provision] of provisions.entries()) {
          const found = seen[index];
          expect(found?.own).toBe(foldSpace(site.law.text(provision)));
          expect(found?.id).toBe(anchorId(site.law, provision, day));
          expect(found?.status).toBe(site.law.status(provision, day));
        }
      });
    }
  }

  test('printed headings between the sections of the statute are shown', async () => {
    const text = readable(await page('/sources/ors-329a'));
    expect(text).toContain('RESOURCE AND REFERRAL SYSTEM');
    expect(text).toContain('(Discipline; Investigation; Inspection; Enforcement)');
  });
});

test('headings between provisions stand where they are printed', async () => {
  const text = await page('/sources/ors-329a?as-of=2026-01-01');
  const order = [...text.matchAll(/<h2 class="part[^>]*>([^<]*)|<div class="own[^>]*>([^]*?)<\/div>/g)].map(
    ([, heading, own]) => readable(heading ?? own ?? ''),
  );
  const printed = [
    ...site.law.furniture
      .filter(({ document, name }) => document === 'ors-329a' && name === 'heading')
      .flatMap((piece) =>
        site
          .furnitureText(piece)
          .split('\n')
          .map((line) => ({ start: piece.start, text: foldSpace(line) })),
      ),
    ...site.law.provisions
      .filter(({ document }) => document === 'ors-329a')
      .map((provision) => ({ start: provision.start, text: foldSpace(site.law.text(provision)) })),
  ];
  const sorted = printed.filter((piece) => piece.text !== '').sort((a, b) => a.start - b.start);
  expect(order).toEqual(sorted.map((piece) => piece.text));
});

describe('the two texts of a section', () => {
  const texts = async (day: string) => {
    const all = shown(await page(`/sources/ors-329a?as-of=${day}`));
    return all.filter(({ key }) => key.startsWith('ORS 329A.250(5)@'));
  };

  test('the day before the change: the plain id is the old text, the new one is pending', async () => {
    const [old, later] = await texts('2025-06-30');
    expect([old?.id, old?.key, old?.status]).toEqual(['ORS 329A.250(5)', 'ORS 329A.250(5)@2023', 'in-force']);
    expect([later?.id, later?.status]).toEqual(['ORS 329A.250(5)@2025-07-01', 'pending']);
    expect(later?.standing).toBe('Not in force yet. It starts on July 1, 2025.');
  });

  test('the day of the change: the plain id is the new text, the old one is replaced', async () => {
    const [old, later] = await texts('2025-07-01');
    expect([old?.id, old?.status]).toEqual(['ORS 329A.250(5)@2023', 'superseded']);
    expect([later?.id, later?.key, later?.status]).toEqual([
      'ORS 329A.250(5)',
      'ORS 329A.250(5)@2025-07-01',
      'in-force',
    ]);
    expect(old?.standing).toBe('No longer in force. A newer text replaced it on July 1, 2025.');
  });

  test('an address that names the version in force reaches it too', async () => {
    expect(ids(await page('/sources/ors-329a?as-of=2025-06-30'))).toContain('ORS 329A.250(5)@2023');
    expect(ids(await page('/sources/ors-329a?as-of=2025-07-01'))).toContain('ORS 329A.250(5)@2025-07-01');
  });

  test('addresses of provisions carry the day and the canonical id, percent-encoded', () => {
    const provision = site.law.at('ORS 329A.250(4)(b)(F)', '2024-03-01');
    if (!provision) throw new Error('not in the sources');
    expect(sourceUrl('https://guide.example', site.law, provision, '2024-03-01')).toBe(
      'https://guide.example/sources/ors-329a?as-of=2024-03-01#ORS%20329A.250%284%29%28b%29%28F%29',
    );
  });

  test('every provision of every document has its anchor on the page that its address names', async () => {
    for (const day of ['2025-06-30', '2025-07-01']) {
      for (const { slug } of site.law.documents) {
        const there = new Set(ids(await page(`/sources/${slug}?as-of=${day}`)));
        for (const provision of site.law.provisions.filter(({ document }) => document === slug)) {
          const url = new URL(sourceUrl('http://127.0.0.1', site.law, provision, day));
          expect(there).toContain(decodeURIComponent(url.hash.slice(1)));
        }
      }
    }
  });
});

describe('what stands beside a provision', () => {
  test('the way to it names document, part, section with heading, and labels', async () => {
    const all = shown(await page('/sources/ors-329a?as-of=2026-11-21'));
    const way = all.find(({ id }) => id === 'ORS 329A.330(9)(c)(A)')?.way ?? '';
    expect(way).toMatch(/^ORS chapter 329A.* › CHILD CARE FACILITIES › \(Registration\) › 329A\.330 Registration req/);
    expect(way).toMatch(/ › \(9\) › \(c\) › \(A\)$/);
  });

  test('every provision of the 2011 Bulletin says that it is an old rule', async () => {
    const all = shown(await page('/sources/oregon-bulletin-2011-02'));
    expect(all.length).toBeGreaterThan(300);
    for (const { about, status } of all) {
      expect(status).toBe('historical');
      expect(about).toContain('Old rule of 2011, since replaced');
    }
  });

  test('pages without a date never claim to be in force', async () => {
    for (const slug of ['delc-classroom-support', 'ode-section-7', 'oar-414-600-0035']) {
      const text = await page(`/sources/${slug}`);
      expect(readable(text)).not.toContain('In force');
      for (const { status } of shown(text)) expect(status).toBe('undated');
    }
  });

  test('the statute shows its edition and the day it is read for', async () => {
    const text = readable(await page('/sources/ors-329a?as-of=2025-06-30'));
    expect(text).toContain('2023 edition');
    expect(text).toContain('as of June 30, 2025');
  });

  test('a note on the print stands with the provision that is mislabeled', async () => {
    const noted = site.law.provisions.filter((provision) => provision.printNote !== null);
    expect(noted.length).toBeGreaterThan(0);
    for (const provision of noted) {
      const there = shown(await page(`/sources/${provision.document}`)).find(({ key }) => key === provision.key);
      expect(there?.about).toContain(foldSpace(provision.printNote ?? ''));
    }
  });
});

describe('text stays text', () => {
  test('markup in a source is escaped, in its text and in every attribute', () => {
    const provision = site.law.byKey('ODE Section 7#COACHING');
    const document = site.law.documents.find(({ slug }) => slug === 'ode-section-7');
    if (!provision || !document) throw new Error('not in the sources');
    const evil = '<script>alert("x")</script> & \'quoted\' "';
    const law = {
      ...bind(site.law),
      provisions: [{ ...provision, label: evil, heading: evil, children: [], parent: null }],
      furniture: [],
      text: () => `## ${evil}\n\n- ${evil}`,
      name: () => evil,
    };
    const reader = { language: site.locales.language('en'), t: site.locales.translator('en'), languages: [] };
    const { article, outline } = renderSource(law, site.furnitureText, reader, document, '2026-01-01');
    expect(article.text + outline.text).not.toContain('<script');
    expect(shown(article.text)[0]?.own).toBe(foldSpace(`## ${evil} - ${evil}`));
    for (const [, value] of article.text.matchAll(/ [a-z-]+=("[^"]*")/g)) expect(value).not.toContain('<');
  });

  test('a text that begins with neither label nor heading is kept whole', () => {
    const text = 'As printed,\n\n  with two lines';
    const { label, heading, lines } = takeApart({ label: '(1)', heading: 'Heading', kind: 'section' }, text);
    expect([label, heading, lines.map((line) => line.text)]).toEqual(['', '', ['As printed,', 'with two lines']]);
  });
});

describe('dates and addresses that cannot be read', () => {
  const refused = async (address: string, status: number): Promise<string> => {
    const response = await site.get(address);
    expect(response.status).toBe(status);
    expect(response.headers?.['content-type']).toContain('text/html');
    return readable(bodyOf(response));
  };

  test('a day that does not exist: 400 and an example', async () => {
    expect(await refused('/sources/ors-329a?as-of=2026-02-30', 400)).toContain('like this: 2026-11-21');
    await refused('/sources/ors-329a?as-of=<script>', 400);
    await refused('/sources?as-of=soon', 400);
  });

  test('a day before the edition counts: 400 and the first day', async () => {
    expect(await refused('/sources/ors-329a?as-of=2023-12-31', 400)).toContain('from January 1, 2024 on');
    expect((await site.get('/sources/ors-329a?as-of=2024-01-01')).status).toBe(200);
  });

  test('a document that the guide does not have: 404', async () => {
    await refused('/sources/ors-657', 404);
  });
});

describe('how pages travel', () => {
  test('large pages are compressed as the client asks, and say the same', async () => {
    const plain = bodyOf(await site.get('/sources/ors-329a?as-of=2026-01-01'));
    const bytes = (response: HttpResponse) => response.body as Uint8Array;
    const br = await site.get('/sources/ors-329a?as-of=2026-01-01', { 'accept-encoding': 'gzip, br' });
    const gz = await site.get('/sources/ors-329a?as-of=2026-01-01', { 'accept-encoding': 'gzip;q=0.5, br;q=0' });
    expect(br.headers?.['content-encoding']).toBe('br');
    expect(gz.headers?.['content-encoding']).toBe('gzip');
    expect(brotliDecompressSync(bytes(br)).toString('utf8')).toBe(plain);
    expect(gunzipSync(bytes(gz)).toString('utf8')).toBe(plain);
    expect(bytes(br).byteLength).toBeLessThan(plain.length / 6);
  });

  test('a page that the client holds already is not sent again', async () => {
    const first = await site.get('/sources/ors-329a', { 'accept-encoding': 'br' });
    const tag = first.headers?.etag ?? '';
    const again = await site.get('/sources/ors-329a', { 'accept-encoding': 'br', 'if-none-match': tag });
    expect([again.status, again.body]).toEqual([304, undefined]);
    const other = await site.get('/sources/ors-329a?as-of=2025-01-01', {
      'accept-encoding': 'br',
      'if-none-match': tag,
    });
    expect(other.status).toBe(200);
  });

  test('no page allows scripts or styles written into it', async () => {
    const response = await site.get('/sources/ors-329a');
    expect(response.headers?.['content-security-policy']).not.toContain('unsafe');
    expect(bodyOf(response)).not.toMatch(/<style|style="|<script(?![^>]* src=)|javascript:|https?:\/\//);
  });
});

/** The law with its methods bound, so that single ones can be replaced. */
function bind(law: Site['law']): Site['law'] {
  return {
    documents: law.documents,
    provisions: law.provisions,
    furniture: law.furniture,
    byKey: (key) => law.byKey(key),
    at: (id, day) => law.at(id, day),
    versions: (id) => law.versions(id),
    status: (provision, day) => law.status(provision, day),
    text: (provision) => law.text(provision),
    wholeText: (provision) => law.wholeText(provision),
    name: (provision) => law.name(provision),
    citation: (id, day) => law.citation(id, day),
    cite: (spelling, day) => law.cite(spelling, day),
    looksLikeCitation: (text) => law.looksLikeCitation(text),
  };
}
