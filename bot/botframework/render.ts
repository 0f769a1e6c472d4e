import type { Activity, CardAction, Entity } from 'botbuilder';
import type { Explanation } from '../../knowledge/index.js';
import type { Citation, IsoDate, Law, Provision, SearchHit } from '../../knowledge/types.js';
import { TOPICS } from '../../knowledge/topics.js';
import type { Condition, Possibility } from '../../dialogs/engine/explore.js';
import {
  NOT_SURE,
  SECTIONS,
  SKIP,
  type Answer,
  type Answers,
  type Flow,
  type Question,
} from '../../dialogs/engine/flow.js';
import { degrees } from '../../dialogs/flows/child-care/kinship.js';
import { CONVERSATION } from '../../dialogs/conversation/session.js';
import type { ConditionView, FlowOffer, NoticeCode, Sentence, View } from '../../dialogs/conversation/views.js';
import type { Language, Translate } from '../../locales/index.js';
import { localized, NUMBERS } from '../localized.js';
import { checkQuotes } from './quote-gate.js';
import { anchorId } from '../pages/source-url.js';
import { linesOf } from '../provision-text.js';
import type { FigureParams } from '../wording.js';

/** What rendering needs beside the view. */
export interface RenderContext {
  t: Translate;
  /** Names of the placeholders of a message. */
  placeholders: (key: string) => readonly string[];
  /** The language of the words. */
  language: Language;
  /** All languages that ship. */
  languages: readonly Language[];
  law: Law;
  flows: readonly Flow[];
  asOf: IsoDate;
  figures: FigureParams;
  /** Absolute address of the source page at a provision. */
  sourceUrl: (provision: Provision, asOf: IsoDate) => string;
  /** Absolute address of a summary page. */
  summaryUrl: (id: string) => string;
  /** The same in another language. */
  inLanguage: (tag: string) => RenderContext;
  /** What a provision means in plain words, in the language; null where nobody has written that. */
  explain: (provision: Provision) => Explanation | null;
}

type Reply = Partial<Activity> & { type: string };

/** Longer than any paragraph that a result cites: the web chat has no limit of its own. */
const ABSTRACT_LIMIT = 20_000;
/** So many possibilities are shown each on a line of their own. */
const POSSIBILITIES_SHOWN = 10;
/** A search answer shows its best paragraph whole up to this many characters, and an excerpt of it beyond. */
const WHOLE_LIMIT = 1_600;

/** What is offered where a turn ends with nothing else to press: the ways on from a result, or what the guide can do. */
export type WaysOn = 'result' | 'menu' | null;

/** Turns what a turn has to say into activities, in order. The only place that knows what a channel can show. */
export function render(views: readonly View[], context: RenderContext, waysOn: WaysOn = null): Reply[] {
  const replies = views.map((view) => new Renderer(context).render(view));
  const last = replies.at(-1);
  if (last && waysOn !== null) last.suggestedActions ??= { to: [], actions: new Renderer(context).waysOn(waysOn) };
  return replies;
}

/**
 * Text with Markdown's own marks escaped, so that the law's words appear as they are. Web Chat also has a typographer that
 * makes "(c)" a copyright sign, curls straight quotes and joins dots and dashes: what it would touch is escaped too.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~"']/g, '\\$&')
    .replace(/\((?=(?:c|r|tm)\))/gi, '\\(')
    .replace(/\.(?=\.)|-(?=-)|\+(?=-)|,(?=,)/g, '\\$&');
}

/** Our own words with Markdown's marks escaped; a typographer may curl their quotes. */
function escapeMarks(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}

class Renderer {
  /** Citations of this message in the order of their first mention; the nth is [n]. */
  private readonly cited: Citation[] = [];
  private readonly t: Translate;

  constructor(private readonly context: RenderContext) {
    const { figures } = context;
    this.t = (key, params = {}) => {
      const used: Record<string, string | number> = {};
      for (const name of context.placeholders(key)) {
        const figure = figures[name];
        if (figure !== undefined) used[name] = figure;
      }
      return context.t(key, localized(context.language, { ...used, ...params }));
    };
  }

