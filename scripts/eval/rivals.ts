import lunr from 'lunr';
import MiniSearch from 'minisearch';
import { foldSpace } from '../../knowledge/index.js';
import type { Law } from '../../knowledge/index.js';
import type { LayerEntry, TopicEntry } from '../../knowledge/search/layer.js';
import type { Answerer } from './measures.js';

/** What others make of the same data, as columns beside ours. */

const SHOWN = 5;
/** As in the trial that the product's search began from: abstain when the best topic's score times this reaches the best provision's. */
const TOPIC_WEIGHT = 1.1;

interface Entry {
  id: string;
  text: string;
  title: string;
  plain: string;
  terms: string;
  questions: string;
}

/** lunr as it comes, its English pipeline and stop words, over the law's own text and headings. */
export function plainLunr(law: Law): Answerer {
  const index = lunr(function () {
    this.ref('id');
    this.field('text');
    this.field('heading');
    const seen = new Set<string>();
    for (const provision of law.provisions) {
      if (provision.kind === 'stub' || provision.kind === 'history' || seen.has(provision.id)) continue;
      seen.add(provision.id);
      this.add({ id: provision.id, text: foldSpace(law.text(provision)), heading: provision.heading ?? '' });
    }
  });
  return (question) =>
    index
      .query((query) => {
        for (const word of lunr.tokenizer(question)) query.term(word.toString(), {});
      })
      .slice(0, SHOWN)
      .map(({ ref }) => ref);
}

/** MiniSearch with its typo tolerance over the text and the plain-language layer, the topics beside them. */
export function miniSearch(law: Law, layer: readonly LayerEntry[], topics: readonly TopicEntry[]): Answerer {
  const index = new MiniSearch<Entry>({
    fields: ['text', 'title', 'plain', 'terms', 'questions'],
    searchOptions: { fuzzy: 0.2, boost: { text: 0.5, title: 1, plain: 1, terms: 2, questions: 2 } },
  });
  const entries = new Map<string, Entry>();
  for (const { ids, title, plain, terms, questions } of layer) {
    for (const id of ids) {
      const provision = law.versions(id)[0] ?? law.byKey(id);
      if (provision === undefined) continue;
      entries.set(id, {
        id,
        text: foldSpace(law.text(provision)),
        title,
        plain,
        terms: terms.join(' . '),
        questions: questions.join(' . '),
      });
    }
  }
  const topicIds = new Set(topics.map(({ topic }) => topic));
  index.addAll([...entries.values()]);
  index.addAll(
    topics.map(({ topic, title, terms, questions }) => ({
      id: topic,
      text: '',
      title,
      plain: '',
      terms: terms.join(' . '),
      questions: questions.join(' . '),
    })),
  );
  return (question) => {
    const found = index.search(question);
    const best = found.find(({ id }) => !topicIds.has(id as string));
    const topic = found.find(({ id }) => topicIds.has(id as string));
    if (topic && topic.score * TOPIC_WEIGHT >= (best?.score ?? 0)) return [];
    return found
      .map(({ id }) => id as string)
      .filter((id) => !topicIds.has(id))
      .slice(0, SHOWN);
  };
}
