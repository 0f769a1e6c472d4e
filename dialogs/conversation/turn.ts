import { EDITION, figures } from '../../knowledge/figures.js';
import type { Citation, IsoDate, Law, SearchResult } from '../../knowledge/types.js';
import { fits } from '../engine/answers.js';
import { locate, type Position } from '../engine/explore.js';
import type { Answer, Answers, Flow, Heard } from '../engine/flow.js';
import { prefilled } from './heard.js';
import { flowsFor } from './offers.js';
import { checkAnswer, type Input, type OpenQuestion } from './recognize.js';
import { flowLaw, resultView } from './result.js';
import { CONVERSATION, type Pending, type Session } from './session.js';
import type { NoticeCode, Sentence, View } from './views.js';
import { isDay } from './dates.js';
import type { CommandInput } from './wording.js';

/** What a turn needs from outside; all of it fixed while the turn runs. */
export interface TurnEnvironment {
  law: Law;
  flows: readonly Flow[];
  /** Looks a question up, in the person's language or in another. */
  search: (query: string, asOf: IsoDate, tag: string | null, topicFactor: number) => SearchResult;
  /** What a question in free words says of the facts that the flows ask for. */
  heard: (text: string, tag: string | null) => Heard;
  /** The language that ships in which a text is clearly written, where it is not the person's; null otherwise. */
  otherLanguage: (text: string) => string | null;
  /** Today in Oregon. */
  today: IsoDate;
  /** Languages that ship. */
  tags: readonly string[];
  /** An id that nobody can guess, for a summary that this turn may make. */
  freshId: string;
}

export interface TurnResult {
  session: Session;
  views: View[];
  /** True: erase all that is stored of this conversation. */
  forget: boolean;
  /** The summary page that the person asked for; null where none was. */
  summary: { id: string; flow: string; answers: Answers; asOf: IsoDate } | null;
  /** For the log line: codes of notices given. */
  code: NoticeCode | null;
}

/** What a topic that the sources do not answer counts in a question that says how many children are cared for. */
const WITH_CHILDREN = 0.7;
/** The conversation's own question after a result that leads on to another flow. */
const GO_ON = 'go-on';
/** The conversation's own question to someone who comes back on a later day. */
const RESUME = 'resume';
/** The conversation's own question to someone who writes in another language. */
const SWITCH = 'switch-language';

/** The day that counts for a session. */
export function asOfFor(session: Session, today: IsoDate): IsoDate {
  return session.asOf ?? today;
}

/** The open question with what is needed to read an answer to it; null where none is open or a deploy removed it. */
export function openQuestion(session: Session, env: Pick<TurnEnvironment, 'flows' | 'today'>): OpenQuestion | null {
  const { open } = session;
  if (!open) return null;
  const law = flowLaw(asOfFor(session, env.today));
  if (open.flow === CONVERSATION) {
    const answers = open.question === RESUME ? ['go-on', 'start-anew'] : ['yes', 'no'];
    return { ...open, spec: { input: 'choice', answers, why: [] }, facts: {}, law };
  }
  const flow = env.flows.find((f) => f.id === open.flow);
  const spec = flow?.questions[open.question];
  if (!flow || !spec) return null;
  const position = locate(flow, answersOf(session, open.flow), law);
  const facts = Object.fromEntries(Object.entries(position.facts).filter(([name]) => name !== open.question));
  return { ...open, spec, facts, law };
}

function answersOf(session: Session, flow: string): Answers {
  return session.answers[flow] ?? {};
}

/**
 * One turn: takes what was recognized and gives what to say and what to keep. Pure: no I/O, no clock, no randomness.
 * Bad input changes nothing; the open question is always the last view.
 */
export function turn(before: Session, inputs: readonly Input[], env: TurnEnvironment): TurnResult {
  const run = new Turn(structuredClone(before), env);
  for (const input of inputs) run.take(input);
  return run.end();
}

class Turn {
  private readonly views: View[] = [];
  private forget = false;
  private summary: TurnResult['summary'] = null;
  /** True where the person comes back on a later day and has neither answered nor commanded anything yet. */
  private returning: boolean;
  private silent = true;
  private code: NoticeCode | null = null;