  render(view: View): Reply {
    const { t } = this;
    switch (view.kind) {
      case 'welcome':
        return this.message(
          [t('welcome.hello'), t('welcome.can'), t('welcome.terms'), t('welcome.as-of', { date: view.asOf })].join(
            '\n\n',
          ),
          { actions: this.flowButtons() },
        );
      case 'danger':
        return this.message(`**${t('danger')}**`, { entities: [notice('danger')] });
      case 'say':
        return this.message(t(view.sentence.key, view.sentence.params), {
          actions: [],
          entities: [
            ...(view.asOf === undefined ? [] : [{ type: 'oregon-child-care/as-of', asOf: view.asOf } as Entity]),
            ...(view.forgotten ? [{ type: 'oregon-child-care/forgotten' } as Entity] : []),
          ],
        });
      case 'notice':
        return this.message(t(view.sentence.key, escaped(view.sentence.params)), {
          entities: [notice(view.code)],
          ...(view.code === 'unknown-language' ? { actions: this.languageButtons() } : {}),
        });
      case 'help':
        return this.help();
      case 'menu':
        return this.message(t('menu.ask'), { actions: this.flowButtons() });
      case 'languages':
        return this.message(t('languages.ask'), { actions: this.languageButtons() });
      case 'question':
        return this.question(view);
      case 'confirm':
        return this.confirm(view);
      case 'go-on':
        return this.goOn(view);
      case 'switch-language':
        return new Renderer(this.context.inLanguage(view.tag)).switchLanguage(this.context.language.name);
      case 'confirm-heard':
        return this.confirmHeard(view);
      case 'resume':
        return this.resume(view);
      case 'summary':
        return this.summary(view);
      case 'why':
        return this.why(view);
      case 'review':
        return this.review(view);
      case 'kinship':
        return this.kinship(view);
      case 'result':
        return this.result(view);
      case 'answer':
        return this.answer(view);
      case 'citation':
        return this.citation(view);
    }
  }

  // -- Questions ------------------------------------------------------------------------------------------------------

  private help(): Reply {
    const keys = [
      'back',
      'why',
      'review',
      'not-sure',
      'restart',
      'cancel',
      'cite',
      'as-of',
      'language',
      'summary',
      'forget',
    ];
    const lines = keys.map((key) => `- ${this.t(`help.${key}`)}`);
    return this.message([this.t('help.intro'), lines.join('\n'), this.t('help.ask')].join('\n\n'), {
      actions: this.flowButtons(),
    });
  }

  private question(view: Extract<View, { kind: 'question' }>): Reply {
    const { spec, flow, question } = view;
    const key = `${flow}:question.${question}`;
    const labels = this.choicesOf(flow, question, spec);
    const parts = [`**${this.t(`${key}.ask`)}**`, this.t(`${key}.help`)];
    if (labels.length > 0) {
      const numbered = spec.input !== 'choice' || !spec.ages;
      parts.push(labels.map(({ label }, i) => (numbered ? `${i + 1}. ${label}` : `- ${label}`)).join('\n'));
    }
    if (spec.input === 'choices') parts.push(this.t('question.several'));
    if (spec.input === 'number' || spec.input === 'money' || view.misses > 0) parts.push(this.t(`${key}.example`));
    if (view.misses > 0 && (spec.input === 'number' || spec.input === 'money')) {
      const kind = spec.input === 'money' ? 'amount' : spec.step === 1 ? 'whole' : 'half';
      parts.push(this.t(`question.range.${kind}`, { min: spec.min, max: view.max ?? spec.min }));
    }
    if (view.current !== null) {
      parts.push(this.t('question.current', { answer: this.answerText(flow, question, spec, view.current) }));
    }
    if (view.misses >= 3) parts.push(this.t('question.ways-out'));

    const buttons = labels.map(({ answer, label }) => button(label, { flow, question, answer }));
    if (labels.length === 0) buttons.push(button(this.t('question.not-sure'), { flow, question, answer: NOT_SURE }));
    if (spec.skippable) buttons.push(button(this.t('question.skip'), { flow, question, answer: SKIP }));
    if (spec.input === 'number' && question === 'related-count') buttons.push(spoken(this.t('question.help-me-count')));
    if (view.canGoBack) buttons.push(button(this.t('question.back'), { command: 'back' }));
    buttons.push(button(this.t('question.why'), { command: 'why' }));

    const entity: Record<string, unknown> = { type: 'oregon-child-care/question', flow, question, input: spec.input };
    if (spec.input === 'choice' || spec.input === 'choices') entity['answers'] = [...spec.answers];
    else {
      entity['min'] = spec.min;
      if (view.max !== null) entity['max'] = view.max;
      entity['integer'] = spec.step === 1;
    }
    if (view.current !== null) entity['current'] = view.current;
    return this.message(parts.join('\n\n'), {
      actions: buttons,
      entities: [entity as unknown as Entity],
      expecting: true,
    });
  }

