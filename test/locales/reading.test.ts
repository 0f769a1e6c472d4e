import { describe, expect, it } from 'vitest';
import { fernandezHuerta, fleschKincaid, read, sentencesOf, syllablesEn, syllablesEs, wordsOf } from './reading.js';

describe('the counters behind the reading rules', () => {
  it.each<[string, number]>([
    ['ley', 1],
    ['y', 1],
    ['niño', 2],
    ['guía', 2],
    ['país', 2],
    ['leer', 2],
    ['que', 1],
    ['quien', 1],
    ['ciudad', 2],
    ['cuidado', 3],
    ['averigüe', 4],
    ['ahora', 3],
    ['todavía', 4],
    ['respuesta', 3],
    ['tataranieto', 5],
    ['guardería', 4],
    ['muy', 1],
    ['ayuda', 3],
  ])('%s has %i syllables in Spanish', (word, count) => {
    expect(syllablesEs(word)).toBe(count);
  });

  it.each<[string, number]>([
    ['law', 1],
    ['care', 1],
    ['place', 1],
    ['places', 2],
    ['asked', 1],
    ['needed', 2],
    ['cited', 2],
    ['people', 2],
    ['question', 2],
    ['answer', 2],
    ['relatives', 3],
    ['citation', 3],
    ['guardian', 3],
    ['idea', 3],
    ['area', 3],
    ['being', 2],
    ['period', 3],
    ['quarter', 2],
    ['years', 1],
    ['case', 1],
    ['the', 1],
    ['marriage', 2],
    ['special', 2],
    ['license', 2],
    ['table', 2],
    ['rule', 1],
    ['council', 2],
  ])('%s has %i syllables in English', (word, count) => {
    expect(syllablesEn(word)).toBe(count);
  });

  it('splits at stops, but not inside a citation', () => {
    expect(sentencesOf('Type “329A.250 (4)”. Then read it. ¿Sí? No.')).toEqual([
      'Type “329A.250 (4)”.',
      'Then read it.',
      '¿Sí?',
      'No.',
    ]);
  });

  it('counts a placeholder, and a term, as one word', () => {
    expect(wordsOf('Up to {{the-limit}} steps.')).toHaveLength(4);
    expect(read('Ask the Early Learning Council.', ['Early Learning Council'], syllablesEn).words).toBe(3);
  });

  it('gives the scores of the published formulas', () => {
    expect(fernandezHuerta({ words: 100, sentences: 5, syllables: 200 })).toBeCloseTo(66.44);
    expect(fleschKincaid({ words: 100, sentences: 5, syllables: 150 })).toBeCloseTo(9.91);
  });
});
