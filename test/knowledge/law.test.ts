import { describe, expect, it } from 'vitest';
import { UnknownProvision } from '../../knowledge/index.js';
import { parsedLaw } from './built.js';

const law = parsedLaw();
const TODAY = '2026-11-21';
const BEFORE = '2025-06-30';

/** The ids that a spelling gives on a day; "?id -> nearest" where it is well formed but not held; "-" for no citation. */
function ids(spelling: string, asOf = TODAY): string[] {
  const result = law.cite(spelling, asOf);
  if (result.kind === 'found') return result.citations.map(({ id }) => id);
  return result.kind === 'not-found' ? [`?${result.id} -> ${result.nearest?.id ?? null}`] : ['-'];
}

describe('spellings of a citation', () => {
  it.each([
    'ORS 329A.250(4)(b)(C)',
    'ORS 329A.250 (4)(b)(C)',
    '329A.250 (4)(b)(C)',
    'ors 329a.250(4)(B)(c)',
    '329a.250 4 b c',
    '250 4 b C',
    '250(4)(b)(C)',
    '§250(4)(b)(C)',
    '§ 329A.250(4)(b)(C)',
    'section 250 (4)(b)(C)',
    'sec. 250(4)(b)(C)',
    'artículo 250 (4)(b)(C)',
    'sección 250 4 b C',
    '250.4.b.C',
    '250 4bC',
    '329A.250 subsection 4 paragraph b subparagraph C',
    'ORS\u00a0329A.250\u00a0(4)(b)(C)',
    'ORS 329A.250\u200b(4)\u2060(b)(C)',
    '“ORS 329A.250 (4)(b)(C)”?',
    'ORS 329A.250(4)(b)(C).',
  ])('%s', (spelling) => {
    expect(ids(spelling)).toEqual(['ORS 329A.250(4)(b)(C)']);
    expect(law.looksLikeCitation(spelling)).toBe(true);
  });

  it.each([
    ['section 600 (4)(g)', ['ORS 329A.600(4)(g)']],
    ['OAR 414-350-0010(19)', ['OAR 414-350-0010(19)']],
    ['414-350-0020 (4)', ['OAR 414-350-0020(4)']],
    ['414-600-0035 4 a', ['OAR 414-600-0035(4)(a)']],
    ['414\u2013600\u20130035(2)(f)(II)', ['OAR 414-600-0035(2)(f)(ii)']],
    ['2023 c.595 §3(2)', ['2023 c.595 §3(2)']],
    ['2023 c. 595 sec. 3 (2)', ['2023 c.595 §3(2)']],
    ['chapter 595 section 3', ['2023 c.595 §3']],
    ['section 3(2), chapter 595, Oregon Laws 2023', ['2023 c.595 §3(2)']],
    ['2021 c.576 §1(2)', ['2021 c.518 §3b(2)']],
    ['ORS 329A.625#Note', ['ORS 329A.625#Note']],
    ['ORS 329A.625#Note-2', ['ORS 329A.625#Note-2']],
    ['subsection (4)(b) of ORS 329A.250', ['ORS 329A.250(4)(b)']],
    ['paragraph 4 b of section 250', ['ORS 329A.250(4)(b)']],
    ['apartado 4 del artículo 250', ['ORS 329A.250(4)']],
    ['artículo 330 inciso 2', ['ORS 329A.330(2)']],
    ['note under 329A.625', ['ORS 329A.625#Note', 'ORS 329A.625#Note-2']],
    ['329A.625, second note', ['ORS 329A.625#Note-2']],
    ['second note under 329A.500', ['ORS 329A.500#Note-2']],
    ['ORS 329A.250#History', ['ORS 329A.250#History']],
    ['ORS 329A.140', ['ORS 329A.140']],
    ['CCD 10-2010', ['Order CCD 10-2010(Temp)']],
    ['DELC Classroom Support#Inclusive Partners', ['DELC Classroom Support#Inclusive Partners']],
    ['inclusive partners', ['DELC Classroom Support#Inclusive Partners']],
    ['ODE Section 7: corrective action', ['ODE Section 7#CORRECTIVE ACTION']],
    ['Childcare Resource and Referral (CCR&R)', ['DELC Classroom Support#Childcare Resource and Referral (CCR&R)']],
  ])('%s', (spelling, expected) => {
    expect(ids(spelling)).toEqual(expected);
  });

  it('both are shown where a `c` and a `C` could be meant', () => {
    expect(ids('250 4 C')).toEqual(['ORS 329A.250(4)(c)', 'ORS 329A.250(4)(b)(C)']);
    expect(ids('ORS 329A.250(4)(c)')).toEqual(['ORS 329A.250(4)(c)']);
  });

  it.each([
    ['329A.250(4)(z)', '?ORS 329A.250(4)(z) -> ORS 329A.250(4)'],
    ['250 4 b Z', '?ORS 329A.250(4)(b)(Z) -> ORS 329A.250(4)(b)'],
    ['329A.250(17)', '?ORS 329A.250(17) -> ORS 329A.250'],
    ['329A.999', '?ORS 329A.999 -> null'],
    ['OAR 414-205-0065', '?OAR 414-205-0065 -> null'],
    ['OAR 414-205-0065(1)', '?OAR 414-205-0065(1) -> null'],
    ['ORS 418.205', '?ORS 418.205 -> null'],
    ['2023 c.595 §9', '?2023 c.595 §9 -> null'],
    ['ORS 329A.330(2)@2023', '?ORS 329A.330(2)@2023 -> ORS 329A.330(2)'],
    ['ORS 329A.250#Note-3', '?ORS 329A.250#Note-3 -> ORS 329A.250'],
  ])('%s is well formed, but not in the sources', (spelling, expected) => {
    expect(ids(spelling)).toEqual([expected]);
  });

  it.each([
    '250',
    '3',
    '10 kids',
    '4 hours',
    'I watch 5 kids',
    '2026',
    '2026-06-30',
    '7/1/2026',
    '503-947-1724',
    '(503) 947-1724',
    '414-555-1234',
    '$500',
    '500 a month',
    '250 a week',
    '250 4',
    '250 4 pm',
    '329A',
    'section 8',
    'what is child care?',
    'a',
    '',
  ])('"%s" is not a citation', (text) => {
    expect(law.looksLikeCitation(text)).toBe(false);
    expect(ids(text)).toEqual(['-']);
  });

  it('every key, every id, and every name for people leads back to its provision', () => {
    for (const provision of law.provisions) {
      const first = (spelling: string): string | undefined => {
        const result = law.cite(spelling, provision.from ?? '2024-01-01');
        return result.kind === 'found' ? result.citations[0]?.provision.key : undefined;
      };
      expect(first(provision.key), provision.key).toBe(provision.key);
      if (provision.version === null) expect(first(law.name(provision)), law.name(provision)).toBe(provision.key);
      expect(law.looksLikeCitation(provision.key), provision.key).toBe(true);
    }
  });
});