  private choicesOf(flow: string, question: string, spec: Question): { answer: Answer; label: string }[] {
    if (spec.input !== 'choice' && spec.input !== 'choices') return [];
    const choices: { answer: Answer; label: string }[] = spec.answers.map((id) => ({
      answer: spec.input === 'choices' ? [id] : id,
      label: this.t(`${flow}:question.${question}.answers.${id}.label`),
    }));
    return [...choices, { answer: NOT_SURE, label: this.t('question.not-sure') }];
  }

  private answerText(flow: string, question: string, spec: Question, answer: Answer): string {
    if (answer === NOT_SURE) return this.t('question.not-sure');
    if (answer === SKIP) return this.t('question.skip');
    if (typeof answer === 'number') {
      const style = spec.input === 'money' ? ({ style: 'currency', currency: 'USD' } as const) : {};
      return new Intl.NumberFormat(NUMBERS, style).format(answer);
    }
    if (spec.input === 'number' && typeof answer === 'string') return this.t(`result.label.${answer}`);
    const ids = typeof answer === 'string' ? [answer] : answer;
    const label = (id: string): string =>
      id === NOT_SURE ? this.t('question.not-sure') : this.t(`${flow}:question.${question}.answers.${id}.label`);
    return new Intl.ListFormat(this.context.language.intl, { type: 'conjunction' }).format(ids.map(label));
  }

  private confirm(view: Extract<View, { kind: 'confirm' }>): Reply {
    const text = this.t(`confirm.${view.command}`, { flow: this.t(`${view.flow}:title`) });
    return this.ownQuestion(view.question, 'confirm', ['yes', 'no'], `**${text}**\n\n${this.t('confirm.example')}`);
  }

  private goOn(view: Extract<View, { kind: 'go-on' }>): Reply {
    const text = this.t('go-on.ask', { flow: this.t(`${view.flow}:title`) });
    return this.ownQuestion('go-on', 'go-on', ['yes', 'no'], `**${text}**\n\n${this.t('confirm.example')}`, [
      button(this.t('result.review'), { command: 'review' }),
      button(this.t('result.summary'), { command: 'summary' }),
    ]);
  }

  private confirmHeard(view: Extract<View, { kind: 'confirm-heard' }>): Reply {
    const lines = this.answerLines(view.flow, view.answers);
    const text = [this.t('heard.intro', { flow: this.t(`${view.flow}:title`) }), lines, `**${this.t('heard.ask')}**`];
    return this.ownQuestion('go-on', 'heard', ['yes', 'no'], text.join('\n\n'));
  }

  /** Questions with their answers, a line each. */
  private answerLines(flowId: string, answers: readonly { question: string; answer: Answer }[]): string {
    const flow = this.context.flows.find((f) => f.id === flowId);
    return answers
      .map(({ question, answer }) => {
        const spec = flow?.questions[question];
        const text = spec ? this.answerText(flowId, question, spec, answer) : '';
        return `- ${this.t('review.line', { question: this.t(`${flowId}:question.${question}.ask`), answer: `**${text}**` })}`;
      })
      .join('\n');
  }

  /** Asked in the language that is offered. */
  private switchLanguage(name: string): Reply {
    return this.ownQuestion('switch-language', 'switch', ['yes', 'no'], `**${this.t('switch.ask')}**`, [], { name });
  }

  private resume(view: Extract<View, { kind: 'resume' }>): Reply {
    const text = this.t('resume.ask', { flow: this.t(`${view.flow}:title`) });
    return this.ownQuestion('resume', 'resume', ['go-on', 'start-anew'], `**${text}**`);
  }

