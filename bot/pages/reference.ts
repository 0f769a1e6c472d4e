import type { Citation, IsoDate, Law, Provision, SearchIndex } from '../../knowledge/types.js';
import type { Explanation } from '../../knowledge/index.js';
import type { Flow } from '../../dialogs/engine/flow.js';
import type { Locales } from '../../locales/index.js';
import type { HttpRequest, HttpResponse } from '../http/http.js';
import { localized } from '../localized.js';
import { linesOf } from '../provision-text.js';
import type { FigureParams } from '../wording.js';
import { datesOf } from '../../locales/dates.js';
import type { Assets } from './assets.js';
import { markup, type Html } from './html.js';
import { layout, messagePage, pageHeaders, readerOf, type Reader } from './layout.js';
import { decisionTables, type DecisionTables } from './decision-tables.js';
import { standing } from './source-page.js';
import { anchorId, sourceUrl } from './source-url.js';
import { dayAsked, FIRST_DAY } from './sources.js';

/** A longer question is cut: nobody looks up more than this at once. */
const MOST_ASKED = 300;
/** Below so many words a look-up is by a word of the law rather than a question; what a topic that the law leaves out counts then. */
const FEW_WORDS = 3;
const FEW_WORDS_TOPIC = 0.5;
/** What a channel of one line may hold of an excerpt. */
const SHOWN_HITS = 8;

export interface ReferenceParts {
  law: Law;
  search: SearchIndex;
  locales: Locales;
  flows: readonly Flow[];
  assets: Assets;
  today: () => IsoDate;
  /** What a provision means in plain words, in a language, with the figures of a day; null where nobody has written that. */
  explain: (provision: Provision, tag: string, asOf: IsoDate) => Explanation | null;
  /** The law's figures of a day, for the words of questions and outcomes. */
  figures: (asOf: IsoDate) => FigureParams;
}

/** A request read: who reads it, and as of which day. */
interface Asking {
  request: HttpRequest;
  reader: Reader;
  day: IsoDate;
}

/** The staff view: look-up by citation or words, pages of provisions, and the flows as tables. All of it works without script. */
export function referencePages(parts: ReferenceParts): {
  index(request: HttpRequest): HttpResponse;
  results(request: HttpRequest): HttpResponse;
  table(request: HttpRequest): HttpResponse;
} {
  const { law, locales, assets, today } = parts;
  const tables = decisionTables();

  const asking = (request: HttpRequest): Asking | HttpResponse => {
    const reader = readerOf(locales, request);
    const day = dayAsked(request, { reader, assets }, today());
    return typeof day === 'string' ? { request, reader, day } : day;
  };
  const page = (asked: Asking, title: string, main: Html): HttpResponse => ({
    status: 200,
    headers: { ...pageHeaders(), 'cache-control': 'no-cache' },
    body: layout({
      reader: asked.reader,
      assets,
      kind: 'reference',
      title: `${title} – ${asked.reader.t('pages:site.name')}`,
      head: markup`<script type="module" src="${assets.url('reference.js')}"></script>`,
      main: markup`<main id="main" class="wrap reference-page" tabindex="-1">${main}</main>`,
    }),
  });

  return {
    index(request) {
      const asked = asking(request);
      if (!('reader' in asked)) return asked;
      const { t } = asked.reader;
      const id = request.query.get('id');
      if (id !== null) {
        const provision = law.at(id, asked.day) ?? law.byKey(id) ?? law.versions(id)[0];
        if (provision) return page(asked, law.name(provision), provisionMain(parts, asked, provision));
        return messagePage({ reader: asked.reader, assets }, 404, {
          title: t('pages:reference.not-here-title'),
          text: t('pages:reference.not-here'),
        });
      }
      return page(asked, t('pages:reference.title'), indexMain(parts, asked));
    },
    results(request) {
      const asked = asking(request);
      if (!('reader' in asked)) return asked;
      return {
        status: 200,
        headers: { ...pageHeaders(), 'cache-control': 'no-store' },
        body: results(parts, asked, wordsOf(request)).text,
      };
    },
    table(request) {
      const asked = asking(request);
      if (!('reader' in asked)) return asked;
      const { t } = asked.reader;
      const flow = parts.flows.find(({ id }) => id === request.params['flow']);
      if (!flow) {
        return messagePage({ reader: asked.reader, assets }, 404, {
          title: t('pages:error.not-found.title'),
          text: t('pages:error.not-found.text'),
        });
      }
      return page(asked, t(`${flow.id}:title`), tableMain(parts, asked, flow, tables));
    },
  };
}

function wordsOf(request: HttpRequest): string {
  return (request.query.get('q') ?? '').trim().slice(0, MOST_ASKED);
}

