import type {
  Citation,
  IsoDate,
  LanguagePack,
  Law,
  Provision,
  ProvisionStatus,
  SearchHit,
  SearchIndex,
  SearchResult,
} from '../types.js';
import { excerptOf } from './excerpt.js';
import type { PostingLists, SearchArtifact } from './index-build.js';
import { leaning } from './scope.js';
import type { Analyzer } from './tokens.js';
import { analyzerFor, isNearSpelling, pairsOf } from './tokens.js';

const DEFAULT_LIMIT = 5;
/** A question is a sentence or two; what lies beyond adds noise and time. */
const MOST_TERMS = 60;
/** Abstain when the best topic's score times this reaches the best provision's; a language may have measured its own. */
const TOPIC_WEIGHT = 1;
/** How much it counts what the words of a question have in common with all questions that the sources do not answer. */
const LEANING = 0.23;
/** What a provision that is not law on the day counts against one that is. */
const STANDING: Record<ProvisionStatus, number> = {
  'in-force': 1,
  undated: 1,
  pending: 0.9,
  historical: 1,
  superseded: 0.5,
  repealed: 0.5,
};
/** The schools' guidance answers only what nothing else does. */
const SCHOOL_GUIDANCE = 0.55;
/** Current law that reaches this share of the best rule of 2011 answers the question; below it only the old rule does. */
const CURRENT_ANSWERS = 0.65;
/** Hits below this share of the best are left out. */
const KEEP = 0.4;
/** What an abstention names as related must reach this share of the topic. */
const RELATED = 0.6;
const RELATED_COUNT = 3;
/** A term found in more than this share of the documents says nothing of what is asked. */
const COMMON = 0.35;
/** A near spelling counts a little less than the word itself. */
const MENDED = 0.8;

/** So many of the best documents are looked at phrase by phrase. */
const LOOKED_AT = 66;
/** How much the closest phrases of a document raise its score, and how steeply. */
const CLOSENESS = 5.06;
const CLOSENESS_POWER = 2;
/** A document's own score counts by this power, so that a long one does not drown a close phrase. */
const DOCUMENT_POWER = 0.68;
/** What the second closest phrase counts beside the closest: two that come close say more than one. */
const SECOND_PHRASE = 0.7;
/** How much more a rare word counts in a phrase than a common one. */
const PHRASE_RARITY = 0.3;
/** What neighboring words count in a phrase beside each word by itself. */
const PHRASE_PAIRS = 0.15;
/** What neighboring words count beside words. */
const PAIRS = 1.3;
/** How much more a rare word counts in a document than a common one. */
const RARITY = 0.18;

/** A citation inside a question: "what does ORS 329A.250(4)(b)(F) mean?" */
const CITED =
  /(?:ORS\s*)?329A\.\d{3}(?:\s?\((?:\d{1,2}|[a-z]{1,4})\))*|OAR\s*\d{3}-\d{3}-\d{4}(?:\s?\((?:\d{1,2}|[a-z]{1,4})\))*/gi;

/**
 * The search over one index a language. English is read at once, so that a broken build is seen at the start; the others when
 * they are first asked for.
 * @param tags languages that have an index
 * @param read reads the index of one of them
 * @param packs how questions in a language are cut; must be the packs of the build
 */
export function createSearch(
  law: Law,
  tags: readonly string[],
  read: (tag: string) => SearchArtifact,
  packs: readonly LanguagePack[],
): SearchIndex {
  const indexes = new Map<string, LoadedIndex>();
  const indexOf = (tag: string): LoadedIndex | undefined => {
    if (!tags.includes(tag)) return undefined;
    let index = indexes.get(tag);
    if (index === undefined) {
      const pack = packs.find((known) => known.tag === tag) ?? { tag };
      index = new LoadedIndex(read(tag), analyzerFor(pack), pack.topicWeight ?? TOPIC_WEIGHT);
      indexes.set(tag, index);
    }
    return index;
  };
  if (indexOf('en') === undefined) throw new Error('there is no English index');
  return {
    search(query, { asOf, locale, limit = DEFAULT_LIMIT, topicFactor = 1 }) {
      const index = indexOf(locale) ?? indexOf(locale.split('-')[0] ?? '');
      // A language without an index of its own is answered with nothing rather than with chance.
      if (!index) return { abstained: true, query, asOf, topic: null, topicTitle: null, related: [] };
      return answer(law, index, query, asOf, limit, topicFactor);
    },
  };
}

