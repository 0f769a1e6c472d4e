import { describe, expect, it } from 'vitest';
import type { SearchHit, SearchResult } from '../../knowledge/index.js';
import { excerptOf } from '../../knowledge/search/excerpt.js';
import { englishTerm, englishWords } from '../../knowledge/search/english.js';
import { isNearSpelling } from '../../knowledge/search/tokens.js';
import { readGold } from '../../scripts/eval/gold.js';
import { builtKnowledge, ROOT } from './built.js';

const { search } = await builtKnowledge();
const TODAY = '2026-11-21';

const ask = (query: string, asOf = TODAY, limit?: number): SearchResult =>
  search.search(query, { asOf, locale: 'en', ...(limit === undefined ? {} : { limit }) });
const hits = (query: string, asOf = TODAY): SearchHit[] => {
  const result = ask(query, asOf);
  return result.abstained ? [] : result.hits;
};
const idsOf = (query: string, asOf = TODAY): string[] => hits(query, asOf).map(({ citation }) => citation.id);

const gold = readGold(ROOT, 'en', 'tuning');

describe('what a search gives', () => {
  it('"how many kids can I watch at home": the limit of a registered home, or of unlicensed care', () => {
    expect(['ORS 329A.330(2)', 'ORS 329A.250(4)(b)(F)']).toContain(idsOf('how many kids can I watch at home')[0]);
  });

  it('at most five, best first, unless told otherwise', () => {
    const found = hits('registration');
    expect(found).toHaveLength(5);
    for (const [index, { score }] of found.entries()) {
      expect(score).toBeLessThanOrEqual(found[index - 1]?.score ?? Infinity);
    }
    const two = ask('registration', TODAY, 2);
    expect(two.abstained ? 0 : two.hits.length).toBe(2);
  });

  it('every excerpt is word for word from its quote, and short', () => {
    for (const { question } of gold) {
      for (const { citation, excerpt } of hits(question)) {
        expect(citation.quote.includes(excerpt), excerpt).toBe(true);
        expect(excerpt.length).toBeLessThanOrEqual(300);
        expect(excerpt.length).toBeGreaterThan(0);
      }
    }
  });

  it('of a long provision, the passage that was asked for', () => {
    const [first] = hits('reasonable requirements for landlords of tenants').filter(({ citation }) =>
      citation.id.includes('.280(2)'),
    );
    expect(first?.excerpt).toContain('landlords of tenants who operate a family child care home');
  });

  it('numbers count: "10 kids", "four hours"', () => {
    expect(idsOf('10 kids')[0]).toBe('ORS 329A.330(2)');
    expect(idsOf('four hours').slice(0, 3)).toContain('ORS 329A.250(9)');
    expect(idsOf('4 hours')).toEqual(idsOf('four hours'));
  });

  it('a mistyped word finds what was meant', () => {
    expect(idsOf('regstration fee')).toContain('ORS 329A.275(3)(e)');
    expect(idsOf('can they expell my kid')).toContain('ORS 329A.625');
  });

  it('a citation inside a question comes first', () => {
    expect(idsOf('what does ORS 329A.250(4)(b)(F) mean?')[0]).toBe('ORS 329A.250(4)(b)(F)');
    expect(idsOf('is OAR 414-205-0100(14) still the rule?')[0]).toBe('OAR 414-205-0100(14)');
  });

  it.each(['', '   ', '?!', 'the of and', 'asdf qwer zxcv', '🙂', 'a'.repeat(10_000)])(
    'nothing to go by (%#): no answer, no error',
    (query) => {
      expect(ask(query)).toMatchObject({ abstained: true, topic: null });
    },
  );

  it('signs of a query language and names of objects’ members are words like others', () => {
    for (const query of ['title: x^2 +fee -fee ~3 fee*', 'constructor __proto__ toString hasOwnProperty']) {
      expect(() => ask(query)).not.toThrow();
    }
  });
});

