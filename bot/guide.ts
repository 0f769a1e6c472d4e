import type { Activity } from 'botbuilder';
import type { IsoDate, Law, SearchIndex } from '../knowledge/types.js';
import { figures } from '../knowledge/figures.js';
import type { Flow } from '../dialogs/engine/flow.js';
import { recognize, type Input, type Message } from '../dialogs/conversation/recognize.js';
import type { Session } from '../dialogs/conversation/session.js';
import { asOfFor, openQuestion, turn } from '../dialogs/conversation/turn.js';
import type { Wording } from '../dialogs/conversation/wording.js';
import type { Locales } from '../locales/index.js';
import { render } from './botframework/render.js';
import { sourceUrl } from './pages/source-url.js';
import { wordingOf, type FigureParams } from './wording.js';

export interface GuideParts {
  law: Law;
  search: SearchIndex;
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
  /** The one sentence for a turn that failed. */
  apology: (channelLocale: string | undefined) => string;
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
  const wordings = new Map<string, { asOf: IsoDate; wording: Wording }>();
  const wordingFor = (tag: string, asOf: IsoDate, params: FigureParams): Wording => {
    const known = wordings.get(tag);
    if (known?.asOf === asOf) return known.wording;
    const wording = wordingOf(locales, tag, flows, params);
    wordings.set(tag, { asOf, wording });
    return wording;
  };
  const localeOf = (session: Session, channelLocale: string | undefined): string =>
    session.locale !== null && locales.tags.includes(session.locale)
      ? session.locale
      : locales.negotiate(channelLocale);

  return {
    apology: (channelLocale) => locales.translator(locales.negotiate(channelLocale))('apology'),

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
        search: (query: string, day: IsoDate) => parts.search.search(query, { asOf: day, locale: tag }),
      };

      let inputs: Input[] = [{ kind: 'welcome' }];
      if (incoming.kind === 'message') {
        const others = locales.tags.filter((other) => other !== tag);
        inputs = recognize(incoming.message, {
          open: openQuestion(session, environment),
          wordings: [tag, ...others].map((t) => wordingFor(t, asOf, params)),
          looksLikeCitation: (text) => law.looksLikeCitation(text),
          flows: flows.map((flow) => flow.id),
        });
      }
      const result = turn(session, inputs, environment);

      const day = asOfFor(result.session, today);
      const spoken = localeOf(result.session, channelLocale);
      const activities = render(result.views, {
        t: locales.translator(spoken),
        tag: spoken,
        intl: locales.language(spoken).intl,
        law,
        flows,
        asOf: day,
        figures: figureParams(day),
        sourceUrl: (provision, on) => sourceUrl(baseUrl, law, provision, on),
      });

      const log: GuideReply['log'] = {};
      if (result.session.flow !== null) log.flow = result.session.flow;
      if (result.session.open) log.question = result.session.open.question;
      const ended = result.views.find((view) => view.kind === 'result');
      if (ended) log.outcome = ended.outcome;
      if (result.code) log.code = result.code;
      return { session: result.session, activities, forget: result.forget, log };
    },
  };
}
