import type { Activity, StatePropertyAccessor, TurnContext } from 'botbuilder';
import type { Dialog, DialogState } from 'botbuilder-dialogs';
import { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js';
import { describeError, type Log } from '../http/log.js';
import {
  newLog,
  ownedBy,
  pathOf,
  undeliveredKeyOf,
  type Changes,
  type ConversationDocument,
  type ConversationKey,
  type Conversations,
  type StoredActivity,
} from '../storage/conversations.js';
import { KeyedQueue } from '../storage/queue.js';
import { StorageConflict } from '../storage/storage.js';
import type { Caller, GuideAdapter } from './adapter.js';
import { emptyOutcome, openTurn, type TurnOutcome } from './turn-contract.js';

/** How often a turn is run when another process has written the conversation meanwhile. */
const TURN_ATTEMPTS = 3;
/** How many starts of the server may fail on one waiting activity before the person gets the apology instead. */
const MAX_PENDING_ATTEMPTS = 3;

/** One activity to be answered. */
export interface TurnRequest {
  key: ConversationKey;
  activity: Activity;
  /** Absolute base of links, without a trailing slash. */
  baseUrl: string;
  /** Who has sent it, where that was authenticated. */
  caller?: Caller;
  /**
   * The marker under which the activity waits: it is in the transcript already, and is answered only while the marker
   * is there. Without one the turn stores the activity too.
   */
  pendingKey?: string;
  /** True: the replies are kept as undelivered until `delivered` is called. */
  trackDelivery?: boolean;
}

/** What came of it. */
export interface TurnResult {
  replies: StoredActivity[];
  /** Everything that was stored of the conversation is gone; `replies` exist only here. */
  forgotten: boolean;
  /** The activity had been answered before: these are the same replies again. */
  repeated: boolean;
}

export interface TurnRunnerParts {
  adapter: GuideAdapter;
  conversations: Conversations;
  dialog: Dialog;
  /** The one sentence a person gets when the dialog has failed. */
  apology: (locale?: string) => string;
  log: Log;
}

/**
 * Runs turns: those of one conversation one after the other, each as one read of the state, one run of the dialog and
 * one commit of state, transcript and markers. Replies are handed out only after the commit.
 */
export class TurnRunner {
  private readonly queue = new KeyedQueue();
  private readonly dialogs: DialogSet;

  constructor(private readonly parts: TurnRunnerParts) {
    this.dialogs = new DialogSet(dialogState);
    this.dialogs.add(parts.dialog);
  }

  /**
   * Answers the activity. Undefined when there is nothing to answer: its marker is gone, or the conversation is.
   * @throws when the store fails, or is written by others at every attempt; nothing is changed then
   */
  run(request: TurnRequest): Promise<TurnResult | undefined> {
    return this.queue.run(pathOf(request.key), async () => {
      const started = performance.now();
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.attempt(request, started);
        } catch (error) {
          if (error instanceof StorageConflict && attempt < TURN_ATTEMPTS) continue;
          const code = error instanceof StorageConflict ? 'conflict' : 'storage-failed';
          this.parts.log({ ...lineOf(request, started), code, ...describeError(error) });
          throw error;
        }
      }
    });
  }

  /** Notes that the replies to this activity have reached the channel. */
  delivered(key: ConversationKey, activity: string): Promise<void> {
    return this.parts.conversations.storage.delete([undeliveredKeyOf(key, activity)]);
  }

  /** True while the replies to this activity are committed but have not reached the channel. */
  async isUndelivered(key: ConversationKey, activity: string): Promise<boolean> {
    const itemKey = undeliveredKeyOf(key, activity);
    return itemKey in (await this.parts.conversations.storage.read([itemKey]));
  }

  /** Erases the conversation, after the turns that run or wait. */
  erase(key: ConversationKey): Promise<void> {
    return this.queue.run(pathOf(key), async () => {
      await this.parts.conversations.erase(key);
    });
  }

  /** Resolves when no turn runs or waits. */
  idle(): Promise<void> {
    return this.queue.idle();
  }

  private async attempt(request: TurnRequest, started: number): Promise<TurnResult | undefined> {
    const { conversations, log } = this.parts;
    const { key, activity, pendingKey } = request;
    const pending = pendingKey === undefined ? undefined : await conversations.pending(pendingKey);
    if (pendingKey !== undefined && !pending) return undefined;

    const { value: document = NEW_DOCUMENT, eTag } = await conversations.document(key);
    const before = document.seen.find((seen) => seen.id === activity.id);
    if (before) {
      const replies = await conversations.rows(key, before.from, before.to);
      if (pendingKey !== undefined) await conversations.storage.delete([pendingKey]);
      log({ ...lineOf(request, started), outcome: 'repeated' });
      return { replies, forgotten: false, repeated: true };
    }

    const poisoned = (pending?.attempts ?? 0) >= MAX_PENDING_ATTEMPTS;
    const ran = poisoned
      ? this.giveUp(activity, document, { code: 'gave-up' })
      : await this.runDialog(request, document);

    if (ran.outcome.forget) {
      const last = (await conversations.erase(key)) ?? newLog();
      log({ ...lineOf(request, started), ...ran.outcome.log });
      return { replies: conversations.number(key, last, ran.replies), forgotten: true, repeated: false };
    }

    // The opening of an embedded conversation stands in no transcript, so no reply may point at it.
    const inTranscript = pendingKey === undefined ? activity.type === 'message' : pending?.row !== undefined;
    const replies = inTranscript ? ran.replies : ran.replies.map(({ replyToId: _none, ...reply }) => reply);
    const own = pendingKey === undefined && inTranscript ? [activity as unknown as Record<string, unknown>] : [];
    const rows = await conversations.append(key, {
      create: pendingKey === undefined,
      activities: [...own, ...replies],
      also: (_numbered, first): Changes => {
        const seen = activity.id
          ? [{ id: activity.id, from: first + own.length, to: first + own.length + replies.length - 1 }]
          : [];
        const value: ConversationDocument = {
          version: 1,
          ...(ran.dialog === undefined ? {} : { dialog: ran.dialog }),
          seen: [...document.seen, ...seen],
        };
        const items =
          request.trackDelivery && activity.id ? { [undeliveredKeyOf(key, activity.id)]: { version: 1 } } : {};
        return {
          document: { value, eTag },
          items: { ...items, ...ownedBy(key, ran.outcome.items) },
          deletions: pendingKey === undefined ? [] : [pendingKey],
        };
      },
    });
    if (!rows) return undefined;
    log({ ...lineOf(request, started), ...ran.outcome.log, ...ran.failure });
    return { replies: rows.slice(own.length), forgotten: false, repeated: false };
  }

  /** Runs the dialog on a copy of the state. When it throws, the state is as before and the apology is the only reply. */
  private async runDialog(request: TurnRequest, document: ConversationDocument): Promise<DialogRun> {
    const state = structuredClone(document.dialog) as DialogState | undefined;
    const holder: StateHolder = { state };
    let outcome = emptyOutcome();
    const activity = structuredClone(request.activity);
    try {
      const sent = await this.parts.adapter.collect(activity, request.caller, async (context) => {
        outcome = openTurn(context, { baseUrl: request.baseUrl });
        context.turnState.set(STATE, holder);
        const dialogContext = await this.dialogs.createContext(context);
        const result = await dialogContext.continueDialog();
        // `empty`: nothing was on the stack, the conversation begins or its last dialog has ended.
        if (String(result.status) === 'empty') await dialogContext.beginDialog(this.parts.dialog.id);
      });
      // Typing and traces are not kept; ids are given when the replies are stored.
      const replies = sent
        .filter((reply) => reply.type === 'message' || reply.type === 'event')
        .map(({ id: _none, ...reply }) => plain(reply));
      // Round trip now: what JSON cannot hold must fail inside this turn.
      const dialog: unknown = holder.state === undefined ? undefined : JSON.parse(JSON.stringify(holder.state));
      return { replies, dialog, outcome };
    } catch (error) {
      return this.giveUp(request.activity, document, { code: 'dialog-failed', ...describeError(causeOf(error)) });
    }
  }

  /** The state as it was, and the apology. */
  private giveUp(activity: Activity, document: ConversationDocument, failure: Record<string, unknown>): DialogRun {
    const reply = {
      type: 'message',
      text: this.parts.apology(activity.locale),
      channelId: activity.channelId,
      conversation: activity.conversation,
      from: activity.recipient,
      recipient: activity.from,
      ...(activity.id ? { replyToId: activity.id } : {}),
    };
    return { replies: [plain(reply)], dialog: document.dialog, outcome: emptyOutcome(), failure };
  }
}

