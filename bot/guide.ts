import { randomBytes } from 'node:crypto';
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { filled, type Explanation, type Explanations } from '../knowledge/explanations.js';
import type { IsoDate, Law, Provision, SearchIndex } from '../knowledge/types.js';
import { figures, shownFigures } from '../knowledge/figures.js';
import type { Answers, Flow } from '../dialogs/engine/flow.js';
import { locate } from '../dialogs/engine/explore.js';
import { flowLaw, resultView } from '../dialogs/conversation/result.js';
import { hear } from '../dialogs/conversation/heard.js';
import { recognize, type Input, type Message } from '../dialogs/conversation/recognize.js';
import type { Session } from '../dialogs/conversation/session.js';
import { asOfFor, openQuestion, turn } from '../dialogs/conversation/turn.js';
import type { Wording } from '../dialogs/conversation/wording.js';
import type { Locales } from '../locales/index.js';
import { render, type RenderContext } from './botframework/render.js';
import { otherLanguageOf } from './detect.js';
import { figuresInWords } from './localized.js';
import { sourceUrl } from './pages/source-url.js';
import type { SummaryText } from './pages/summary.js';
import { wordingOf, type FigureParams } from './wording.js';

export interface GuideParts {
  law: Law;
  search: SearchIndex;
  explanations: Explanations;
  flows: readonly Flow[];
  locales: Locales;
  /** The clock; what day it is in Oregon is worked out here. */
  now: () => Date;
}

/** What came in, free of any channel: a person's message, or the wish to be welcomed. */
export type Incoming = { kind: 'message'; message: Message } | { kind: 'welcome' };

export interface GuideReply {
  session: Session;
  activities: (Partial<Activity> & { type: string })[];
  forget: boolean;
  /** A summary page to keep with this turn; null where none was asked for. */
  summary: StoredSummary | null;
  log: { flow?: string; question?: string; outcome?: string; code?: string };
}

export interface Guide {
  /**
   * One turn: what came in beside what is stored, to what is said and what is stored next.
   *
   * @param channelLocale what the channel says of the person's language; the person's own choice beats it
   * @param baseUrl absolute base of links to source pages, without a trailing slash
   * @throws UnknownProvision, UnknownMessage where flow, law and words do not fit together: faults of ours
   */
  respond: (session: Session, incoming: Incoming, channelLocale: string | undefined, baseUrl: string) => GuideReply;
  /**
   * The words of a summary page, or null where the record cannot be read (any more): it expired, or another version wrote it.
   *
   * @param baseUrl absolute base of links, without a trailing slash
   * @param tag another language than the one that the result was given in; null for that one
   */
  summarize: (stored: unknown, baseUrl: string, tag?: string | null) => SummaryText | null;
  /** What a provision means in plain words, in a language, with the figures of a day; null where nobody has written that. */
  explain: (provision: Provision, tag: string, asOf: IsoDate) => Explanation | null;
  /** True for a summary record that has expired at the instant, or that cannot be read. */
  isExpired: (stored: unknown, instant: Date) => boolean;
  /** The one sentence for a turn that failed. */
  apology: (channelLocale: string | undefined) => string;
}

const summarySchema = z.object({
  id: z.string(),
  flow: z.string(),
  answers: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  asOf: z.string(),
  locale: z.string(),
  /** The first instant, ISO, at which the page is gone. */
  until: z.string(),
});

/** What a summary page is made from; its id is its key. No names, no free text. */
export interface StoredSummary {
  id: string;
  flow: string;
  answers: Answers;
  asOf: IsoDate;
  locale: string;
  until: string;
}

/** The key in storage under which a summary page is kept. */
export function summaryKey(id: string): string {
  return `summaries/${id}`;
}

/** So long a summary page stays. */
const SUMMARY_DAYS = 30;

function inDays(instant: Date, days: number): string {
  return new Date(instant.getTime() + days * 86_400_000).toISOString();
}

const oregonDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in Oregon at an instant. */
export function dayInOregon(instant: Date): IsoDate {
  return oregonDay.format(instant);
}

/** The figures of a day as placeholders: {{exempt-children}} is 3. */
export function figureParams(asOf: IsoDate): FigureParams {
  const held = figures(asOf);
  return {
    ...Object.fromEntries(Object.values(held).map(({ name, value }) => [name, value])),
    'oldest-special-needs-age': held['child-age-limit-special-needs'].value - 1,
  };
}