  /** One of the conversation's own questions; its buttons are worded below `words`. */
  private ownQuestion(
    question: string,
    words: string,
    answers: readonly string[],
    text: string,
    more: readonly CardAction[] = [],
    params: Record<string, string> = {},
  ): Reply {
    const entity = { type: 'oregon-child-care/question', flow: CONVERSATION, question, input: 'choice', answers };
    const own = answers.map((answer) =>
      button(this.t(`${words}.${answer}`, params), { flow: CONVERSATION, question, answer }),
    );
    return this.message(text, { actions: [...own, ...more], entities: [entity], expecting: true });
  }

  private summary(view: Extract<View, { kind: 'summary' }>): Reply {
    const url = this.context.summaryUrl(view.id);
    const text = this.t('summary.link', { flow: this.t(`${view.flow}:title`), date: view.asOf });
    return this.message(`${text}\n\n[${this.t('summary.open')}](${url})\n\n${this.t('summary.expires')}`, {});
  }

  private why(view: Extract<View, { kind: 'why' }>): Reply {
    return this.message([this.t('why.intro'), this.quotes(view.citations)].join('\n\n'), {});
  }

  private review(view: Extract<View, { kind: 'review' }>): Reply {
    if (view.answers.length === 0) return this.message(this.t('review.none'), {});
    const lines = this.answerLines(view.flow, view.answers);
    const actions = view.answers.map(({ question }) =>
      button(this.t('review.button', { question: this.t(`${view.flow}:question.${question}.ask`) }), {
        command: 'change',
        question,
      }),
    );
    const intro = this.t('review.intro', { flow: this.t(`${view.flow}:title`) });
    return this.message([intro, lines, this.t('review.change')].join('\n\n'), { actions });
  }

  private kinship(view: Extract<View, { kind: 'kinship' }>): Reply {
    const lines = degrees(view.limit).map(({ degree, within, kinships }) => {
      const list = kinships.map((k) => this.t(`child-care:kinship.tie.${k}`)).join('; ');
      return `- ${this.t(`child-care:kinship.${within ? 'within' : 'beyond'}`, { degree, list })}`;
    });
    return this.message(
      [
        `${this.t('child-care:kinship.intro', { limit: view.limit })} ${this.mark(view.citation)}`,
        lines.join('\n'),
        `${this.t('child-care:kinship.marriage')} ${this.t('child-care:kinship.no-tie')}`,
        this.quotes([view.citation]),
      ].join('\n\n'),
      {},
    );
  }

  // -- Results and answers --------------------------------------------------------------------------------------------

