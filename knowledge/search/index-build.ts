import lunr from 'lunr';
import { SEARCH_FORMAT } from '../artifact.js';
import { foldSpace } from '../law.js';
import type { LanguagePack, Law, Provision } from '../types.js';
import type { LayerEntry, TopicEntry } from './layer.js';
import type { ScopeWeights } from './scope.js';
import { learnScope } from './scope.js';
import { analyzerFor, pairsOf } from './tokens.js';

/** Which documents hold which terms, packed so that a start need not unpack them. */
export interface PostingLists {
  names: string[];
  /** For each name, where its list ends in `postings`; it begins where the one before ends. */
  ends: number[];
  /** Position, weight, position, weight, ... Weights are hundredths. */
  postings: Uint16Array;
}

/** The index of one language as it is kept between build and start. */
export interface SearchArtifact {
  format: number;
  tag: string;
  /** Ids or keys of provisions, then topics (from `topicsFrom` on). A posting names them by position. */
  refs: string[];
  topicsFrom: number;
  topics: { id: string; title: string }[];
  terms: PostingLists;
  pairs: PostingLists;
  /** For each ref, where its phrases end in `phrases`; they begin where those of the one before end. */
  phraseEnds: number[];
  /** What people ask a ref, each phrase as its length and its terms (positions in `terms.names`). */
  phrases: Uint16Array;
  /** Which words lead out of what the sources hold. */
  scope: ScopeWeights;
  /** Words as they are spelled in the index, for near spellings. */
  vocabulary: string[];
}

/**
 * What a field counts. Found by leaving out a sixth of the layer's questions at a time and asking them, and by a set of
 * questions written from the sources alone (docs/decisions/search-machinery.md).
 */
const WORD_BOOSTS = { text: 1, context: 0.3, title: 2, plain: 1.25, terms: 3, questions: 2.5 } as const;
const PAIR_BOOSTS = { pairs: 0.6 } as const;
const LENGTH_NORMALIZATION = 0.5;

/**
 * What lunr's builder does and holds beyond its declared face. Its `build` would also make an automaton of all terms for
 * wildcards, which nothing here asks and which takes most of the time.
 */
interface Weighing {
  calculateAverageFieldLengths(): void;
  createFieldVectors(): void;
  invertedIndex: Record<string, { _index: number }>;
  fieldVectors: Record<string, { elements: number[] }>;
}

/**
 * Builds the index of one language: provisions by their text, headings and lead-ins and by the plain-language layer,
 * and beside them the topics that the sources do not cover.
 * @throws Error where the layer names a paragraph that the sources do not hold
 */
export function buildSearchIndex(
  law: Law,
  pack: LanguagePack,
  layer: readonly LayerEntry[],
  topics: readonly TopicEntry[],
): SearchArtifact {
  const analyzer = analyzerFor(pack);
  const vocabulary = new Map<string, string>();
  const termsOf = (text: string): string[] =>
    analyzer.words(text).map((word) => {
      const known = vocabulary.get(word);
      if (known !== undefined) return known;
      const term = analyzer.term(word);
      vocabulary.set(word, term);
      return term;
    });
  const words = builderOf(WORD_BOOSTS);
  const pairs = builderOf(PAIR_BOOSTS);
  const refs: string[] = [];
  const asked: string[][][] = [];
  const add = (ref: string, own: string, context: string, entries: readonly Omit<LayerEntry, 'ids'>[]): void => {
    const all = (pick: (entry: Omit<LayerEntry, 'ids'>) => readonly string[]): string[][] =>
      entries.flatMap(pick).map(termsOf);
    const titles = all((entry) => [entry.title]);
    const plain = all((entry) => [entry.plain]);
    const questions = all((entry) => entry.questions);
    const position = String(refs.length);
    words.add({
      ref: position,
      text: termsOf(own),
      context: termsOf(context),
      title: titles.flat(),
      plain: plain.flat(),
      terms: all((entry) => entry.terms).flat(),
      questions: questions.flat(),
    });
    pairs.add({ ref: position, pairs: [...titles, ...plain, ...questions, termsOf(own)].flatMap(pairsOf) });
    refs.push(ref);
    asked.push([...titles, ...questions]);
  };

  const entriesById = byId(law, layer);
  for (const { ref, provision } of searchable(law)) {
    // Where nobody has written plain words yet, the printed heading is the title.
    const printed =
      provision.heading === null ? [] : [{ title: provision.heading, plain: '', terms: [], questions: [] }];
    // An entry for an id is for all its versions, one for "id@2025-07-01" for that text alone.
    const keys = new Set([provision.id, provision.key]);
    const entries = [...keys].flatMap((key) => entriesById.get(key) ?? []);
    const own = foldSpace(law.text(provision));
    add(ref, own, contextOf(law, provision), entries.length > 0 ? entries : printed);
  }
  const topicsFrom = refs.length;
  for (const topic of topics) add(topic.topic, '', '', [{ ...topic, plain: '' }]);
  const terms = foldFields(words);
  const pairLists = foldFields(pairs);
  const phrases = asked.flatMap((own, position) =>
    own.map((phrase) => ({ terms: phrase, covered: position < topicsFrom })),
  );
  return {
    format: SEARCH_FORMAT,
    tag: pack.tag,
    refs,
    topicsFrom,
    topics: topics.map(({ topic, title }) => ({ id: topic, title })),
    terms,
    pairs: pairLists,
    ...packPhrases(asked, terms.names),
    scope: learnScope(phrases, { terms: placesOf(terms.names), pairs: placesOf(pairLists.names) }),
    vocabulary: [...vocabulary.keys()].filter((word) => /^\p{L}{4,}$/u.test(word)).sort(),
  };
}