/** Joins the parts into the pipe: recognize, turn, render. */
export function createGuide(parts: GuideParts): Guide {
  const { law, flows, locales } = parts;
  // Words differ from day to day only where a figure in them does, which hardly ever happens.
  const wordings = new Map<string, { figures: string; wording: Wording }>();
  const wordingFor = (tag: string, params: FigureParams): Wording => {
    const held = JSON.stringify(params);
    const known = wordings.get(tag);
    if (known?.figures === held) return known.wording;
    const wording = wordingOf(locales, tag, flows, params);
    wordings.set(tag, { figures: held, wording });
    return wording;
  };
  const localeOf = (session: Session, channelLocale: string | undefined): string =>
    session.locale !== null && locales.tags.includes(session.locale)
      ? session.locale
      : locales.negotiate(channelLocale);

  const contextFor = (tag: string, asOf: IsoDate, baseUrl: string): RenderContext => ({
    t: locales.translator(tag),
    placeholders: (key) => locales.placeholders(tag, key),
    language: locales.language(tag),
    languages: locales.tags.map((shipped) => locales.language(shipped)),
    law,
    flows,
    asOf,
    figures: figureParams(asOf),
    sourceUrl: (provision, on) => sourceUrl(baseUrl, law, provision, on),
    summaryUrl: (id) => `${baseUrl}/summary/${id}`,
    explain: (provision) => explained(provision, tag, asOf),
    inLanguage: (other) => contextFor(other, asOf, baseUrl),
  });

  /** Figures as each language wrote them last, and for which day. */
  const figureWords = new Map<string, { asOf: IsoDate; words: Record<string, string> }>();
  /** A provision's explanation with the figures of the day in it, as the language writes them. */
  const explained = (provision: Provision, tag: string, asOf: IsoDate): Explanation | null => {
    const found = parts.explanations.of(provision, tag, asOf);
    if (!found) return null;
    const known = figureWords.get(tag);
    const shown = known?.asOf === asOf ? known.words : figuresInWords(locales.language(tag), shownFigures(asOf));
    if (known?.asOf !== asOf) figureWords.set(tag, { asOf, words: shown });
    return { title: filled(found.title, shown), plain: filled(found.plain, shown) };
  };

  return {
    explain: explained,

    apology: (channelLocale) => locales.translator(locales.negotiate(channelLocale))('apology'),

    isExpired(stored, instant) {
      const read = summarySchema.safeParse(stored);
      return !read.success || read.data.until <= instant.toISOString();
    },

    summarize(stored, baseUrl, tag = null) {
      const read = summarySchema.safeParse(stored);
      if (!read.success || read.data.until <= parts.now().toISOString()) return null;
      const { answers, asOf } = read.data;
      const locale = tag ?? read.data.locale;
      const flow = flows.find((f) => f.id === read.data.flow);
      if (!flow || !locales.tags.includes(locale)) return null;
      const position = locate(flow, answers, flowLaw(asOf));
      if (position.kind !== 'result') return null;
      const view = resultView(flow, position, answers, asOf, law);
      const [reply] = render([view], contextFor(locale, asOf, baseUrl));
      return {
        tag: locale,
        title: locales.translator(locale)(`${flow.id}:title`),
        markdown: reply?.text ?? '',
        citations: view.citations.map((c) => ({ name: c.name, url: sourceUrl(baseUrl, law, c.provision, asOf) })),
      };
    },

    respond(session, incoming, channelLocale, baseUrl) {
      const today = dayInOregon(parts.now());
      const asOf = asOfFor(session, today);
      const params = figureParams(asOf);
      const tag = localeOf(session, channelLocale);
      const environment = {
        law,
        flows,
        today,
        tags: locales.tags,
        freshId: randomBytes(18).toString('base64url'),
        heard: (text: string, other: string | null) => hear(text, wordingFor(other ?? tag, params)),
        otherLanguage: (text: string) => otherLanguageOf(text, locales.tags, wordingFor(tag, params)),
        search: (query: string, day: IsoDate, other: string | null, topicFactor: number) =>
          parts.search.search(query, { asOf: day, locale: other ?? tag, topicFactor }),
      };

      let inputs: Input[] = [{ kind: 'welcome' }];
      if (incoming.kind === 'message') {
        const others = locales.tags.filter((other) => other !== tag);
        inputs = recognize(incoming.message, {
          open: openQuestion(session, environment),
          wordings: [tag, ...others].map((t) => wordingFor(t, params)),
          looksLikeCitation: (text) => law.looksLikeCitation(text),
          // The menu is numbered as long as nothing else was answered.
          flows: session.lastResult ? [] : flows.map((flow) => flow.id),
        });
      }
      const result = turn(session, inputs, environment);

      const day = asOfFor(result.session, today);
      const spoken = localeOf(result.session, channelLocale);
      const { open, lastResult } = result.session;
      const waysOn = open !== null || result.forget ? null : lastResult?.standing ? 'result' : 'menu';
      const activities = render(result.views, contextFor(spoken, day, baseUrl), waysOn);

      const log: GuideReply['log'] = {};
      if (result.session.flow !== null) log.flow = result.session.flow;
      if (result.session.open) log.question = result.session.open.question;
      const ended = result.views.find((view) => view.kind === 'result');
      if (ended) log.outcome = ended.outcome;
      if (result.code) log.code = result.code;
      return {
        session: result.session,
        activities,
        forget: result.forget,
        summary: result.summary && { ...result.summary, locale: spoken, until: inDays(parts.now(), SUMMARY_DAYS) },
        log,
      };
    },
  };
}