  constructor(
    private readonly session: Session,
    private readonly env: TurnEnvironment,
  ) {
    // A deploy may have removed the open question or its flow: go on at the first that no longer fits.
    if (session.open && !openQuestion(session, env)) this.reposition();
    this.returning = session.open !== null && session.lastDay !== null && session.lastDay < env.today;
    session.lastDay = env.today;
  }

  take(input: Input): void {
    // Whoever says something else has no wish to change the language.
    if (input.kind !== 'answer' && this.session.open?.question === SWITCH) this.reopen();
    if (input.kind !== 'answer') this.silent = false;
    if (input.kind === 'answer' || (input.kind === 'command' && input.command !== 'help')) this.returning = false;
    switch (input.kind) {
      case 'welcome':
        return this.welcome();
      case 'danger':
        return this.say({ kind: 'danger' });
      case 'thanks':
        this.say({ kind: 'say', sentence: { key: 'say.welcome' } });
        return this.say({ kind: 'menu' });
      case 'languages':
        return this.say({ kind: 'languages' });
      case 'command':
        // A greeting or a cry for help in another language: what was asked for comes after the choice.
        if (input.spoken !== undefined && input.command === 'help' && this.offer(input.spoken)) return;
        return this.command(input);
      case 'answer':
        return this.answer(input.question, input.answer, input.flow);
      case 'cite':
        return this.cite(input.text);
      case 'ask':
        this.session.misses = 0;
        if (this.offersLanguage(input.text, input.text)) return;
        return this.search(input.text);
      case 'kinship':
        return this.say({
          kind: 'kinship',
          citation: this.env.law.citation('ORS 329A.250(4)(b)(C)', this.asOf),
          limit: figures(this.asOf)['kinship-degree'].value,
        });
      case 'unclear':
        if (this.offersLanguage(input.text)) return;
        this.session.misses += 1;
        return this.notice('not-understood');
      case 'reject':
        if (input.code === 'unknown-answer') this.session.misses += 1;
        return this.notice(input.code);
    }
  }

  end(): TurnResult {
    if (this.returning && !this.silent) this.offerToResume();
    if (!this.silent && !this.forget) this.ask();
    return {
      session: this.session,
      views: this.views,
      forget: this.forget,
      summary: this.summary,
      code: this.code,
    };
  }

  private get asOf(): IsoDate {
    return asOfFor(this.session, this.env.today);
  }

  private say(view: View): void {
    this.silent = false;
    this.views.push(view);
  }

  private notice(code: NoticeCode, params?: Sentence['params']): void {
    this.code ??= code;
    this.say({
      kind: 'notice',
      code,
      sentence: params ? { key: `notice.${code}`, params } : { key: `notice.${code}` },
    });
  }

  /** Answers from the sources, and offers the flows that would work it out. */
  private search(text: string, tag: string | null = null): void {
    const { flows, heard } = this.env;
    const facts = heard(text, tag);
    const law = flowLaw(this.asOf);
    // Who says how many children they care for asks about their care, whatever else the sentence tells of them.
    const result = this.env.search(text, this.asOf, tag, facts.children === null ? 1 : WITH_CHILDREN);
    const open = this.session.open === null || this.session.open.question === GO_ON ? null : this.session.flow;
    const offers = result.abstained
      ? []
      : flowsFor(flows, result.hits)
          .filter(({ id }) => id !== open)
          .map((flow) => ({ flow: flow.id, answers: prefilled(flow, facts, law) }));
    this.say({ kind: 'answer', result, offers, free: this.session.open === null });
  }

  /**
   * Offers to go on in the language that a text is clearly written in, once; a question is answered after that. False where
   * there is nothing to offer.
   */
  private offersLanguage(text: string, question?: string): boolean {
    const tag = this.env.otherLanguage(text);
    return tag !== null && this.offer(tag, question);
  }

