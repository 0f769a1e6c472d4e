import { describe, expect, it } from 'vitest';
import { checkQuotes, unescapeMarkdown } from '../../bot/botframework/quote-gate.js';
import { escapeMarkdown } from '../../bot/botframework/render.js';
import { NotVerbatim } from '../../knowledge/index.js';
import { parsedLaw } from '../knowledge/built.js';

const law = parsedLaw();
const DAY = '2026-11-21';
const citation = law.citation('ORS 329A.330(2)', DAY);

describe('the gate that every quote passes', () => {
  it('lets every provision’s own quote through', () => {
    for (const provision of law.provisions) {
      const own = law.citation(provision.key, DAY);
      expect(() => checkQuotes(law, '', [own]), provision.key).not.toThrow();
    }
  });

  it('unescapes what was escaped, for every provision', () => {
    for (const provision of law.provisions) {
      const text = law.text(provision);
      expect(unescapeMarkdown(escapeMarkdown(text))).toBe(text);
    }
  });

  it('lets a quoted line through, and an excerpt of it', () => {
    const quote = escapeMarkdown('(a) No more than six may be younger than school age; and');
    expect(() => checkQuotes(law, `Words.\n\n> **ORS 329A.330 (2)** [1]\n>\n> ${quote}`, [citation])).not.toThrow();
    expect(() => checkQuotes(law, '> … may care for a maximum of 10 children …', [citation])).not.toThrow();
  });

  it.each([
    ['a number changed', '> may care for a maximum of 12 children'],
    ['a word left out', '> No more than six may be younger than age'],
    ['a word added', '> No more than six children may be younger than school age'],
    ['a letter changed', '> no more than six may be younger than school age'],
    ['the words of another paragraph', '> This is a law about something else.'],
  ])('stops %s', (_what, text) => {
    expect(() => checkQuotes(law, text, [citation])).toThrow(NotVerbatim);
  });

  it('stops a citation whose own quote is not its provision’s', () => {
    expect(() => checkQuotes(law, '', [{ ...citation, quote: 'May care for 11 children' }])).toThrow(NotVerbatim);
  });
});
