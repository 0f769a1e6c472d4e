import { beforeAll, describe, expect, test } from 'vitest';
import { linesOf } from '../../../bot/provision-text.js';
import { flows } from '../../../dialogs/flows/index.js';
import { bodyOf, openSite, readable, type Site } from './helpers.js';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});

const page = async (address: string): Promise<string> => bodyOf(await site.get(address));
/** Names of the paragraphs that were found, in their order. */
const found = (text: string): string[] =>
  [...text.matchAll(/<h3 lang="en" dir="ltr">([^]*?)<\/h3>/g)].map(([, name]) => readable(name ?? '').trim());

describe('looking up', () => {
  test('a citation gives the paragraph, whatever its spelling', async () => {
    for (const spelling of ['329A.330(2)', 'ORS 329A.330 (2)', '329a.330 2']) {
      expect([spelling, found(await page(`/reference?q=${encodeURIComponent(spelling)}`))]).toEqual([
        spelling,
        ['ORS 329A.330 (2)'],
      ]);
    }
  });

  test('a citation that is not there says so and names the nearest', async () => {
    const text = await page('/reference?q=329A.330(99)');
    expect(readable(text)).toContain(readable(site.locales.translator('en')('pages:reference.not-here')));
    expect(found(text)).toEqual(['ORS 329A.330']);
  });

  test('words give paragraphs with their quote from the source and an explanation marked as one', async () => {
    const text = await page('/reference/results?q=how%20many%20kids%20in%20a%20registered%20home');
    expect(found(text)).toContain('ORS 329A.330 (2)');
    expect(readable(text)).toContain('In plain words (an explanation, not the law)');
    expect(text).not.toContain('<html');
    for (const [, quote] of text.matchAll(/<blockquote lang="en" dir="ltr">([^]*?)<\/blockquote>/g)) {
      const words = readable(quote ?? '').replace(/ …$/, '');
      expect(
        site.law.provisions.some(({ key }) => readable(site.law.citation(key, '2026-11-21').quote).includes(words)),
      ).toBe(true);
    }
  });

  test('what the sources do not hold is said by its topic, with no excerpt', async () => {
    const text = await page(
      '/reference?q=what%20is%20the%20income%20limit%20in%20dollars%20for%20a%20family%20of%20four',
    );
    expect(readable(text)).toContain('Dollar income limits');
    expect(text).not.toContain('<blockquote');
  });

  test('nothing asked shows the outline of the chapter and the tables', async () => {
    const text = await page('/reference');
    const sections = site.law.provisions.filter(
      (p) => p.document === 'ors-329a' && p.kind === 'section' && site.law.at(p.id, '2026-11-21')?.key === p.key,
    );
    for (const { heading } of sections) expect(readable(text)).toContain(readable(heading ?? ''));
    for (const { id } of flows) expect(text).toContain(`/reference/tables/${id}`);
  });

  test('the day that was asked for goes along every link', async () => {
    const text = await page('/reference?q=329A.250(4)&as-of=2025-01-15');
    const inside = [...text.matchAll(/href="(\/reference\?id=[^"]*|\/reference\/tables[^"]*)"/g)].map(
      ([, href]) => href,
    );
    expect(inside.length).toBeGreaterThan(4);
    expect(inside.filter((href) => !href?.includes('as-of=2025-01-15'))).toEqual([]);
  });

  test.each(['/reference?as-of=tomorrow', '/reference/results?as-of=2026-02-30'])(
    'a day that is none: %s',
    async (address) => {
      const response = await site.get(address);
      expect(response.status).toBe(400);
      expect(readable(bodyOf(response))).toContain('We cannot read this date');
    },
  );
});

describe('the page of a provision', () => {
  const copies = (text: string): string[] => [...text.matchAll(/data-copy="([^"]*)"/g)].map(([, copy]) => copy ?? '');

  test('copies the citation with edition and day, and the quote word for word', async () => {
    const [citation = '', quote = ''] = copies(await page('/reference?id=ORS%20329A.330(2)'));
    expect(citation).toMatch(/^ORS 329A\.330 \(2\) \(2023.*November 21, 2026\)$/);
    const provision = site.law.at('ORS 329A.330(2)', '2026-11-21');
    expect(provision).toBeDefined();
    if (provision) expect(readable(quote)).toContain(readable(linesOf(site.law, provision).join('\n')));
    expect(quote.endsWith(citation)).toBe(true);
  });

  test('the two texts of a section stand side by side, each with its days', async () => {
    const text = await page('/reference?id=ORS%20329A.250(5)');
    expect(text.match(/<section>/g)).toHaveLength(2);
    const versions = site.law.versions('ORS 329A.250(5)');
    expect(versions).toHaveLength(2);
    for (const version of versions) {
      for (const line of linesOf(site.law, version)) expect(readable(text)).toContain(readable(line));
    }
  });

  test('leads up, back and on', async () => {
    const text = await page('/reference?id=ORS%20329A.330(2)');
    for (const name of ['ORS 329A.330', 'ORS 329A.330 (1)', 'ORS 329A.330 (3)']) expect(readable(text)).toContain(name);
  });

  test('an id that no source holds is a page that says so', async () => {
    const response = await site.get('/reference?id=ORS%20999Z.1');
    expect(response.status).toBe(404);
    expect(bodyOf(response)).toContain('<html');
  });
});

describe('the decision tables', () => {
  test.each(flows.map((flow) => [flow.id, flow] as const))(
    '%s: a row for each end of its machine',
    async (id, flow) => {
      const rowsOn = async (day: string): Promise<string[]> => {
        const text = await page(`/reference/tables/${id}?as-of=${day}`);
        expect(text).not.toMatch(/\{\{|undefined|question\.|outcome-short\./);
        const rows = [...text.matchAll(/data-row="([^"]+)"/g)].map(([, row]) => row ?? '');
        expect(new Set(rows).size).toBe(rows.length);
        return rows;
      };
      // Some ends are there on some days only.
      const rows = new Set((await Promise.all(['2025-06-30', '2026-06-30', '2026-11-21'].map(rowsOn))).flat());
      const ends = Object.entries(flow.machine.states).filter(([, state]) => state.type === 'final');
      expect([...rows].sort()).toEqual(ends.map(([name]) => name).sort());
    },
  );

  test('the same table twice is the same', async () => {
    expect(await page('/reference/tables/erdc')).toBe(await page('/reference/tables/erdc'));
  });

  test('follow the day: before July 1, 2026 no ban of suspension and expulsion', async () => {
    const [before, after] = await Promise.all([
      page('/reference/tables/expulsion-prevention?as-of=2026-06-30'),
      page('/reference/tables/expulsion-prevention?as-of=2026-07-01'),
    ]);
    expect(before).not.toBe(after);
  });

  test('a flow that there is not', async () => {
    expect((await site.get('/reference/tables/nothing')).status).toBe(404);
  });
});