  /** Offers a language, once. False where it was offered before, or where the conversation itself has a question open. */
  private offer(tag: string, question?: string): boolean {
    const { session } = this;
    if (session.open?.flow === CONVERSATION || session.seen.includes(`${SWITCH} ${tag}`)) return false;
    session.seen.push(`${SWITCH} ${tag}`);
    session.pending = {
      command: 'language',
      flow: session.flow,
      open: session.open?.question ?? '',
      tag,
      ...(question === undefined ? {} : { text: question }),
    };
    session.open = { flow: CONVERSATION, question: SWITCH };
    this.silent = false;
    return true;
  }

  /** Goes back to what was open before the conversation asked something itself. */
  private reopen(): void {
    const { session } = this;
    const before = session.pending?.open ?? '';
    session.pending = null;
    session.open = before !== '' && session.flow !== null ? { flow: session.flow, question: before } : null;
    if (session.open && !openQuestion(session, this.env)) this.reposition();
  }

  /** True where the answer to the conversation's own question is one that it has; else it says so. */
  private hasAnswer(answer: Answer, ...known: readonly string[]): boolean {
    if (typeof answer !== 'string' || !known.includes(answer)) {
      this.session.misses += 1;
      this.notice('unknown-answer');
      return false;
    }
    this.session.misses = 0;
    this.silent = false;
    return true;
  }

  /** Goes on in the language that was offered, or not, and answers what was asked in it. */
  private switchLanguage(answer: Answer): void {
    if (!this.hasAnswer(answer, 'yes', 'no')) return;
    const { session } = this;
    const { pending } = session;
    this.reopen();
    if (answer === 'yes' && pending?.tag !== undefined) {
      session.locale = pending.tag;
      this.say({ kind: 'say', sentence: { key: 'say.language' } });
    }
    if (pending?.text !== undefined) this.search(pending.text, answer === 'yes' ? (pending.tag ?? null) : null);
    else if (session.open === null) this.say({ kind: 'menu' });
  }

  /** Someone who comes back after days is told where the conversation stands, and may go on or start anew. */
  private offerToResume(): void {
    const { session } = this;
    if (!session.open || session.open.flow === CONVERSATION) return;
    session.pending = { command: 'resume', flow: session.open.flow, open: session.open.question };
    session.open = { flow: CONVERSATION, question: RESUME };
  }

  private welcome(): void {
    if (this.session.seen.includes('welcome')) return;
    this.session.seen.push('welcome');
    this.say({ kind: 'welcome', asOf: this.asOf });
  }

  /** The open question, at the end of whatever was said. */
  private ask(): void {
    const open = openQuestion(this.session, this.env);
    if (!open) return;
    const { pending } = this.session;
    if (open.question === SWITCH) {
      this.views.push({ kind: 'switch-language', tag: pending?.tag ?? '' });
      return;
    }
    if (open.question === GO_ON && pending?.answers) {
      const answers = Object.entries(pending.answers).map(([question, answer]) => ({ question, answer }));
      this.views.push({ kind: 'confirm-heard', flow: pending.flow ?? '', answers });
      return;
    }
    if (open.question === GO_ON) {
      const next = this.leadsTo();
      if (next) this.views.push({ kind: 'go-on', flow: next.flow });
      return;
    }
    if (open.question === RESUME) {
      const flow = this.session.flow ?? '';
      this.views.push({ kind: 'resume', flow, answered: Object.keys(answersOf(this.session, flow)).length });
      return;
    }
    if (open.flow === CONVERSATION && pending && pending.command !== 'resume' && pending.command !== 'language') {
      this.views.push({
        kind: 'confirm',
        question: 'confirm-drop',
        command: pending.command,
        flow: this.session.flow ?? '',
        next: pending.flow,
      });
      return;
    }
    const stored = answersOf(this.session, open.flow)[open.question];
    const current = stored !== undefined && fits(open.spec, open.facts, stored) ? stored : undefined;
    const max = open.spec.input === 'number' || open.spec.input === 'money' ? open.spec.max(open.facts) : null;
    this.views.push({
      kind: 'question',
      flow: open.flow,
      question: open.question,
      spec: open.spec,
      max,
      current: current ?? null,
      misses: this.session.misses,
      canGoBack: this.before(open.question) !== null,
    });
  }

  private flow(): Flow | undefined {
    return this.env.flows.find((f) => f.id === this.session.flow);
  }