  private result(view: Extract<View, { kind: 'result' }>): Reply {
    const { t } = this;
    const { flow } = view;
    const reasons = view.reasons.map((r) => {
      const why = `${t(`${flow}:reason.${r.id}`)} ${this.marks(r.citations)}`;
      return view.outcome === 'depends' ? `**${t(`${flow}:outcome-short.${r.outcome}`)}**: ${why}` : why;
    });
    const musts = view.reasons.flatMap((r) => r.citations);
    const parts = [`**${t(`${flow}:outcome.${view.outcome}`)}** ${this.marks(musts)}`.trim()];
    if (view.moved) {
      const before = t(`${flow}:outcome-short.${view.moved.from}`);
      const now = t(`${flow}:outcome-short.${view.outcome}`);
      parts.push(
        view.moved.from === view.outcome ? t('result.not-moved', { now }) : t('result.moved', { before, now }),
      );
    }
    if (view.possibilities.length > 0) {
      parts.push(`**${t('result.open')}**`);
      parts.push(this.possibilities(flow, view.possibilities, view.facts));
      parts.push(t('result.find-out'));
    }
    parts.push(`**${t('result.because')}**`, [...new Set(reasons)].map((r) => `- ${r}`).join('\n'));
    for (const section of SECTIONS) {
      // What to do comes first, then the law in its own words, then what else to know.
      if (section === 'know') parts.push(`**${t('result.quotes')}**`, this.quotes(musts));
      const items = view.items.filter((item) => item.section === section);
      if (items.length === 0) continue;
      const lines = items.map((item, i) => {
        const bullet = section === 'steps' ? `${i + 1}.` : '-';
        const text = t(item.key.includes(':') ? item.key : `${flow}:advice.${item.key}`, item.params);
        return `${bullet} ${text} ${this.marks(item.citations)}${this.standings(item.citations)}`.trim();
      });
      parts.push(`**${t(`result.${section}`)}**`, lines.join('\n'));
    }
    if (view.conditions.length > 0) {
      parts.push(`**${t('result.conditions')}**`, view.conditions.map((c) => this.conditionLine(flow, c)).join('\n'));
    } else if (Object.keys(view.facts).length > 0) {
      parts.push(`**${t('result.answers')}**`, this.answerLines(flow, given(view.facts)));
    }
    for (const later of view.later) {
      parts.push(t('result.later', { date: later.from, outcome: t(`${flow}:outcome-short.${later.outcome}`) }));
    }
    parts.push(`*${t('result.as-of', { date: view.asOf })}*`);

    const entity: Record<string, unknown> = {
      type: 'oregon-child-care/result',
      flow,
      outcome: view.outcome,
      asOf: view.asOf,
      facts: view.facts,
      citations: view.citations.map((c) => wireId(this.context.law, c)),
      // What is not simply in force, by id: a ban still to come, a pending basis, a note that expired.
      statuses: Object.fromEntries(
        view.citations.filter((c) => c.status !== 'in-force').map((c) => [wireId(this.context.law, c), c.status]),
      ),
      derived: view.derived,
    };
    if (view.moved) entity['moved'] = { ...view.moved, to: view.outcome };
    if (view.later.length > 0) entity['later'] = view.later;
    if (view.outcome === 'depends') {
      entity['possibilities'] = view.possibilities;
      entity['possibilitiesComplete'] = view.complete;
    }
    // Mention every citation in the order of the entity, so that [n] and position n agree.
    return this.message(parts.join('\n\n'), {
      actions: this.waysOn('result'),
      entities: [entity as unknown as Entity],
      citations: view.citations,
    });
  }

  /** One answer on the path, its paragraphs, and what another answer would have led to. */
  private conditionLine(flow: string, condition: ConditionView): string {
    const { question, answer, citations, turns } = condition;
    const spec = this.context.flows.find((f) => f.id === flow)?.questions[question];
    const said = spec ? this.answerText(flow, question, spec, answer) : '';
    const outcomes = [...new Set(turns.map((turn) => turn.outcome))];
    const others = outcomes.map((outcome) => {
      const answers = turns
        .filter((turn) => turn.outcome === outcome)
        .map((turn) => this.condition(flow, question, spec, turn.condition))
        .join(this.t('result.or'));
      return outcome === null
        ? this.t('result.turn-open', { answers })
        : this.t('result.turn', { answers, outcome: this.t(`${flow}:outcome-short.${outcome}`) });
    });
    const ask = this.t(`${flow}:question.${question}.ask`);
    return [`- ${this.t('review.line', { question: ask, answer: `**${said}**` })}`, this.marks(citations), ...others]
      .join(' ')
      .trim();
  }

  /** Each way on a line; where there are many, the outcomes alone, and the questions to find out about. */
  private possibilities(flow: string, possibilities: readonly Possibility[], facts: Answers): string {
    if (possibilities.length <= POSSIBILITIES_SHOWN) {
      return possibilities.map((p) => `- ${this.possibility(flow, p.when, p.outcome)}`).join('\n');
    }
    const outcomes = [...new Set(possibilities.map((p) => p.outcome))];
    const open = Object.keys(facts).filter((name) => [facts[name]].flat().includes(NOT_SURE));
    return [
      this.t('result.could-be'),
      outcomes.map((outcome) => `- ${this.t(`${flow}:outcome-short.${outcome}`)}`).join('\n'),
      this.t('result.open-questions'),
      open.map((name) => `- ${this.t(`${flow}:question.${name}.ask`)}`).join('\n'),
    ].join('\n\n');
  }

  private possibility(flow: string, when: Record<string, Condition>, outcome: string): string {
    const spec = (question: string): Question | undefined =>
      this.context.flows.find((f) => f.id === flow)?.questions[question];
    const conditions = Object.entries(when).map(([question, condition]) =>
      this.t('result.condition', {
        question: this.t(`short:${flow}.${question}`),
        answer: this.condition(flow, question, spec(question), condition),
      }),
    );
    if (conditions.length === 0) {
      return this.t('result.always', { outcome: this.t(`${flow}:outcome-short.${outcome}`) });
    }
    return this.t('result.possibility', {
      conditions: conditions.join(this.t('result.join')),
      outcome: this.t(`${flow}:outcome-short.${outcome}`),
    });
  }