/** The address of a page below /reference with the day that was asked for. */
function address(asked: Asking, path: string, query: Record<string, string> = {}): string {
  const params = new URLSearchParams(query);
  const day = asked.request.query.get('as-of');
  if (day !== null && day !== '') params.set('as-of', day);
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

function linkTo(law: Law, asked: Asking, provision: Provision, text: string): Html {
  const href = address(asked, '/reference', { id: anchorId(law, provision, asked.day) });
  return markup`<a class="usa-link" href="${href}">${text}</a>`;
}

function indexMain(parts: ReferenceParts, asked: Asking): Html {
  const { law, flows } = parts;
  const { t, language } = asked.reader;
  const words = wordsOf(asked.request);
  const day = asked.request.query.get('as-of') ?? '';
  const sections = law.provisions.filter(
    (p) => p.document === 'ors-329a' && p.kind === 'section' && law.at(p.id, asked.day)?.key === p.key,
  );
  return markup`<h1>${t('pages:reference.title')}</h1>
    <p class="lead">${t('pages:reference.lead')}</p>
    <form class="look-up" role="search" method="get" action="/reference">
      <label class="usa-label" for="q">${t('pages:reference.label')}</label>
      <p>
        <input class="usa-input" type="search" id="q" name="q" value="${words}" maxlength="${MOST_ASKED}" autocomplete="off" spellcheck="false" dir="auto" />
        <button class="usa-button" type="submit">${t('pages:reference.search')}</button>
      </p>
      <p>
        <label class="usa-label" for="as-of">${t('pages:sources.as-of', { date: datesOf(language).day(asked.day) })} ${t('pages:sources.other-date')}</label>
        <input class="usa-input" type="date" id="as-of" name="as-of" value="${day}" min="${FIRST_DAY}" />
      </p>
    </form>
    <p id="status" class="unread" role="status" data-found="${t('pages:reference.found')}" data-nothing="${t('pages:reference.nothing')}"></p>
    <div id="results" data-from="/reference/results">${words === '' ? null : results(parts, asked, words)}</div>
    <h2>${t('pages:reference.tables')}</h2>
    <p>${t('pages:reference.tables-lead')}</p>
    <ul>${flows.map(({ id }) => markup`<li><a class="usa-link" href="${address(asked, `/reference/tables/${id}`)}">${t(`${id}:title`)}</a></li>`)}</ul>
    <h2>${t('pages:reference.outline')}</h2>
    <ul class="outline-list" lang="en" dir="ltr">
      ${sections.map((section) => markup`<li>${linkTo(law, asked, section, `${section.label} ${section.heading ?? ''}`)}</li>`)}
    </ul>`;
}

/** What was found, as a part of a page: by citation where the words are one, else by what they ask. */
function results(parts: ReferenceParts, asked: Asking, words: string): Html {
  const { law, search } = parts;
  const { t, language } = asked.reader;
  if (words === '') return markup``;
  if (law.looksLikeCitation(words)) {
    const cited = law.cite(words, asked.day);
    if (cited.kind === 'found')
      return list(cited.citations.map((citation) => entry(parts, asked, citation, citation.quote)));
    const nearest = cited.kind === 'not-found' ? cited.nearest : null;
    return markup`<p class="nothing">${t('pages:reference.not-here')}</p>
      ${nearest ? list([entry(parts, asked, nearest, nearest.quote)]) : null}`;
  }
  const found = search.search(words, {
    asOf: asked.day,
    locale: language.tag,
    limit: SHOWN_HITS,
    // Staff type a word of the law to find its paragraphs.
    topicFactor: words.split(/\s+/).length < FEW_WORDS ? FEW_WORDS_TOPIC : 1,
  });
  if (!found.abstained) return list(found.hits.map(({ citation, excerpt }) => entry(parts, asked, citation, excerpt)));
  const about = found.topicTitle ? t('answer.topic', { topic: found.topicTitle }) : t('answer.abstained');
  return markup`<p class="nothing">${about}</p>
    ${found.related.length === 0 ? null : markup`<h2>${t('pages:reference.related')}</h2>`}
    <ul>${found.related.map(({ provision, name }) => markup`<li>${linkTo(law, asked, provision, name)}</li>`)}</ul>`;
}

function list(entries: readonly Html[]): Html {
  return entries.length === 0 ? markup`` : markup`<ol class="found">${entries}</ol>`;
}

const MOST_QUOTED = 420;

function entry(parts: ReferenceParts, asked: Asking, citation: Citation, words: string): Html {
  const { law, explain } = parts;
  const { t, language } = asked.reader;
  const plain = explain(citation.provision, language.tag, asked.day);
  const cut = words.length <= MOST_QUOTED ? words : words.slice(0, words.lastIndexOf(' ', MOST_QUOTED));
  // What is left out before and after is marked, so that nobody takes half a sentence for a whole one.
  const quote = citation.quote.trim();
  const short = `${quote.startsWith(cut.trim()) ? '' : '… '}${cut}${quote.endsWith(cut.trim()) ? '' : ' …'}`;
  return markup`<li>
    <h3 lang="en" dir="ltr">${linkTo(law, asked, citation.provision, citation.name)}</h3>
    ${plain ? markup`<p class="title">${plain.title}</p>` : null}
    <p class="status">${standingOf(parts, asked, citation.provision)}</p>
    <blockquote lang="en" dir="ltr">${short}</blockquote>
    ${plain ? markup`<p><b>${t('explanation.mark')}</b> ${plain.plain}</p>` : null}
  </li>`;
}

function standingOf({ law }: ReferenceParts, { reader, day }: Asking, provision: Provision): string {
  const document = law.documents.find(({ slug }) => slug === provision.document);
  return document ? standing(reader, document, provision, law.status(provision, day)) : '';
}

function provisionMain(parts: ReferenceParts, asked: Asking, provision: Provision): Html {
  const { law, explain, locales } = parts;
  const { t, language } = asked.reader;
  const citation = law.citation(provision.key, asked.day);
  const plain = explain(provision, language.tag, asked.day);
  const asOfDay = datesOf(language).day(asked.day);
  const look = (key: string | null): Provision | undefined => (key === null ? undefined : law.byKey(key));
  const ways: [string, Provision | undefined][] = [
    [t('pages:reference.up'), look(provision.parent)],
    [t('pages:reference.previous'), look(provision.previous)],
    [t('pages:reference.next'), look(provision.next)],
  ];
  // Two texts of a section are shown together only where this paragraph reads otherwise in them.
  const texts = law.versions(provision.id);
  const read = (version: Provision): string => linesOf(law, version).join('\n');
  const versions = texts.some((version) => read(version) !== read(provision)) ? texts : [provision];
  const leads = citation.leadIns.map(({ name, text }) => `${name}: ${text}`);
  const edition = law.documents.find(({ slug }) => slug === provision.document)?.edition;
  // A quote is in English, so what is copied with it is too.
  const english = locales.translator('en');
  const readOn = english('answer.as-of-short', { date: datesOf(locales.language('en')).day(asked.day) });
  const source = `${citation.name} (${[edition, readOn].filter(Boolean).join('; ')})`;
  const below = provision.children.flatMap((key) => look(key) ?? []);
  return markup`${backToReference(asked)}
    <h1 lang="en" dir="ltr">${citation.name}</h1>
    ${provision.heading === null ? null : markup`<p class="lead" lang="en" dir="ltr">${provision.heading}</p>`}
    <p class="status">${standingOf(parts, asked, provision)} ${t('pages:sources.as-of', { date: asOfDay })}</p>
    ${
      versions.length > 1
        ? markup`<h2>${t('pages:reference.side-by-side')}</h2>
            <div class="side-by-side">${versions.map(
              (version) => markup`<section>
                <h3>${standingOf(parts, asked, version)}</h3>
                ${quoted(law, version)}
              </section>`,
            )}</div>`
        : markup`${citation.leadIns.map(({ name, text }) => markup`<p class="lead-in" lang="en" dir="ltr"><b>${name}</b> ${text}</p>`)}
            ${quoted(law, provision)}`
    }
    ${plain ? markup`<p><b>${t('explanation.mark')}</b> ${plain.plain}</p>` : null}
    <p class="copies" hidden>
      <button type="button" class="usa-button usa-button--outline" data-copy="${source}">${t('pages:reference.copy-citation')}</button>
      <button type="button" class="usa-button usa-button--outline" data-copy="${[...leads, `“${read(provision)}”`, source].join('\n')}">${t('pages:reference.copy-quote')}</button>
    </p>
    <p id="status" role="status" data-copied="${t('pages:reference.copied')}"></p>
    <p><a class="usa-link" href="${sourceUrl('', law, provision, asked.day)}">${t('pages:reference.in-context')}</a></p>
    <nav class="ways" aria-label="${t('pages:reference.ways')}">
      <ul>${ways.flatMap(([name, to]) => (to ? [markup`<li>${name} <span lang="en" dir="ltr">${linkTo(law, asked, to, law.name(to))}</span></li>`] : []))}</ul>
    </nav>
    ${
      below.length === 0
        ? null
        : markup`<h2>${t('pages:reference.below')}</h2>
            <ul lang="en" dir="ltr">${below.map((child) => markup`<li>${linkTo(law, asked, child, law.name(child))}</li>`)}</ul>`
    }`;
}

function quoted(law: Law, provision: Provision): Html {
  return markup`<blockquote class="law" lang="en" dir="ltr">${linesOf(law, provision).map((line) => markup`<p>${line}</p>`)}</blockquote>`;
}

function tableMain(parts: ReferenceParts, asked: Asking, flow: Flow, tables: DecisionTables): Html {
  const { law } = parts;
  const { reader, day } = asked;
  const figures = localized(reader.language, parts.figures(day));
  const cites = (ids: readonly string[]): Html[] =>
    ids.map((id) => {
      const { provision, name } = law.citation(id, day);
      return linkTo(law, asked, provision, name);
    });
  return markup`${backToReference(asked)}
    <h1>${reader.t(`${flow.id}:title`, figures)}</h1>
    <p>${reader.t('pages:sources.as-of', { date: datesOf(reader.language).day(day) })} ${reader.t('pages:reference.table-lead')}</p>
    ${tables(flow, day, { reader, figures, cites })}`;
}

function backToReference(asked: Asking): Html {
  const { t } = asked.reader;
  return markup`<nav class="trail" aria-label="${t('pages:site.trail')}">
      <a class="usa-link" href="${address(asked, '/reference')}">${t('pages:reference.title')}</a>
    </nav>`;
}
