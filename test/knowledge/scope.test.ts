import { describe, expect, it } from 'vitest';
import { leaning, learnScope, type AskedPhrase, type ScopeNames } from '../../knowledge/search/scope.js';
import { pairsOf } from '../../knowledge/search/tokens.js';

const phrase = (text: string, covered: boolean): AskedPhrase => ({ terms: text.split(' '), covered });
const PHRASES = [
  phrase('who may inspect my home', true),
  phrase('how many children may i watch', true),
  phrase('how long is a registration good', true),
  phrase('what does infant care cost', false),
  phrase('how much is the tuition', false),
  phrase('what is the phone number', false),
];
const namesOf = (phrases: readonly AskedPhrase[]): ScopeNames => {
  const places = (names: string[]): Map<string, number> => new Map([...new Set(names)].map((name, at) => [name, at]));
  return {
    terms: places(phrases.flatMap(({ terms }) => [...terms])),
    pairs: places(phrases.flatMap(({ terms }) => pairsOf(terms))),
  };
};
const names = namesOf(PHRASES);
const scope = learnScope(PHRASES, names);
const lean = (text: string): number => leaning(scope, text.split(' '), names);

describe('what the words of a question say of where the sources end', () => {
  it.each(PHRASES)('every question that was learned leans to its side: $terms', ({ terms, covered }) => {
    expect(Math.sign(leaning(scope, terms, names))).toBe(covered ? -1 : 1);
  });

  it('a new question leans by the words that it shares', () => {
    expect(lean('the number of the tuition office')).toBeGreaterThan(0);
    expect(lean('may they watch my home')).toBeLessThan(0);
  });

  it('neighboring words say something that each by itself does not', () => {
    const two = [phrase('child care', true), phrase('care child', false)];
    const theirs = namesOf(two);
    const learned = learnScope(two, theirs);
    expect(leaning(learned, ['child', 'care'], theirs)).toBeLessThan(0);
    expect(leaning(learned, ['care', 'child'], theirs)).toBeGreaterThan(0);
  });

  it('words that nobody asked weaken what the others say, and alone say next to nothing', () => {
    expect(lean('tuition xyzzy plugh qwerty')).toBeGreaterThan(0);
    expect(lean('tuition xyzzy plugh qwerty')).toBeLessThan(lean('tuition'));
    expect(Math.abs(lean('xyzzy'))).toBeLessThan(0.5);
    expect(leaning(scope, [], names)).toBe(0);
  });

  it('with one kind of question alone there is no leaning', () => {
    const covered = PHRASES.filter((asked) => asked.covered);
    const learned = learnScope(covered, names);
    expect(leaning(learned, ['tuition'], names)).toBe(0);
    expect(leaning(learned, ['children'], names)).toBe(0);
  });

  it('the same questions give the same weights', () => {
    expect([...learnScope(PHRASES, names).weights]).toEqual([...scope.weights]);
  });
});