describe('sources and days', () => {
  it('the rules of 2011 answer only what current law does not, every one marked', () => {
    const old = hits('can I keep a pet snake or turtle at my daycare');
    expect(old.length).toBeGreaterThan(0);
    for (const { citation } of old) expect(citation.status).toBe('historical');
  });

  it('nothing historical stands above anything current', () => {
    for (const { question } of gold) {
      const statuses = hits(question).map(({ citation }) => citation.provision.historical);
      expect(statuses.lastIndexOf(false), question).toBeLessThan(
        statuses.indexOf(true) === -1 ? statuses.length : Math.max(1, statuses.indexOf(true)),
      );
    }
  });

  it('the schools’ guidance answers about its own programs', () => {
    expect(idsOf('CTE regional coordinator')[0]).toBe('ODE Section 7#ROLE OF THE CTE REGIONAL COORDINATORS (RCS)');
    expect(ask('the middle school suspended my son')).toMatchObject({ abstained: true, topic: 'k12-discipline' });
  });

  it('a text is found as it reads on the day', () => {
    expect(idsOf('outdoor child care program', '2025-06-30')).toContain('ORS 329A.280(3)@2025-07-01');
    expect(hits('outdoor child care program', '2025-06-30').map(({ citation }) => citation.status)).toContain(
      'pending',
    );
    expect(idsOf('outdoor child care program', '2025-07-01')).toContain('ORS 329A.280(3)');
  });

  it('no provision is found twice in two versions', () => {
    for (const asOf of ['2024-01-01', TODAY]) {
      for (const { question } of gold) {
        const found = hits(question, asOf).map(({ citation }) => citation.provision.id);
        expect(new Set(found).size).toBe(found.length);
      }
    }
  });

  it('the ban on expulsion is pending before July 1, 2026', () => {
    const status = (asOf: string): string | undefined =>
      hits('can a registered daycare expel a child', asOf).find(
        ({ citation }) => citation.provision.id === 'ORS 329A.625',
      )?.citation.status;
    expect(status('2026-06-30')).toBe('pending');
    expect(status('2026-07-01')).toBe('in-force');
  });

  it('what is repealed on the day says so', () => {
    const micro = (asOf: string): string | undefined =>
      hits('micro center pilot program', asOf).find(({ citation }) => citation.id.startsWith('2023 c.374 §1'))?.citation
        .status;
    expect(micro('2026-01-01')).toBe('in-force');
    expect(micro('2026-01-02')).toBe('repealed');
  });
});

describe('abstaining', () => {
  it('names what the sources do not hold, and what they do hold of the matter', () => {
    expect(ask('what is the phone number of the licensing office')).toMatchObject({
      abstained: true,
      topic: 'contact-info',
      topicTitle: expect.any(String) as string,
    });
    for (const { question } of gold.filter(({ ids }) => ids.length === 0)) {
      const result = ask(question);
      if (!result.abstained) continue;
      expect(result.related.length).toBeLessThanOrEqual(3);
      for (const citation of result.related) {
        expect(['in-force', 'undated'], question).toContain(citation.status);
        expect(citation.provision.document, question).not.toBe('ode-section-7');
      }
    }
  });
});

describe('the parts', () => {
  it('English keeps the words that a stop list drops', () => {
    expect(englishWords('May I not care for any kids, if only 4?')).toEqual([
      'may',
      'i',
      'not',
      'care',
      'for',
      'any',
      'kids',
      'if',
      'only',
      '4',
    ]);
    expect(englishTerm('kids')).toBe(englishTerm('children'));
    expect(englishTerm('four')).toBe(englishTerm('4'));
    expect(englishWords('Day-care, day care and daycare; $1,200')).toEqual([
      'childcare',
      'childcare',
      'and',
      'childcare',
      '1200',
    ]);
  });

  it('near spellings: one slip, or two in a long word', () => {
    expect(isNearSpelling('regstration', 'registration', 1)).toBe(true);
    expect(isNearSpelling('lisence', 'license', 1)).toBe(false);
    expect(isNearSpelling('lisence', 'license', 2)).toBe(true);
    expect(isNearSpelling('hte', 'the', 1)).toBe(true);
    expect(isNearSpelling('care', 'caretaker', 2)).toBe(false);
  });

  it('an excerpt is whole where it fits, else begins at a sentence and ends at a word', () => {
    expect(excerptOf('Short.', () => 0)).toBe('Short.');
    const long =
      `${'One thing. '.repeat(40)}The other thing is asked for here and now. ${'More words follow. '.repeat(30)}`.trim();
    const excerpt = excerptOf(long, (text) => (text.startsWith('The other') ? 1 : 0));
    expect(excerpt).toMatch(/^The other thing/);
    expect(long).toContain(`${excerpt} `);
    expect(excerpt.length).toBeLessThanOrEqual(300);
  });
});