  private locate(flow: Flow): Position {
    return locate(flow, answersOf(this.session, flow.id), flowLaw(this.asOf));
  }

  /** Opens the next question of the flow, or shows its result. */
  private advance(flow: Flow): void {
    const position = this.locate(flow);
    if (position.kind === 'ask') {
      this.session.open = { flow: flow.id, question: position.question };
      return;
    }
    this.session.open = null;
    const answers = answersOf(this.session, flow.id);
    const view = resultView(flow, position, answers, this.asOf, this.env.law, this.elsewhere(flow));
    const before = this.session.lastResult;
    // On another day the law may have moved it as well as the change: nothing is said then of what did.
    const isComparable = before?.flow === flow.id && before.standing && before.asOf === this.asOf;
    const moved = isComparable ? this.movedFrom(before, answers, position.facts) : null;
    this.session.lastResult = {
      flow: flow.id,
      outcome: position.outcome,
      asOf: this.asOf,
      answers: { ...answers } as Record<string, Answer>,
      standing: true,
      summary: null,
    };
    this.say({ ...view, moved });
    if (view.leadsTo && this.env.flows.some((f) => f.id === view.leadsTo?.flow)) {
      this.session.open = { flow: CONVERSATION, question: GO_ON };
    }
  }

  /** What the result was before answers were changed, and which were; null where none was. */
  private movedFrom(
    before: NonNullable<Session['lastResult']>,
    answers: Answers,
    facts: Answers,
  ): { from: string; changed: string[] } | null {
    const changed = Object.keys(facts).filter((name) => !sameAnswer(before.answers[name], answers[name]));
    return changed.length === 0 ? null : { from: before.outcome, changed };
  }

  /** Outcomes of the other flows that were finished in this conversation. */
  private elsewhere(flow: Flow): Record<string, string> {
    const found: Record<string, string> = {};
    for (const other of this.env.flows) {
      if (other.id === flow.id || !this.session.answers[other.id]) continue;
      const position = this.locate(other);
      if (position.kind === 'result') found[other.id] = position.outcome;
    }
    return found;
  }

  /** The flow that the finished one leads on to, with what carries over; null where there is none. */
  private leadsTo(): { flow: string; answers: Answers } | null {
    const flow = this.flow();
    const position = flow && this.locate(flow);
    if (!flow || position?.kind !== 'result') return null;
    const answers = answersOf(this.session, flow.id);
    return resultView(flow, position, answers, this.asOf, this.env.law).leadsTo;
  }

  /** Opens what the answers lead to now, without saying anything: after a deploy, a new date, or a question dropped. */
  private reposition(): void {
    this.session.open = null;
    this.session.pending = null;
    const flow = this.flow();
    if (!flow) return;
    const position = this.locate(flow);
    if (position.kind === 'ask') this.session.open = { flow: flow.id, question: position.question };
    else this.advance(flow);
  }

  private answer(question: string, answer: Answer, flowId: string | undefined): void {
    const { session } = this;
    const open = openQuestion(session, this.env);
    if (!open || open.question !== question || (flowId !== undefined && flowId !== open.flow)) {
      return this.lateAnswer(question, answer, flowId);
    }
    if (open.flow === CONVERSATION && typeof answer === 'string') session.lastOwn = { question, answer };
    if (open.question === GO_ON) return this.goOn(answer);
    if (open.question === RESUME) return this.resume(answer);
    if (open.question === SWITCH) return this.switchLanguage(answer);
    if (open.flow === CONVERSATION) return this.confirm(answer);
    session.lastOwn = null;
    const wrong = checkAnswer(open, answer);
    if (wrong) {
      session.misses += 1;
      return this.notice(wrong);
    }
    const flow = this.flow();
    if (!flow) return this.notice('nothing-open');
    session.misses = 0;
    session.answers[flow.id] = { ...session.answers[flow.id], [question]: answer };
    session.order[flow.id] = [...(session.order[flow.id] ?? []).filter((name) => name !== question), question];
    this.silent = false;
    this.advance(flow);
  }