describe('the law on a day', () => {
  it.each([
    ['ORS 329A.250(5)', BEFORE, 'ORS 329A.250(5)@2023', 'in-force'],
    ['ORS 329A.250(5)', '2025-07-01', 'ORS 329A.250(5)@2025-07-01', 'in-force'],
    ['ORS 329A.250(5)@2025-07-01', BEFORE, 'ORS 329A.250(5)@2025-07-01', 'pending'],
    ['ORS 329A.250(5)@2023', '2025-07-01', 'ORS 329A.250(5)@2023', 'superseded'],
    ['ORS 329A.625', '2026-06-30', 'ORS 329A.625', 'pending'],
    ['ORS 329A.625', '2026-07-01', 'ORS 329A.625', 'in-force'],
    ['2022 c.90 §11', '2025-01-01', '2022 c.90 §11', 'in-force'],
    ['2022 c.90 §11(2)(a)', '2025-01-02', '2022 c.90 §11(2)(a)', 'repealed'],
    ['2021 c.518 §3b', '2024-12-30', '2021 c.518 §3b', 'in-force'],
    ['2021 c.576 §1', '2024-12-31', '2021 c.518 §3b', 'repealed'],
    ['2023 c.374 §1', '2026-01-02', '2023 c.374 §1', 'repealed'],
    ['2022 c.27 §28', TODAY, '2022 c.27 §28', 'in-force'],
    ['ORS 329A.140', TODAY, 'ORS 329A.140', 'repealed'],
    ['OAR 414-350-0010(19)', TODAY, 'OAR 414-350-0010(19)', 'historical'],
    ['OAR 414-600-0035', TODAY, 'OAR 414-600-0035', 'undated'],
    ['DELC Classroom Support#Spark Redesign', TODAY, 'DELC Classroom Support#Spark Redesign', 'undated'],
  ])('%s on %s is %s, %s', (id, asOf, key, status) => {
    const citation = law.citation(id, asOf);
    expect([citation.provision.key, citation.status]).toEqual([key, status]);
  });

  it('a paragraph that only the later text has is not yet the law, but can be looked up', () => {
    expect(() => law.citation('ORS 329A.290(4)(b)(B)', BEFORE)).toThrow(UnknownProvision);
    expect(ids('290 4 b B', BEFORE)).toEqual(['ORS 329A.290(4)(b)(B)@2025-07-01']);
    expect(law.citation('ORS 329A.290(4)(b)(B)', '2025-07-01').id).toBe('ORS 329A.290(4)(b)(B)');
  });

  it('versions come oldest first', () => {
    expect(law.versions('ORS 329A.280(3)').map(({ key }) => key)).toEqual([
      'ORS 329A.280(3)@2023',
      'ORS 329A.280(3)@2025-07-01',
    ]);
    expect(law.versions('ORS 329A.330(2)')).toHaveLength(1);
    expect(law.byKey('ORS 329A.280(3)')).toBeUndefined();
  });

  it('code that cites what is not there is told so', () => {
    expect(() => law.citation('ORS 329A.250(4)(b)(Z)', TODAY)).toThrow(UnknownProvision);
  });
});