  private condition(flow: string, question: string, spec: Question | undefined, condition: Condition): string {
    if (typeof condition === 'string' || 'length' in condition) {
      const ids = typeof condition === 'string' ? condition : condition.join(', ');
      return this.t('result.quoted', { answer: spec ? this.answerText(flow, question, spec, condition) : ids });
    }
    const { min, max } = condition;
    if (min !== undefined && max !== undefined)
      return min === max ? String(min) : this.t('result.between', { min, max });
    if (min !== undefined) return this.t('result.at-least', { min });
    return this.t('result.at-most', { max: max ?? 0 });
  }

  private answer({ result, offers, free }: Extract<View, { kind: 'answer' }>): Reply {
    const { t } = this;
    const { law } = this.context;
    const base = {
      type: 'oregon-child-care/answer',
      query: result.query,
      abstained: result.abstained,
      asOf: result.asOf,
    };
    if (result.abstained) {
      const parts = [
        result.topicTitle ? t('answer.topic', { topic: result.topicTitle }) : t('answer.abstained'),
        t(`answer.where.${(result.topic && TOPICS[result.topic]) ?? 'department'}`),
      ];
      if (result.related.length > 0) parts.push(t('answer.related', { list: this.links(result.related) }));
      if (free) parts.push(t('answer.instead'));
      const related = result.related.map((c) => anchorId(law, c.provision, result.asOf));
      const entity = { ...base, citations: [], topic: result.topic, related } as unknown as Entity;
      return this.message(parts.join('\n\n'), {
        entities: [entity],
        citations: [],
        actions: free ? this.flowButtons() : [],
      });
    }
    const hits = result.hits.slice(0, 5);
    const best = hits[0] as SearchHit;
    const old = hits.every((hit) => hit.citation.provision.historical);
    const parts = [t(old ? 'answer.lead-old' : 'answer.lead'), this.bestHit(best), ...this.explanation(best.citation)];
    if (hits.length > 1) {
      const others = hits
        .slice(1)
        .map((h) => `- ${this.title(h.citation)} ${this.mark(h.citation)}${this.about(h.citation)}`);
      parts.push([t('answer.also'), others.join('\n')].join('\n\n'));
    }
    parts.push(...(free ? this.offered(offers) : this.offeredLater(offers)));
    parts.push(`*${t('answer.as-of', { date: result.asOf })}*`);
    const citations = hits.map((h) => ({
      id: anchorId(law, h.citation.provision, result.asOf),
      score: h.score,
      status: h.citation.status,
      historical: h.citation.provision.historical,
    }));
    const actions = offers.map(({ flow, answers }) =>
      button(t('answer.work-out', { flow: t(`${flow}:title`) }), {
        command: 'start',
        flow,
        ...(Object.keys(answers).length > 0 ? { answers } : {}),
      }),
    );
    return this.message(parts.join('\n\n'), { entities: [{ ...base, citations }], actions });
  }

  /** The same while another question is open, whose buttons are the ones in sight: a flow's title begins it. */
  private offeredLater(offers: readonly FlowOffer[]): string[] {
    if (offers.length === 0) return [];
    const list = new Intl.ListFormat(this.context.language.intl, { type: 'disjunction' });
    return [
      this.t('answer.offer-later', { list: list.format(offers.map(({ flow }) => `“${this.t(`${flow}:title`)}”`)) }),
    ];
  }

  /** What a flow could work out, with what it would take over from the question. */
  private offered(offers: readonly FlowOffer[]): string[] {
    if (offers.length === 0) return [];
    const lines = offers.map(({ flow, answers }) => this.answerLines(flow, given(answers)));
    const [told] = lines.filter((text) => text !== '').sort((a, b) => b.length - a.length);
    return told === undefined ? [this.t('answer.offer')] : [this.t('answer.offer-heard'), told];
  }

