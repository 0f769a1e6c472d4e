import { pairsOf } from './tokens.js';

/** A phrase that people ask, as terms, and whether a paragraph answers it or it belongs to what the sources do not hold. */
export interface AskedPhrase {
  terms: readonly string[];
  covered: boolean;
}

/**
 * What each word and each pair of neighboring words says about whether the sources answer: below zero for what people ask of
 * the law, above zero for what they ask of other things. Names are the index's own, so weights are lists by place.
 */
export interface ScopeWeights {
  bias: number;
  /** Hundredths above `ZERO`, a place for each term of the index, then one for each pair. */
  weights: Uint16Array;
}

/** Weights are kept as whole numbers above zero. */
const ZERO = 0x8000;
const PER_UNIT = 100;
/** How often all phrases are gone through, and how far each moves its weights: more brought nothing on questions not learned. */
const ROUNDS = 6;
const STEP = 0.3;
const BIAS_STEP = 0.01;
/** Phrases are taken in strides of this many, so that neighbors in the files do not follow one another. */
const STRIDE = 7919;

/** Where the index keeps its terms and pairs: by name, its place. */
export interface ScopeNames {
  terms: ReadonlyMap<string, number>;
  pairs: ReadonlyMap<string, number>;
}

/** The places of a phrase's terms and pairs, and how many it has, known or not. */
function featuresOf(terms: readonly string[], names: ScopeNames): { places: number[]; length: number } {
  const words = new Set(terms);
  const pairs = new Set(pairsOf(terms));
  const places: number[] = [];
  for (const term of words) {
    const place = names.terms.get(term);
    if (place !== undefined) places.push(place);
  }
  for (const pair of pairs) {
    const place = names.pairs.get(pair);
    if (place !== undefined) places.push(names.terms.size + place);
  }
  return { places, length: words.size + pairs.size };
}

/**
 * Learns from the questions of the layer and of the topics which words lead out of the sources: a logistic regression, each
 * weight with a step of its own that shrinks with use (AdaGrad). The same phrases give the same weights.
 */
export function learnScope(phrases: readonly AskedPhrase[], names: ScopeNames): ScopeWeights {
  const size = names.terms.size + names.pairs.size;
  const weights = new Float64Array(size);
  let bias = 0;
  const examples = phrases
    .map(({ terms, covered }) => ({ ...featuresOf(terms, names), target: covered ? 0 : 1 }))
    .filter(({ places }) => places.length > 0);
  // With one kind of phrase alone there is nothing to tell apart.
  if (new Set(examples.map(({ target }) => target)).size === 2) {
    const used = new Float64Array(size).fill(1e-6);
    const order = examples
      .map((_, index) => index)
      .sort((a, b) => ((a * STRIDE) % examples.length) - ((b * STRIDE) % examples.length) || a - b);
    for (let round = 0; round < ROUNDS; round++) {
      for (const index of order) {
        const example = examples[index];
        if (example === undefined) continue;
        const value = 1 / Math.sqrt(example.length);
        const sum = example.places.reduce((total, place) => total + (weights[place] ?? 0) * value, bias);
        const slope = 1 / (1 + Math.exp(-sum)) - example.target;
        bias -= BIAS_STEP * slope;
        for (const place of example.places) {
          const change = slope * value;
          const before = (used[place] ?? 0) + change * change;
          used[place] = before;
          weights[place] = (weights[place] ?? 0) - (STEP * change) / Math.sqrt(before);
        }
      }
    }
  }
  return { bias, weights: Uint16Array.from(weights, (weight) => ZERO + Math.round(weight * PER_UNIT)) };
}

/** How far a question leads out of the sources: log odds, above zero where it sounds like what they do not hold. */
export function leaning(scope: ScopeWeights, terms: readonly string[], names: ScopeNames): number {
  const { places, length } = featuresOf(terms, names);
  if (length === 0) return 0;
  const sum = places.reduce((total, place) => total + ((scope.weights[place] ?? ZERO) - ZERO) / PER_UNIT, 0);
  return scope.bias + sum / Math.sqrt(length);
}