  /** An answer to a question that is not open: the one just given, sent again, is silent; any other is stale. */
  private lateAnswer(question: string, answer: Answer, flowId: string | undefined): void {
    const { lastOwn } = this.session;
    if (lastOwn?.question === question && lastOwn.answer === answer) return;
    const flow = this.flow();
    const order = flow ? (this.session.order[flow.id] ?? []) : [];
    const meant = flowId === undefined || flowId === flow?.id;
    if (flow && meant && order.at(-1) === question && sameAnswer(answersOf(this.session, flow.id)[question], answer))
      return;
    const known =
      question === 'confirm-drop' ||
      question === GO_ON ||
      question === SWITCH ||
      this.env.flows.some((f) => Object.hasOwn(f.questions, question));
    this.notice(known ? 'stale-answer' : 'unknown-question');
  }

  private confirm(answer: Answer): void {
    if (!this.hasAnswer(answer, 'yes', 'no')) return;
    const { pending } = this.session;
    if (answer === 'no') return this.stay();
    this.session.pending = null;
    this.session.open = null;
    if (pending) this.perform(pending.command, pending.flow, pending.answers);
  }

  private resume(answer: Answer): void {
    if (!this.hasAnswer(answer, 'go-on', 'start-anew')) return;
    if (answer === 'go-on') return this.stay();
    this.session.pending = null;
    this.perform('restart', this.session.flow);
  }

  /** Goes on to the flow that the result leads to, with the answers that carry over. */
  private goOn(answer: Answer): void {
    if (!this.hasAnswer(answer, 'yes', 'no')) return;
    const { session } = this;
    const { pending } = session;
    if (pending?.answers) return this.takeOver(pending, answer === 'yes');
    const next = this.leadsTo();
    session.open = null;
    const flow = next && answer === 'yes' ? this.env.flows.find((f) => f.id === next.flow) : undefined;
    if (!next || !flow) return this.say({ kind: 'menu' });
    session.flow = flow.id;
    session.answers[flow.id] = { ...next.answers } as Record<string, Answer>;
    session.order[flow.id] = Object.keys(next.answers);
    this.say({ kind: 'say', sentence: { key: 'say.carried-over' } });
    this.advance(flow);
  }

  /** Begins a flow with what was heard, once the person has confirmed it; with nothing where they have not. */
  private takeOver({ flow: id, answers = {} }: Pending, isRight: boolean): void {
    const { session } = this;
    session.pending = null;
    session.open = null;
    const flow = this.env.flows.find((f) => f.id === id);
    if (!flow) return this.say({ kind: 'menu' });
    session.flow = flow.id;
    if (isRight) {
      session.answers[flow.id] = { ...answers };
      session.order[flow.id] = Object.keys(answers);
    }
    this.advance(flow);
  }

  private stay(): void {
    this.reopen();
    this.say({ kind: 'say', sentence: { key: 'say.stayed' } });
  }

  private command(input: CommandInput): void {
    const { session } = this;
    switch (input.command) {
      case 'start': {
        if (input.flow === undefined) return this.say({ kind: 'menu' });
        if (!this.env.flows.some((f) => f.id === input.flow)) return this.notice('unknown-flow');
        const answers = this.fitting(input.flow, input.answers);
        if (answers === null) return this.notice('malformed');
        return this.unlessLosing('start', input.flow, answers);
      }
      case 'restart':
        if (!this.flow()) return this.say({ kind: 'menu' });
        return this.unlessLosing('restart', session.flow);
      case 'cancel':
        if (!session.open || session.open.question === GO_ON) {
          session.open = null;
          session.pending = null;
          return this.say({ kind: 'menu' });
        }
        return this.unlessLosing('cancel', null);
      case 'back':
        return this.back();
      case 'why':
        return this.why();
      case 'review':
        return this.review();
      case 'change':
        return input.question === undefined ? this.review() : this.change(input.question);
      case 'language': {
        const tag = this.env.tags.find((t) => t.toLowerCase() === input.tag?.toLowerCase());
        if (tag === undefined) return this.notice('unknown-language');
        session.locale = tag;
        return this.say({ kind: 'say', sentence: { key: 'say.language' } });
      }
      case 'as-of':
        return this.setDate(input.date);
      case 'cite':
        return input.id === undefined ? this.notice('not-found', { id: '' }) : this.cite(input.id);
      case 'forget':
        this.forget = true;
        return this.say({ kind: 'say', sentence: { key: 'say.forgotten' }, forgotten: true });
      case 'summary':
        return this.summarize();
      case 'help':
        return this.say({ kind: 'help' });
    }
  }