interface Scored {
  provision: Provision;
  status: ProvisionStatus;
  score: number;
}

function answer(
  law: Law,
  index: LoadedIndex,
  query: string,
  asOf: IsoDate,
  limit: number,
  topicFactor: number,
): SearchResult {
  const terms = index.terms(query);
  const scores = index.closer(terms, index.scores(terms));
  const { provisions, topic } = ranked(law, index, scores, asOf);
  const cited = [...citedIn(law, query, asOf), ...definitionIn(law, query, asOf)];
  const best = provisions[0];
  const reach = index.topicWeight * topicFactor * Math.exp(LEANING * index.leaning(terms));
  const topicWins = topic !== undefined && topic.score * reach >= (best?.score ?? 0);
  if (cited.length === 0 && (best === undefined || topicWins || !index.meets(terms, best.ref))) {
    const floor = (topic?.score ?? Infinity) * RELATED;
    const related = provisions
      .filter(({ provision, status, score }) => isCurrent(provision, status) && score >= floor)
      .slice(0, RELATED_COUNT)
      .map(({ provision }) => law.citation(provision.key, asOf));
    const named = topicWins ? topic : undefined;
    return { abstained: true, query, asOf, topic: named?.id ?? null, topicTitle: named?.title ?? null, related };
  }
  const weights = index.rarity(terms);
  const hit = (citation: Citation, score: number): SearchHit => ({
    citation,
    score,
    excerpt: excerptOf(citation.quote, (text) => index.weigh(text, weights)),
  });
  const top = best?.score ?? 1;
  const hits = cited.map((citation, position) => hit(citation, top * 2 - position * 0.001));
  for (const { provision, score } of orderBySource(provisions, limit)) {
    if (hits.length >= limit) break;
    if (hits.some(({ citation }) => citation.provision.key === provision.key)) continue;
    hits.push(hit(law.citation(provision.key, asOf), score));
  }
  return { abstained: false, query, asOf, hits: hits.slice(0, limit) };
}

/** Law in force, or the agency's page on child care: what an abstention may point to. */
function isCurrent(provision: Provision, status: ProvisionStatus): boolean {
  return status === 'in-force' || (status === 'undated' && provision.document !== 'ode-section-7');
}

interface Ranking {
  provisions: (Scored & { ref: string })[];
  topic: { id: string; title: string; score: number } | undefined;
}

/** Scores as what stands behind them on the day: one text for each id, the best topic apart. */
function ranked(law: Law, index: LoadedIndex, scores: Float64Array, asOf: IsoDate): Ranking {
  const byId = new Map<string, Scored & { ref: string }>();
  let topic: Ranking['topic'];
  scores.forEach((raw, position) => {
    if (raw <= 0) return;
    const ref = index.artifact.refs[position] ?? '';
    if (position >= index.artifact.topicsFrom) {
      const known = index.artifact.topics[position - index.artifact.topicsFrom];
      if (known !== undefined && raw > (topic?.score ?? 0)) topic = { ...known, score: raw };
      return;
    }
    const provision = law.at(ref, asOf) ?? law.byKey(ref) ?? law.versions(ref)[0];
    if (provision === undefined) return;
    const status = law.status(provision, asOf);
    const score = raw * STANDING[status] * (provision.document === 'ode-section-7' ? SCHOOL_GUIDANCE : 1);
    if (score > (byId.get(provision.id)?.score ?? 0)) byId.set(provision.id, { provision, status, score, ref });
  });
  return { provisions: [...byId.values()].sort((a, b) => b.score - a.score), topic };
}