/** A builder that takes finished terms: no stop-word filter, no second stemming. */
function builderOf(boosts: Readonly<Record<string, number>>): lunr.Builder {
  const builder = new lunr.Builder();
  builder.pipeline.reset();
  builder.b(LENGTH_NORMALIZATION);
  builder.ref('ref');
  for (const [field, boost] of Object.entries(boosts)) builder.field(field, { boost });
  return builder;
}

/**
 * Adds up lunr's field vectors. Its score is a sum over fields of the same query vector with each, so one list of
 * postings for all fields gives the same order in a fraction of the time.
 */
function foldFields(builder: lunr.Builder): PostingLists {
  const weighing = builder as unknown as Weighing;
  weighing.calculateAverageFieldLengths();
  weighing.createFieldVectors();
  const { invertedIndex, fieldVectors } = weighing;
  const names: string[] = [];
  for (const [term, posting] of Object.entries(invertedIndex)) names[posting._index] = term;
  const sums = new Map<string, Map<number, number>>();
  for (const [reference, { elements }] of Object.entries(fieldVectors)) {
    const position = Number(reference.split('/')[1]);
    for (let index = 0; index < elements.length; index += 2) {
      const term = names[elements[index] ?? -1] ?? '';
      let postings = sums.get(term);
      if (postings === undefined) sums.set(term, (postings = new Map<number, number>()));
      postings.set(position, (postings.get(position) ?? 0) + (elements[index + 1] ?? 0));
    }
  }
  return pack(sums);
}

/** What a number of the artifact can hold. */
const MOST = 0xffff;

/** Names with their places. */
function placesOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, place) => [name, place]));
}

/**
 * Phrases as terms in their order, a ref after the other.
 * @throws Error where there are more terms than a number of the artifact can name
 */
function packPhrases(
  asked: readonly (readonly (readonly string[])[])[],
  names: readonly string[],
): Pick<SearchArtifact, 'phraseEnds' | 'phrases'> {
  if (names.length > MOST) throw new Error(`${names.length} terms are more than phrases can name (${MOST})`);
  const places = placesOf(names);
  const phraseEnds: number[] = [];
  const flat: number[] = [];
  for (const phrases of asked) {
    for (const phrase of phrases) {
      const terms = phrase.flatMap((term) => places.get(term) ?? []);
      flat.push(terms.length, ...terms);
    }
    phraseEnds.push(flat.length);
  }
  return { phraseEnds, phrases: Uint16Array.from(flat) };
}

function pack(lists: ReadonlyMap<string, ReadonlyMap<number, number>>): PostingLists {
  const names = [...lists.keys()].sort();
  const ends: number[] = [];
  const flat: number[] = [];
  for (const name of names) {
    for (const [position, weight] of lists.get(name) ?? [])
      flat.push(position, Math.min(MOST, Math.round(weight * 100)));
    ends.push(flat.length);
  }
  return { names, ends, postings: Uint16Array.from(flat) };
}

function byId(law: Law, layer: readonly LayerEntry[]): Map<string, LayerEntry[]> {
  const entries = new Map<string, LayerEntry[]>();
  for (const entry of layer) {
    for (const id of entry.ids) {
      const isHeld = id.includes('@') ? law.byKey(id) !== undefined : law.versions(id).length > 0;
      if (!isHeld) throw new Error(`the plain-language layer names ${id}, which is in no source`);
      entries.set(id, [...(entries.get(id) ?? []), entry]);
    }
  }
  return entries;
}

/** Editor's notes that say when a text becomes operative; the others are about where a section was put. */
const OPERATIVE_NOTE = /becomes? operative/;

/** One document for each id, or for each version where the versions differ in their own words or what stands above. */
function searchable(law: Law): { ref: string; provision: Provision }[] {
  const documents: { ref: string; provision: Provision }[] = [];
  for (const provision of law.provisions) {
    const { kind } = provision;
    if (kind === 'stub' || kind === 'history' || kind === 'order') continue;
    if (kind === 'note' && !OPERATIVE_NOTE.test(law.text(provision))) continue;
    if (provision.end <= provision.body) continue;
    const versions = law.versions(provision.id);
    const seen = (version: Provision): string => `${foldSpace(law.text(version))} ${contextOf(law, version)}`;
    const differ = versions.length > 1 && versions.some((version) => seen(version) !== seen(provision));
    if (differ) documents.push({ ref: provision.key, provision });
    else if (versions[0]?.key === provision.key) documents.push({ ref: provision.id, provision });
  }
  return documents;
}

/** What stands above a provision and belongs to its meaning: catch line, defined term, lead-ins. */
function contextOf(law: Law, provision: Provision): string {
  const { leadIns } = law.citation(provision.key, provision.from ?? '');
  const headings: string[] = [];
  for (let at: Provision | undefined = provision; at !== undefined && at.kind !== 'order';) {
    if (at.heading !== null) headings.unshift(at.heading);
    at = at.parent === null ? undefined : law.byKey(at.parent);
  }
  return [...headings, ...leadIns.map((leadIn) => leadIn.text)].join(' . ');
}
