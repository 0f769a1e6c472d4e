import type { Citation, IsoDate, SearchResult } from '../../knowledge/types.js';
import type { AdviceItem, Answer, Answers, Question } from '../engine/flow.js';
import type { Condition, Possibility } from '../engine/explore.js';

/**
 * What a turn has to say, as plain data: message keys, parameters, choices, citations. Wording and layout are added when a
 * channel renders it.
 */

/** A sentence by its key, with its placeholders. Days among the placeholders are ISO days. */
export interface Sentence {
  key: string;
  params?: Readonly<Record<string, string | number>>;
}

/** Codes of notices: what was wrong with what a person sent. Public names. */
export type NoticeCode =
  | 'stale-answer'
  | 'unknown-answer'
  | 'unknown-question'
  | 'unknown-flow'
  | 'unknown-command'
  | 'out-of-range'
  | 'not-understood'
  | 'malformed'
  | 'nothing-before'
  | 'nothing-open'
  | 'bad-date'
  | 'unknown-language'
  | 'not-found'
  | 'no-result';

/** An advice item with its paragraphs looked up. */
export interface CitedItem extends AdviceItem {
  citations: readonly Citation[];
}

/** One answer on the path of a result, and which other answers to the same question would have led elsewhere. */
export interface ConditionView {
  question: string;
  answer: Answer;
  citations: readonly Citation[];
  /** The outcome that another answer alone would have led to; null where more would have to be asked. */
  turns: readonly { condition: Condition; outcome: string | null }[];
}

/** A reason for a result: the ending reached, with the paragraphs that it must cite. */
export interface Reason {
  /** Name of the machine's final state: the key of the sentence that says why. */
  id: string;
  outcome: string;
  row: number;
  citations: readonly Citation[];
}

/** A flow that would answer a question, with the answers that the question gives already. */
export interface FlowOffer {
  flow: string;
  answers: Answers;
}

export type View =
  | { kind: 'welcome'; asOf: IsoDate }
  | { kind: 'danger' }
  | { kind: 'say'; sentence: Sentence; asOf?: IsoDate; forgotten?: boolean }
  | { kind: 'notice'; code: NoticeCode; sentence: Sentence }
  | { kind: 'help' }
  | { kind: 'menu' }
  | { kind: 'languages' }
  | {
      kind: 'question';
      flow: string;
      question: string;
      spec: Question;
      /** Upper bound of a number beside the other answers; null where there is none. */
      max: number | null;
      /** The answer so far, when the question was reopened. */
      current: Answer | null;
      /** How often in a row the answer was not understood: from 3 on the way out is named. */
      misses: number;
      canGoBack: boolean;
    }
  | {
      kind: 'confirm';
      question: 'confirm-drop';
      command: 'start' | 'restart' | 'cancel';
      flow: string;
      next: string | null;
    }
  | { kind: 'go-on'; flow: string }
  | { kind: 'switch-language'; tag: string }
  | { kind: 'confirm-heard'; flow: string; answers: readonly { question: string; answer: Answer }[] }
  | { kind: 'resume'; flow: string; answered: number }
  | { kind: 'summary'; id: string; flow: string; outcome: string; asOf: IsoDate }
  | { kind: 'why'; flow: string; question: string; citations: readonly Citation[] }
  | { kind: 'review'; flow: string; answers: readonly { question: string; answer: Answer }[] }
  | { kind: 'kinship'; citation: Citation; limit: number }
  | {
      kind: 'result';
      flow: string;
      outcome: string;
      asOf: IsoDate;
      facts: Answers;
      reasons: readonly Reason[];
      items: readonly CitedItem[];
      /** The answers on the path; empty where facts are open, since the possibilities say more then. */
      conditions: readonly ConditionView[];
      /** All citations: first what the rows must cite, then those of the items and the conditions, none twice. */
      citations: readonly Citation[];
      derived: Readonly<Record<string, string | number | boolean>>;
      possibilities: readonly Possibility[];
      /** False where the possibilities tell only the first open questions apart. */
      complete: boolean;
      /** What the result was before an answer was changed; null where nothing was. */
      moved: { from: string; changed: readonly string[] } | null;
      /** Later days in the sources on which the same facts lead elsewhere. */
      later: readonly { from: IsoDate; outcome: string }[];
      /** The flow that this result leads on to, with the answers that carry over; null where there is none. */
      leadsTo: { flow: string; answers: Answers } | null;
    }
  | {
      kind: 'answer';
      result: SearchResult;
      /** Flows that answer it better, best first, with what the question says already. */
      offers: readonly FlowOffer[];
      /** True where no flow is open, so that what the guide can do may be offered. */
      free: boolean;
    }
  | {
      kind: 'citation';
      citations: readonly Citation[];
      up: Citation | null;
      down: readonly Citation[];
      next: Citation | null;
      asOf: IsoDate;
    };