  /** Does what was asked, after asking where answers would be lost. */
  private unlessLosing(command: Pending['command'], flow: string | null, answers: Answers = {}): void {
    const { session } = this;
    const current = this.flow();
    const atStake =
      session.open !== null &&
      session.open.question !== GO_ON &&
      current &&
      Object.keys(answersOf(session, current.id)).length > 0;
    if (!atStake) return this.perform(command, flow, answers);
    const open = session.open?.flow === CONVERSATION ? (session.pending?.open ?? '') : (session.open?.question ?? '');
    session.pending = { command, flow, open, ...waiting(answers) };
    session.open = { flow: CONVERSATION, question: 'confirm-drop' };
  }

  private perform(command: Pending['command'], flowId: string | null, heard: Answers = {}): void {
    const { session } = this;
    session.pending = null;
    const left = this.flow();
    // A finished flow is kept while another one goes on: what it found may matter there.
    if (left && this.locate(left).kind !== 'result') this.drop(left.id);
    session.open = null;
    session.misses = 0;
    if (session.lastResult) session.lastResult.standing = false;
    if (command === 'cancel' || flowId === null) {
      session.flow = null;
      this.say({ kind: 'say', sentence: { key: 'say.cancelled' } });
      return this.say({ kind: 'menu' });
    }
    session.flow = flowId;
    this.drop(flowId);
    const flow = this.flow();
    if (!flow) return;
    if (Object.keys(heard).length === 0) return this.advance(flow);
    session.pending = { command: 'start', flow: flowId, open: GO_ON, ...waiting(heard) };
    session.open = { flow: CONVERSATION, question: GO_ON };
  }

  /** The answers that came with a wish to start a flow, in the order of its questions; null where one cannot be held. */
  private fitting(flowId: string, answers: Answers = {}): Answers | null {
    const flow = this.env.flows.find((f) => f.id === flowId);
    if (!flow || Object.keys(answers).some((name) => !Object.hasOwn(flow.questions, name))) return null;
    const kept: Record<string, Answer> = {};
    for (const [question, spec] of Object.entries(flow.questions)) {
      const answer = answers[question];
      if (answer === undefined) continue;
      if (!fits(spec, kept, answer)) return null;
      kept[question] = answer;
    }
    return kept;
  }

  private drop(flow: string): void {
    this.session.answers = Object.fromEntries(Object.entries(this.session.answers).filter(([id]) => id !== flow));
    this.session.order = Object.fromEntries(Object.entries(this.session.order).filter(([id]) => id !== flow));
  }

  /** The question answered before this one, on the path that the answers take; null where there is none. */
  private before(question: string | null): string | null {
    const flow = this.flow();
    if (!flow) return null;
    const { visited } = this.locate(flow);
    const order = (this.session.order[flow.id] ?? []).filter((name) => visited.includes(name) || name === question);
    const at = question === null ? -1 : order.indexOf(question);
    return (at < 0 ? order.at(-1) : order[at - 1]) ?? null;
  }

  private back(): void {
    const { session } = this;
    if (session.open?.flow === CONVERSATION && session.pending) return this.stay();
    const previous = this.before(session.open?.flow === CONVERSATION ? null : (session.open?.question ?? null));
    if (session.flow === null || previous === null) return this.notice('nothing-before');
    session.open = { flow: session.flow, question: previous };
    session.misses = 0;
  }

  private change(question: string): void {
    const { session } = this;
    const flow = this.flow();
    if (!flow) return this.notice('nothing-open');
    if (!Object.hasOwn(flow.questions, question)) return this.notice('unknown-question');
    if (!this.changeable(flow).includes(question)) return this.notice('stale-answer');
    session.pending = null;
    session.misses = 0;
    session.open = { flow: flow.id, question };
  }