describe('a citation', () => {
  it('is named for people', () => {
    expect(law.citation('ORS 329A.250(4)(b)(F)', TODAY).name).toBe('ORS 329A.250 (4)(b)(F)');
    expect(law.citation('ORS 329A.250(5)@2023', TODAY).name).toBe('ORS 329A.250 (5), as it read before July 1, 2025');
    expect(law.citation('ORS 329A.250(5)@2025-07-01', BEFORE).name).toBe(
      'ORS 329A.250 (5), as operative from July 1, 2025',
    );
    expect(law.citation('ORS 329A.625#Note-2', TODAY).name).toBe('ORS 329A.625, note 2');
    expect(law.citation('2023 c.595 §3(2)', TODAY).name).toBe('2023 c.595 §3 (2)');
    expect(law.citation('DELC Classroom Support#Inclusive Partners', TODAY).name).toBe(
      'DELC Classroom Support: Inclusive Partners',
    );
  });

  it('quotes the words below the label, with those of its ancestors that make it read whole', () => {
    const { quote, leadIns } = law.citation('ORS 329A.330(2)(b)', TODAY);
    expect(quote).toBe('No more than two may be 24 months of age or younger.');
    expect(leadIns.map(({ key }) => key)).toEqual(['ORS 329A.330(2)']);
    expect(leadIns[0]?.text).toMatch(/^A child care facility holding a registration .* Of the 10 children:$/);
    expect(law.citation('2023 c.595 §3(2)', TODAY).leadIns).toEqual([]);
    expect(law.citation('OAR 414-205-0055(1)(d)(A)', TODAY).leadIns.map(({ name }) => name)).toEqual([
      'OAR 414-205-0055 (1)',
      'OAR 414-205-0055 (1)(d)',
    ]);
  });

  it('leaves out history lines and notes', () => {
    expect(law.citation('ORS 329A.130', TODAY).quote).toBe(
      'A resource and referral entity must match funds as required by the Early Learning Council by rule.',
    );
    expect(law.citation('ORS 329A.600(6)', TODAY).quote).not.toContain('[');
    expect(law.citation('OAR 414-300-0030', TODAY).quote).not.toContain('Publications referenced');
    expect(law.citation('Order CCD 8-2010', TODAY).quote).not.toContain('Activity Area');
  });

  it('every quote and lead-in stands in its source, but for runs of white space', () => {
    const folded = new Map(
      law.documents.map(({ slug }) => {
        const pieces = [...law.provisions, ...law.furniture].filter(({ document }) => document === slug);
        pieces.sort((a, b) => a.start - b.start);
        const text = pieces.map((piece) => ('key' in piece ? law.text(piece) : '\n')).join('');
        return [slug, text.replace(/[\s\u00a0]+/gu, ' ')];
      }),
    );
    for (const provision of law.provisions) {
      const { quote, leadIns } = law.citation(provision.key, TODAY);
      for (const text of [quote, ...leadIns.map((leadIn) => leadIn.text)]) {
        expect(folded.get(provision.document)?.includes(text), `${provision.key}: ${text}`).toBe(true);
        expect(text).not.toMatch(/^\s|\s\s|\s$|\u00a0/u);
      }
    }
  });

  it('holds words, but for the title of the guidance, which stands alone', () => {
    const empty = law.provisions.filter((provision) => law.citation(provision.key, TODAY).quote === '');
    expect(empty.map(({ id }) => id)).toEqual([
      'ODE Section 7#SECTION 7: GETTING BETTER: SUPPORT AND IMPROVEMENT OPPORTUNITIES AND EXPECTATIONS',
    ]);
  });
});