/**
 * The closest provisions: current ones that answer first, the rules of 2011 below them; only the old rules where nothing
 * current comes near.
 */
function orderBySource(provisions: readonly Scored[], limit: number): Scored[] {
  // The schools' guidance answers about its own programs or not at all: never beside an answer of the law.
  const isGuidance = (scored: Scored | undefined): boolean => scored?.provision.document === 'ode-section-7';
  const bestOld = provisions.find(({ provision }) => provision.historical)?.score ?? 0;
  const least = (provisions[0]?.score ?? 0) * KEEP;
  const shown = provisions
    .filter(
      ({ provision, score }) => score >= (provision.historical ? least : Math.max(least, bestOld * CURRENT_ANSWERS)),
    )
    .filter((scored) => scored.provision.historical || isGuidance(scored) === isGuidance(provisions[0]))
    .slice(0, limit);
  const current = shown.filter(({ provision }) => !provision.historical);
  const below = current.at(-1)?.score ?? Infinity;
  const old = shown.filter(({ provision }) => provision.historical);
  return [...current, ...old.map((scored) => ({ ...scored, score: Math.min(below, scored.score) }))];
}

const DEFINING =
  /^(?:what(?:['’]?s| is| are| does)?|define|(?:the )?(?:definition|meaning) of)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+means?)?[\s?.!]*$/i;

/** The paragraph that defines what the question asks the meaning of: "what is child care?" -> ORS 329A.250(4)(a). */
function definitionIn(law: Law, query: string, asOf: IsoDate): Citation[] {
  const asked = DEFINING.exec(query.trim())?.[1]
    ?.replace(/["“”']/g, '')
    .toLowerCase();
  if (asked === undefined) return [];
  const names = new Set([asked, asked.replace(/s$/, '')]);
  return law.provisions
    .filter((p) => p.document === 'ors-329a' && law.at(p.id, asOf)?.key === p.key)
    .filter((p) =>
      names.has(/^(?:\(\w+\)\s*)+“([^”]+)” (?:means|has)/.exec(law.text(p).trim())?.[1]?.toLowerCase() ?? ''),
    )
    .slice(0, 2)
    .map((p) => law.citation(p.key, asOf));
}

function citedIn(law: Law, query: string, asOf: IsoDate): Citation[] {
  const citations: Citation[] = [];
  for (const [spelling] of query.matchAll(CITED)) {
    const result = law.cite(spelling, asOf);
    if (result.kind === 'found') citations.push(...result.citations);
  }
  return citations.slice(0, 2);
}

/** More than there are terms: two places make one number. */
const PLACES = 0x10000;

/** A question as places of its terms, with what each counts, and its neighboring terms. */
interface Asked {
  terms: Map<number, number>;
  pairs: Set<number>;
}

/** One term of a question, with what it counts. */
interface QueryTerm {
  term: string;
  weight: number;
}

const NOTHING = new Uint16Array(0);

/** Lists by name. */
class Postings {
  /** Where each name stands among the names. */
  readonly places: ReadonlyMap<string, number>;

  constructor(private readonly lists: PostingLists) {
    this.places = new Map(lists.names.map((name, place) => [name, place]));
  }

  has(name: string): boolean {
    return this.places.has(name);
  }

  /** Where a name stands among the names. */
  placeOf(name: string): number | undefined {
    return this.places.get(name);
  }

  /** The list at a place. */
  at(place: number): Uint16Array {
    return this.lists.postings.subarray(this.lists.ends[place - 1] ?? 0, this.lists.ends[place]);
  }

  /** Position, weight, position, weight, ...; nothing for a name that is not held. */
  of(name: string): Uint16Array {
    const place = this.places.get(name);
    if (place === undefined) return NOTHING;
    return this.lists.postings.subarray(this.lists.ends[place - 1] ?? 0, this.lists.ends[place]);
  }
}

class LoadedIndex {
  private readonly termPostings: Postings;
  private readonly pairPostings: Postings;
  private readonly importances: number[] = [];
  private readonly lengths: (readonly number[])[] = [];

  constructor(
    readonly artifact: SearchArtifact,
    private readonly analyzer: Analyzer,
    readonly topicWeight: number,
  ) {
    this.termPostings = new Postings(artifact.terms);
    this.pairPostings = new Postings(artifact.pairs);
  }

  /** The terms of a question; a word that the index does not know gives way to near spellings of it. */
  terms(query: string): QueryTerm[][] {
    return this.analyzer
      .words(query)
      .slice(0, MOST_TERMS)
      .map((word) => {
        const term = this.analyzer.term(word);
        if (this.termPostings.has(term) || !this.analyzer.mendsSpelling) return [{ term, weight: 1 }];
        const near = this.nearTerms(word);
        return near.length === 0
          ? [{ term, weight: 1 }]
          : near.map((other) => ({ term: other, weight: MENDED / near.length }));
      });
  }

  scores(terms: readonly QueryTerm[][]): Float64Array {
    const scores = new Float64Array(this.artifact.refs.length);
    const add = (list: Uint16Array, weight: number): void => {
      const boost = (weight * this.rarityOf(list) ** RARITY) / 100;
      for (let index = 0; index < list.length; index += 2) {
        const position = list[index] ?? 0;
        scores[position] = (scores[position] ?? 0) + (list[index + 1] ?? 0) * boost;
      }
    };
    // As lunr does: each field's sum over the length of the query's vector.
    const length = Math.sqrt(Math.max(1, terms.length));
    for (const { term, weight } of terms.flat()) add(this.termPostings.of(term), weight / length);
    const pairs = pairsOf(terms.map((choices) => choices[0]?.term ?? ''));
    for (const pair of pairs) add(this.pairPostings.of(pair), PAIRS / Math.sqrt(pairs.length));
    return scores;
  }

  /**
   * The scores, each raised by how close the closest single phrase of its document comes to the question: a document may
   * share its words with a question over ten phrases, or with one that asks the very same.
   */
  closer(terms: readonly QueryTerm[][], scores: Float64Array): Float64Array {
    const asked: Asked = { terms: new Map(), pairs: new Set() };
    let squares = 0;
    let before: number | undefined;
    for (const choices of terms) {
      for (const { term, weight } of choices) {
        const place = this.termPostings.placeOf(term);
        // A word that no document holds is the rarest of all.
        const importance = weight * (place === undefined ? 1 : this.importance(place));
        squares += importance ** 2;
        if (place !== undefined) asked.terms.set(place, Math.max(asked.terms.get(place) ?? 0, importance));
      }
      const place = this.termPostings.placeOf(choices[0]?.term ?? '');
      if (before !== undefined && place !== undefined) {
        asked.pairs.add(before * PLACES + place);
        squares += this.pairImportance(before, place) ** 2;
      }
      before = place;
    }
    if (squares === 0) return scores;
    const best = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, LOOKED_AT);
    const raised = new Float64Array(scores.length);
    for (const position of best) {
      const closeness = this.closeness(position, asked) / Math.sqrt(squares);
      raised[position] = (scores[position] ?? 0) ** DOCUMENT_POWER * (1 + CLOSENESS * closeness ** CLOSENESS_POWER);
    }
    return raised;
  }

  /** The projections of a question on the closest two phrases of a document. */
  private closeness(position: number, asked: Asked): number {
    const { phrases, phraseEnds } = this.artifact;
    const lengths = this.phraseLengths(position);
    const end = phraseEnds[position] ?? 0;
    let first = 0;
    let second = 0;
    let phrase = 0;
    for (let at = phraseEnds[position - 1] ?? 0; at < end; at += (phrases[at] ?? 0) + 1) {
      let shared = 0;
      let before = -1;
      const last = at + (phrases[at] ?? 0);
      for (let next = at + 1; next <= last; next++) {
        const place = phrases[next] ?? 0;
        const counts = asked.terms.get(place);
        if (counts === undefined) {
          before = -1;
          continue;
        }
        shared += this.importance(place) * counts;
        if (before >= 0 && asked.pairs.has(before * PLACES + place)) shared += this.pairImportance(before, place) ** 2;
        before = place;
      }
      const length = lengths[phrase++] ?? 0;
      const close = length === 0 ? 0 : shared / length;
      second = Math.max(second, Math.min(first, close));
      first = Math.max(first, close);
    }
    return first * (1 - SECOND_PHRASE) + second * SECOND_PHRASE;
  }

  /** How long each phrase of a document is as a vector of its terms and neighboring terms; worked out when first asked for. */
  private phraseLengths(position: number): readonly number[] {
    const known = this.lengths[position];
    if (known !== undefined) return known;
    const { phrases, phraseEnds } = this.artifact;
    const end = phraseEnds[position] ?? 0;
    const lengths: number[] = [];
    for (let at = phraseEnds[position - 1] ?? 0; at < end; at += (phrases[at] ?? 0) + 1) {
      let squares = 0;
      const last = at + (phrases[at] ?? 0);
      for (let next = at + 1; next <= last; next++) {
        const place = phrases[next] ?? 0;
        squares += this.importance(place) ** 2;
        if (next > at + 1) squares += this.pairImportance(phrases[next - 1] ?? 0, place) ** 2;
      }
      lengths.push(Math.sqrt(squares));
    }
    this.lengths[position] = lengths;
    return lengths;
  }

  /** What two neighboring terms count in a phrase, beside each by itself. */
  private pairImportance(a: number, b: number): number {
    return PHRASE_PAIRS * (this.importance(a) + this.importance(b));
  }

  /** What a term counts in a phrase; worked out once. */
  private importance(place: number): number {
    return (this.importances[place] ??= this.rarityOf(this.termPostings.at(place)) ** PHRASE_RARITY);
  }

  /** True where a document holds at least one word of the question that is not everywhere. */
  meets(terms: readonly QueryTerm[][], ref: string): boolean {
    const position = this.artifact.refs.indexOf(ref);
    return terms.flat().some(({ term }) => {
      const list = this.termPostings.of(term);
      if (list.length / 2 > this.artifact.refs.length * COMMON) return false;
      return list.some((value, index) => index % 2 === 0 && value === position);
    });
  }

  /** How far the words of a question lead out of the sources: log odds, above zero for out. */
  leaning(terms: readonly QueryTerm[][]): number {
    const names = { terms: this.termPostings.places, pairs: this.pairPostings.places };
    return leaning(
      this.artifact.scope,
      terms.map((choices) => choices[0]?.term ?? ''),
      names,
    );
  }

  /** How much each term of a question says: rare ones more. */
  rarity(terms: readonly QueryTerm[][]): Map<string, number> {
    return new Map(terms.flat().map(({ term, weight }) => [term, weight * this.rarityOf(this.termPostings.of(term))]));
  }

  /** 0 for a term that every document holds (or none), 1 for one that a single document holds. */
  private rarityOf(list: Uint16Array): number {
    const documents = this.artifact.refs.length;
    return list.length === 0 ? 0 : Math.log(documents / (list.length / 2)) / Math.log(documents);
  }

  /** What a passage says of a question, each term once. */
  weigh(text: string, weights: ReadonlyMap<string, number>): number {
    let sum = 0;
    for (const term of new Set(this.analyzer.words(text).map((word) => this.analyzer.term(word)))) {
      sum += weights.get(term) ?? 0;
    }
    return sum;
  }

  private nearTerms(word: string): string[] {
    if (!/^\p{L}{5,}$/u.test(word)) return [];
    const near = (limit: 1 | 2): string[] => [
      ...new Set(
        this.artifact.vocabulary
          .filter((known) => isNearSpelling(word, known, limit))
          .map((known) => this.analyzer.term(known))
          .filter((term) => this.termPostings.has(term)),
      ),
    ];
    const one = near(1);
    return one.length > 0 || word.length < 9 ? one : near(2);
  }
}
