import { randomBytes, randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder';
import { checkActivity } from '../botframework/activities.js';
import { BOT_ACCOUNT } from '../botframework/messages.js';
import type { TurnRunner } from '../botframework/turns.js';
import { HttpError } from '../http/http.js';
import { describeError, type Log } from '../http/log.js';
import {
  activityId,
  newLog,
  pendingKeyOf,
  type ConversationKey,
  type ConversationLog,
  type Conversations,
  type PendingTurn,
  type StoredActivity,
} from '../storage/conversations.js';

/** How long the farewell of an erased conversation can still be fetched. It is only in memory. */
const FAREWELL_MS = 5 * 60 * 1000;
/** How long a conversation for which only a token was given out is kept. */
const UNSTARTED_MS = 60 * 60 * 1000;
/** When a turn is tried again after the store has failed; after the last, the next start of the server does it. */
const RETRY_DELAYS_MS = [1_000, 5_000, 30_000];

/** Activities after a watermark, and the watermark to ask with next. */
export interface ActivitySet {
  activities: StoredActivity[];
  watermark: string;
}

export interface Opening {
  user?: string | undefined;
  userName?: string | undefined;
  locale?: string | undefined;
  baseUrl: string;
}

export interface DirectLineParts {
  conversations: Conversations;
  turns: TurnRunner;
  now: () => Date;
  log: Log;
}

interface Farewell {
  activities: { number: number; activity: StoredActivity }[];
  until: number;
}

/** Told of everything that a connected client should see. */
export interface Audience {
  /** There is something new in the conversation's transcript. */
  changed(conversationId: string): void;
  /** An activity that is not kept. */
  passing(conversationId: string, activity: StoredActivity): void;
}

/** The conversations of the embedded Direct Line, without HTTP and sockets. */
export class DirectLineService {
  private readonly farewells = new Map<string, Farewell>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private audience: Audience | undefined;
  private closed = false;
  /** Open when the turns that waited at the start are in the queue: a new activity goes behind them. */
  private recovered = (): void => undefined;
  private readonly recovery = new Promise<void>((resolve) => {
    this.recovered = resolve;
  });

  constructor(private readonly parts: DirectLineParts) {}

  /** Who is told of news; one listener, which knows the sockets. */
  attach(audience: Audience): void {
    this.audience = audience;
  }

  /** Keeps a place for a conversation for which a token is given out. Returns its id. */
  async reserve(user: string | undefined): Promise<string> {
    const conversationId = randomBytes(16).toString('base64url');
    const log: ConversationLog = {
      ...newLog(),
      started: false,
      time: this.parts.now().getTime(),
      ...(user === undefined ? {} : { user }),
    };
    const { conversations } = this.parts;
    await conversations.append(keyOf(conversationId), {
      create: true,
      activities: [],
      also: () => ({ log, items: { [unstartedKey(conversationId, log.time)]: { version: 1 } } }),
    });
    return conversationId;
  }

  /** True while the conversation is there. */
  async exists(conversationId: string): Promise<boolean> {
    return (await this.parts.conversations.log(keyOf(conversationId))).value !== undefined;
  }

  /**
   * Begins the conversation if it has not begun: both members join in one activity, and the bot welcomes once. Returns
   * whether it has begun just now.
   * @throws HttpError 404 when there is no such conversation
   */
  async start(conversationId: string, opening: Opening): Promise<boolean> {
    const key = keyOf(conversationId);
    const { value: log } = await this.parts.conversations.log(key);
    if (!log) throw notFound();
    if (log.started) return false;
    const pendingKey = pendingKeyOf(key, 0);
    let begun = false;
    const done = await this.parts.conversations.append(key, {
      create: false,
      activities: [],
      also: (_numbered, _first, log) => {
        begun = log.started === false;
        if (!begun) return {};
        const member = { id: log.user ?? opening.user ?? `dl_${randomUUID()}`, role: 'user' };
        const pending: PendingTurn = {
          version: 1,
          attempts: 0,
          baseUrl: opening.baseUrl,
          activity: {
            ...this.envelope(conversationId),
            type: 'conversationUpdate',
            id: activityId(key, 0),
            timestamp: this.parts.now().toISOString(),
            from: opening.userName === undefined ? member : { ...member, name: opening.userName },
            membersAdded: [BOT_ACCOUNT, member],
            ...(opening.locale === undefined ? {} : { locale: opening.locale }),
          },
        };
        return {
          items: { [pendingKey]: pending },
          deletions: [unstartedKey(conversationId, log.time)],
          log: { started: true },
        };
      },
    });
    if (!done) throw notFound();
    if (begun) this.schedule(key, pendingKey);
    return begun;
  }

  /**
   * Takes an activity of the person; when this resolves it is stored, and its turn follows. Returns its id; for one that
   * the client has sent before, the id it got then.
   * @throws HttpError 400 for what is no activity, 404 when there is no such conversation
   */
  async accept(
    conversationId: string,
    user: string | undefined,
    body: Record<string, unknown>,
    baseUrl: string,
  ): Promise<string> {
    const checked = checkActivity(body);
    if (user !== undefined && checked.from.id !== user) {
      throw new HttpError(400, 'BadArgument', 'from.id must be the user for whom the token was made.');
    }
    const activity = {
      ...without(checked, ['id', 'attachments', 'timestamp', 'serviceUrl', 'deliveryMode']),
      ...this.envelope(conversationId),
      from: { ...checked.from, role: 'user' },
    };
    if (checked.type !== 'message') return this.ignore(conversationId, { ...activity, type: checked.type });

    await this.recovery;
    const key = keyOf(conversationId);
    const client = clientNameOf(checked.id, checked.channelData);
    let pendingKey = '';
    try {
      const rows = await this.parts.conversations.append(key, {
        create: false,
        activities: [activity],
        also: (numbered, number, log) => {
          const row = numbered[0] as StoredActivity;
          const before = log.accepted.find((entry) => entry.client === client);
          if (before) throw new Repeated(before.id);
          pendingKey = pendingKeyOf(key, number);
          const pending: PendingTurn = { version: 1, attempts: 0, baseUrl, row: number, activity: row };
          const accepted = client === undefined ? log.accepted : [...log.accepted, { client, id: row.id }];
          return { items: { [pendingKey]: pending }, log: { accepted } };
        },
      });
      const row = rows?.[0];
      if (!row) throw notFound();
      this.audience?.changed(conversationId);
      this.schedule(key, pendingKey);
      return row.id;
    } catch (error) {
      if (error instanceof Repeated) return error.id;
      throw error;
    }
  }

  /**
   * What came after the watermark; undefined when there is no such conversation. Of a conversation that was erased a
   * moment ago the farewell is still there.
   */
  async after(conversationId: string, watermark: number): Promise<ActivitySet | undefined> {
    const farewell = this.farewellOf(conversationId);
    if (farewell) {
      const last = farewell.activities.at(-1)?.number ?? watermark;
      const news = farewell.activities.filter(({ number }) => number > watermark).map(({ activity }) => activity);
      return { activities: news, watermark: String(Math.max(last, watermark)) };
    }
    const key = keyOf(conversationId);
    const { value: log } = await this.parts.conversations.log(key);
    if (!log) return undefined;
    const last = log.next - 1;
    const activities = await this.parts.conversations.rows(key, Math.max(log.first, watermark + 1), last);
    return { activities, watermark: String(Math.max(last, 0)) };
  }

  /** The number of the newest activity. */
  async latest(conversationId: string): Promise<number> {
    const { value: log } = await this.parts.conversations.log(keyOf(conversationId));
    return log ? log.next - 1 : 0;
  }

  /** Erases the conversation without a word. */
  async erase(conversationId: string): Promise<void> {
    await this.parts.turns.erase(keyOf(conversationId));
    this.farewells.delete(conversationId);
    this.audience?.changed(conversationId);
  }

  /** Takes up the turns that waited when the server last stopped. Call once, at the start: posts wait for it. */
  async recover(): Promise<void> {
    const { conversations, now } = this.parts;
    const waiting = (await conversations.allPending()).filter(({ key }) => key.door === 'web');
    for (const { key, pendingKey } of waiting) {
      // Counted before it runs: an activity that brings the server down at every start is given up in the end.
      if (await conversations.takeUp(pendingKey)) this.schedule(key, pendingKey);
    }
    this.recovered();
    const oldest = now().getTime() - UNSTARTED_MS;
    for (const itemKey of await conversations.storage.keys('unstarted/')) {
      const [, time, conversationId] = itemKey.split('/');
      if (!conversationId || Number(time) > oldest) continue;
      await conversations.erase(keyOf(conversationId));
      await conversations.storage.delete([itemKey]);
    }
  }

  /** Begins no more turns; those that wait are stored and run at the next start. */
  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.farewells.clear();
  }

  /** Runs the turn after what is going on now, so that the answer to the POST is not held up. */
  private schedule(key: ConversationKey, pendingKey: string, failures = 0): void {
    setImmediate(() => {
      if (this.closed) return;
      void this.turn(key, pendingKey).catch((error: unknown) => {
        const delay = RETRY_DELAYS_MS[failures];
        if (delay === undefined || this.closed) {
          this.parts.log({ event: 'turn', door: 'web', code: 'left-waiting', ...describeError(error) });
          return;
        }
        this.later(delay, () => {
          this.schedule(key, pendingKey, failures + 1);
        });
      });
    });
  }

  private async turn(key: ConversationKey, pendingKey: string): Promise<void> {
    const pending = await this.parts.conversations.pending(pendingKey);
    if (!pending) return;
    const activity = pending.activity as unknown as Activity;
    const result = await this.parts.turns.run({ key, activity, baseUrl: pending.baseUrl, pendingKey });
    if (!result) return;
    if (result.forgotten) this.keepFarewell(key.conversationId, pending, result.replies);
    this.audience?.changed(key.conversationId);
  }

  private keepFarewell(conversationId: string, pending: PendingTurn, replies: readonly StoredActivity[]): void {
    const own = pending.row === undefined ? [] : [{ number: pending.row, activity: pending.activity }];
    const said = replies.map((activity) => ({ number: Number(activity.id.split('|').at(-1)), activity }));
    this.farewells.set(conversationId, {
      activities: [...own, ...said],
      until: this.parts.now().getTime() + FAREWELL_MS,
    });
    this.later(FAREWELL_MS, () => {
      this.farewells.delete(conversationId);
      this.audience?.changed(conversationId);
    });
  }

  private farewellOf(conversationId: string): Farewell | undefined {
    const farewell = this.farewells.get(conversationId);
    return farewell && farewell.until > this.parts.now().getTime() ? farewell : undefined;
  }

  /** An activity that is no turn (typing, events) passes by: whoever is connected sees it, nothing keeps it. */
  private async ignore(conversationId: string, activity: Record<string, unknown> & { type: string }): Promise<string> {
    if (!(await this.exists(conversationId))) throw notFound();
    const id = `${conversationId}|${randomUUID()}`;
    this.audience?.passing(conversationId, { ...activity, id, timestamp: this.parts.now().toISOString() });
    return id;
  }

  private envelope(conversationId: string): Record<string, unknown> {
    return { channelId: 'directline', conversation: { id: conversationId }, recipient: BOT_ACCOUNT };
  }

  private later(delay: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, delay);
    timer.unref();
    this.timers.add(timer);
  }
}

/** Carries the id of the first sending out of a commit that must not happen. */
class Repeated extends Error {
  constructor(readonly id: string) {
    super('The client has sent this activity before.');
  }
}

function keyOf(conversationId: string): ConversationKey {
  return { door: 'web', channelId: 'directline', conversationId };
}

function unstartedKey(conversationId: string, time: number): string {
  return `unstarted/${time}/${conversationId}`;
}

/** What the client calls its activity, so that one sent twice is known again. */
function clientNameOf(id: string | null | undefined, channelData: unknown): string | undefined {
  const clientActivityId = (channelData as { clientActivityID?: unknown } | null | undefined)?.clientActivityID;
  if (typeof clientActivityId === 'string') return `client:${clientActivityId.slice(0, 128)}`;
  return id ? `id:${id.slice(0, 128)}` : undefined;
}

function without(activity: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(activity).filter(([name]) => !names.includes(name)));
}

function notFound(): HttpError {
  return new HttpError(404, 'ConversationNotFound', 'There is no such conversation.');
}