  /** What a paragraph means in plain words, marked as an explanation; nothing where nobody has written that. */
  private explanation(citation: Citation): string[] {
    const found = this.context.explain(citation.provision);
    return found ? [`**${this.t('explanation.mark')}** ${escapeMarks(found.plain)}`] : [];
  }

  /** What a paragraph is about, in a few plain words, and that it is old or not in force where it is. */
  private about(citation: Citation): string {
    const found = this.context.explain(citation.provision);
    return `${found ? `: ${escapeMarks(found.title)}` : ''}${this.statusLine(citation)}`;
  }

  private bestHit(hit: SearchHit): string {
    if (hit.citation.quote.length <= WHOLE_LIMIT) return this.quotes([hit.citation], false);
    return `> **${this.title(hit.citation)}** ${this.mark(hit.citation)}${this.statusLine(hit.citation)}\n>\n> … ${escapeMarkdown(hit.excerpt)} …`;
  }

  private citation(view: Extract<View, { kind: 'citation' }>): Reply {
    const { t } = this;
    const parts = [this.quotes(view.citations)];
    const look = (citation: Citation): CardAction =>
      button(citation.name, { command: 'cite', id: anchorId(this.context.law, citation.provision, view.asOf) });
    const actions: CardAction[] = [];
    if (view.up) actions.push({ ...look(view.up), title: t('citation.up', { name: view.up.name }) });
    if (view.next) actions.push({ ...look(view.next), title: t('citation.next', { name: view.next.name }) });
    if (view.down.length > 0) {
      parts.push(t('citation.down', { list: view.down.map((c) => this.link(c)).join(' · ') }));
      actions.push(...view.down.slice(0, 8).map(look));
    }
    parts.push(`*${t('answer.as-of', { date: view.asOf })}*`);
    return this.message(parts.join('\n\n'), { actions, citations: [...view.citations] });
  }

  /** Block quotes of paragraphs, each with the lead-ins that make it read whole; a lead-in shown once is not repeated. */
  private quotes(citations: readonly Citation[], explained = true): string {
    const shown = new Set<string>();
    const blocks: string[] = [];
    for (const citation of citations) {
      if (shown.has(citation.provision.key)) continue;
      shown.add(citation.provision.key);
      const lines: string[] = [];
      for (const lead of citation.leadIns) {
        if (shown.has(lead.key)) continue;
        shown.add(lead.key);
        lines.push(`${escapeMarkdown(lead.name)}: ${escapeMarkdown(lead.text)}`);
      }
      lines.push(`**${this.title(citation)}** ${this.mark(citation)}${this.statusLine(citation)}`);
      lines.push(...linesOf(this.context.law, citation.provision).map(escapeMarkdown));
      blocks.push(lines.map((line) => `> ${line}`).join('\n>\n'));
      if (explained) blocks.push(...this.explanation(citation));
    }
    return blocks.join('\n\n');
  }

  private statusLine(citation: Citation): string {
    if (citation.status === 'in-force') return '';
    const { from, until } = citation.provision;
    const status = this.t(`status.${citation.status}`, { date: citation.asOf, from: from ?? '', until: until ?? '' });
    const print = citation.provision.printNote === null ? '' : `; ${escapeMarkdown(citation.provision.printNote)}`;
    return ` *(${status}${print})*`;
  }

  /** For paragraphs that are not in force on the day: which they are, and why. */
  private standings(citations: readonly Citation[]): string {
    return citations
      .filter((c) => c.status !== 'in-force' && c.status !== 'undated')
      .map((c) => ` ${this.mark(c)}:${this.statusLine(c)}`)
      .join('');
  }

  private title(citation: Citation): string {
    return escapeMarkdown(citation.name);
  }

  // -- Citations ------------------------------------------------------------------------------------------------------

  private mark(citation: Citation): string {
    let at = this.cited.findIndex((c) => c.provision.key === citation.provision.key);
    if (at < 0) at = this.cited.push(citation) - 1;
    return `[${at + 1}]`;
  }

  private marks(citations: readonly Citation[]): string {
    const unique = [...new Map(citations.map((c) => [c.provision.key, c])).values()];
    return unique.map((c) => this.mark(c)).join(' ');
  }

  private link(citation: Citation): string {
    return `[${this.title(citation)}](${this.url(citation)})`;
  }