interface DialogRun {
  replies: Record<string, unknown>[];
  dialog: unknown;
  outcome: TurnOutcome;
  failure?: Record<string, unknown>;
}

interface StateHolder {
  state: DialogState | undefined;
}

const NEW_DOCUMENT: ConversationDocument = { version: 1, seen: [] };
const STATE = Symbol('dialog-state');

/** The dialog stack within the conversation's document: read once at the turn's start, committed at its end. */
const dialogState = {
  get: (context: TurnContext, initial?: DialogState): Promise<DialogState | undefined> => {
    const holder = holderOf(context);
    holder.state ??= initial;
    return Promise.resolve(holder.state);
  },
  set: (context: TurnContext, state: DialogState): Promise<void> => {
    holderOf(context).state = state;
    return Promise.resolve();
  },
  delete: (context: TurnContext): Promise<void> => {
    holderOf(context).state = undefined;
    return Promise.resolve();
  },
} as StatePropertyAccessor<DialogState>;

function holderOf(context: TurnContext): StateHolder {
  const holder: StateHolder = context.turnState.get(STATE);
  return holder;
}

/** An activity as JSON has it: dates as text, nothing undefined. */
function plain(activity: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(activity)) as Record<string, unknown>;
}

/** The line of a turn. The channel's and the conversation's names are the sender's words, so they are left out. */
function lineOf(request: TurnRequest, started: number): Record<string, unknown> {
  const ms = Math.round((performance.now() - started) * 10) / 10;
  return { event: 'turn', door: request.key.door, type: request.activity.type, ms };
}

/** botbuilder-dialogs wraps what a dialog throws. */
function causeOf(error: unknown): unknown {
  const inner = (error as { error?: unknown } | null)?.error;
  return inner instanceof Error ? inner : error;
}