  private why(): void {
    const open = openQuestion(this.session, this.env);
    if (open && open.flow !== CONVERSATION) {
      const citations = open.spec.why.map((id) => this.env.law.citation(id, this.asOf));
      return this.say({ kind: 'why', flow: open.flow, question: open.question, citations });
    }
    const last = this.session.lastResult;
    const flow = last && this.env.flows.find((f) => f.id === last.flow);
    if (!last || !flow) return this.notice('nothing-open');
    const position = locate(flow, last.answers, flowLaw(last.asOf));
    if (position.kind === 'result') this.say(resultView(flow, position, last.answers, last.asOf, this.env.law));
  }

  private review(): void {
    const flow = this.flow();
    if (!flow) return this.notice('nothing-open');
    const answers = answersOf(this.session, flow.id);
    const given = this.changeable(flow).flatMap((question) => {
      const answer = answers[question];
      return answer === undefined ? [] : [{ question, answer }];
    });
    this.say({ kind: 'review', flow: flow.id, answers: given });
  }

  /** Answered questions that can be changed: those on the path, and before the result also those that wait to be used. */
  private changeable(flow: Flow): readonly string[] {
    const position = this.locate(flow);
    if (position.kind === 'result') return position.visited;
    const answers = answersOf(this.session, flow.id);
    return Object.keys(flow.questions).filter((name) => answers[name] !== undefined);
  }

  private setDate(date: string | undefined): void {
    const { session } = this;
    if (date === 'today') session.asOf = null;
    else if (date !== undefined && isDay(date) && date >= EDITION.firstDay) session.asOf = date;
    else return this.notice('bad-date', { firstDay: EDITION.firstDay });
    this.say({ kind: 'say', sentence: { key: 'say.as-of', params: { date: this.asOf } }, asOf: this.asOf });
    if (!session.open && !session.lastResult) this.say({ kind: 'menu' });
    const last = session.lastResult;
    if (last && !session.open)
      this.say({ kind: 'say', sentence: { key: 'say.as-of-result', params: { date: last.asOf } } });
    this.followTheLaw();
  }

  /** The printable page of the last result: made once for each result. */
  private summarize(): void {
    const last = this.session.lastResult;
    if (!last) return this.notice('no-result');
    last.summary ??= this.env.freshId;
    const { flow, outcome, answers, asOf } = last;
    this.summary = { id: last.summary, flow, answers, asOf };
    this.say({ kind: 'summary', id: last.summary, flow, outcome, asOf });
  }

  /** On another day another question may be next, or the open one no longer asked. */
  private followTheLaw(): void {
    const { session } = this;
    const flow = this.flow();
    if (!flow || !session.open || session.open.flow === CONVERSATION) return;
    const position = this.locate(flow);
    const { question } = session.open;
    const next = position.kind === 'ask' && position.question === question;
    if (!next && !position.visited.includes(question)) this.reposition();
  }

  private cite(text: string): void {
    const { law } = this.env;
    const found = law.cite(text, this.asOf);
    if (found.kind !== 'found') {
      const nearest = found.kind === 'not-found' ? found.nearest : null;
      this.notice('not-found', { id: found.kind === 'not-found' ? found.id : text.slice(0, 80) });
      if (nearest) this.say(this.citationView([nearest]));
      return;
    }
    this.say(this.citationView(found.citations));
  }

  private citationView(citations: readonly Citation[]): View {
    const { law } = this.env;
    const first = citations[0]?.provision;
    const look = (key: string | null | undefined): Citation | null => {
      const provision = key ? law.byKey(key) : undefined;
      return provision ? law.citation(provision.key, this.asOf) : null;
    };
    const down = (first?.children ?? []).map(look).filter((c): c is Citation => c !== null);
    return { kind: 'citation', citations, up: look(first?.parent), down, next: look(first?.next), asOf: this.asOf };
  }
}

/** Answers that wait, as they are stored; nothing where there are none. */
function waiting(answers: Answers): Pick<Pending, 'answers'> {
  const held = Object.entries(answers).flatMap(([question, answer]) =>
    answer === undefined ? [] : [[question, answer] as const],
  );
  return held.length === 0 ? {} : { answers: Object.fromEntries(held) };
}

function sameAnswer(a: Answer | undefined, b: Answer | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