  private links(citations: readonly Citation[]): string {
    return citations.map((c) => this.link(c)).join(' · ');
  }

  private url(citation: Citation): string {
    return this.context.sourceUrl(citation.provision, citation.asOf);
  }

  private message(
    text: string,
    extra: { actions?: CardAction[]; entities?: Entity[]; citations?: readonly Citation[]; expecting?: boolean },
  ): Reply {
    for (const citation of extra.citations ?? []) this.mark(citation);
    checkQuotes(this.context.law, text, this.cited);
    const entities = [...(extra.entities ?? [])];
    let body = text;
    if (this.cited.length > 0) {
      entities.push(this.claims());
      const definitions = this.cited.map((c, i) => `[${i + 1}]: ${this.url(c)} "${c.name.replaceAll('"', '')}"`);
      body = `${text}\n\n${definitions.join('\n')}`;
    }
    const reply: Reply = {
      type: 'message',
      text: body,
      textFormat: 'markdown',
      locale: this.context.language.tag,
      inputHint: extra.expecting ? 'expectingInput' : 'acceptingInput',
    };
    if (entities.length > 0) reply.entities = entities;
    if (extra.actions && extra.actions.length > 0) reply.suggestedActions = { to: [], actions: extra.actions };
    return reply;
  }

  /** The citations in the form that Web Chat and Teams render themselves. */
  private claims(): Entity {
    const citation = this.cited.map((c, i) => ({
      '@type': 'Claim',
      position: i + 1,
      appearance: {
        '@type': 'DigitalDocument',
        name: c.name,
        abstract: cut(c.quote, ABSTRACT_LIMIT),
        url: this.url(c),
        keywords: [c.status],
      },
    }));
    return {
      type: 'https://schema.org/Message',
      '@type': 'Message',
      '@context': 'https://schema.org',
      '@id': '',
      citation,
    };
  }

  /** Every language by its own name. */
  private languageButtons(): CardAction[] {
    return this.context.languages.map(({ tag, name }) => button(name, { command: 'language', tag }));
  }

  /** Buttons to go on with. */
  waysOn(from: 'result' | 'menu'): CardAction[] {
    if (from === 'menu') return this.flowButtons();
    return [
      button(this.t('result.review'), { command: 'review' }),
      button(this.t('result.summary'), { command: 'summary' }),
      button(this.t('result.again'), { command: 'restart' }),
      button(this.t('result.other'), { command: 'start' }),
    ];
  }

  private flowButtons(): CardAction[] {
    return this.context.flows.map((flow) => button(this.t(`${flow.id}:title`), { command: 'start', flow: flow.id }));
  }
}

/**
 * The id of a cited paragraph on the wire: plain where it is the text in force on the day; where it is still to come, with the day from
 * which it is operative.
 */
function wireId(law: Law, { provision, asOf, status }: Citation): string {
  const id = anchorId(law, provision, asOf);
  return status === 'pending' && provision.version === null && provision.from !== null ? `${id}@${provision.from}` : id;
}

/** The answers that there are, each with its question. */
function given(answers: Answers): { question: string; answer: Answer }[] {
  return Object.entries(answers).flatMap(([question, answer]) => (answer === undefined ? [] : [{ question, answer }]));
}

function notice(code: NoticeCode | 'danger'): Entity {
  return { type: 'oregon-child-care/notice', code };
}

/** A button that sends a value; what it says stands in the transcript as the person's words. */
function button(title: string, value: object): CardAction {
  return { type: 'messageBack', title, text: title, displayText: title, value };
}

/** A button that says its words, as if the person had typed them. */
function spoken(title: string): CardAction {
  return { type: 'imBack', title, value: title };
}

/** Placeholders that may hold what a person typed, escaped. */
function escaped(params: Sentence['params']): Sentence['params'] {
  return (
    params &&
    Object.fromEntries(Object.entries(params).map(([k, v]) => [k, typeof v === 'string' ? escapeMarkdown(v) : v]))
  );
}

/** At most `limit` characters, cut at a word with an ellipsis. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const at = text.lastIndexOf(' ', limit - 1);
  return `${text.slice(0, at > 0 ? at : limit - 1)}…`;
}
