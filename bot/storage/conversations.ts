import type { StoreItem, StoreItems } from 'botbuilder';
import { KeyedQueue } from './queue.js';
import { StorageConflict, type DurableStorage } from './storage.js';

/** How many activities of a conversation are kept, both sides together. */
export const TRANSCRIPT_CAP = 200;
/** How many activity ids are remembered, so that one that comes again is not run again. */
const REMEMBERED_IDS = 50;
/** How often a commit is tried anew when only the numbering was taken by someone else. */
const NUMBERING_ATTEMPTS = 20;

/** Which conversation: through which door it comes, and the channel's names for it. */
export interface ConversationKey {
  /** `api`: `POST /api/messages`; `web`: the embedded Direct Line. The same ids behind two doors are two conversations. */
  door: 'api' | 'web';
  channelId: string;
  conversationId: string;
}

/** An activity as it is kept: plain JSON. */
export type StoredActivity = Record<string, unknown> & { type: string; id: string };

/** The state of a conversation: what the dialog keeps, and which activities it has answered. */
export interface ConversationDocument {
  version: 1;
  /** The dialog stack of botbuilder-dialogs; absent before the first turn. */
  dialog?: unknown;
  seen: SeenActivity[];
}

/** An activity that has been answered, and the numbers of the replies in the transcript (`to` below `from`: none). */
export interface SeenActivity {
  id: string;
  from: number;
  to: number;
}

/** The transcript's numbering, and for the embedded Direct Line what opens the conversation. */
export interface ConversationLog {
  version: 1;
  /** Number of the oldest activity that is kept, and the number that the next one gets. */
  first: number;
  next: number;
  /** Time of the newest activity, in milliseconds: no later one gets the same. */
  time: number;
  /** The member's id that tokens and activities must carry, where one is known. */
  user?: string;
  /** False until the conversation is opened: a token was given out, nothing more. */
  started?: boolean;
  /** What the client called its last activities, and what they are called here. */
  accepted: { client: string; id: string }[];
}

/** An activity that was accepted and waits for its turn; gone when the turn is committed. */
export interface PendingTurn {
  version: 1;
  activity: StoredActivity;
  baseUrl: string;
  /** Its number in the transcript; absent when it has none (the opening). */
  row?: number;
  /** How often a start of the server has taken it up. */
  attempts: number;
}

/** A place in the transcript. The activity is a field of it, so that no name in it can be taken for the store's. */
interface Row {
  version: 1;
  activity: StoredActivity;
}

/** An item as read, with the eTag under which it may be written again; `null`: it is not there. */
export interface Versioned<T> {
  value: T | undefined;
  eTag: string | null;
}

/** What one commit does to a conversation; the numbering is done by `append`. */
export interface Append {
  /** Put at the end of the transcript in this order; `id` and `timestamp` are set here. */
  activities: readonly Record<string, unknown>[];
  /** Told the numbers and ids that were given; adds what goes into the same commit. */
  also?: (numbered: readonly StoredActivity[], first: number, log: ConversationLog) => Changes;
  /** True: a conversation that is not there yet begins; false: it must exist. */
  create: boolean;
}

/** More items and deletions for one commit, the state document with the eTag it was read under. */
export interface Changes {
  items?: Record<string, object>;
  deletions?: string[];
  document?: { value: ConversationDocument; eTag: string | null };
  log?: Partial<ConversationLog>;
}

/** The stored form of conversations: which keys there are, how activities are numbered, what erasing takes away. */
export class Conversations {
  private readonly commits = new KeyedQueue();

  constructor(
    readonly storage: DurableStorage,
    private readonly now: () => Date,
  ) {}

  /** The state of the conversation. */
  document(key: ConversationKey): Promise<Versioned<ConversationDocument>> {
    return this.versioned<ConversationDocument>(`${prefixOf(key)}document`);
  }

  /** The numbering of the conversation; absent when there is no such conversation. */
  log(key: ConversationKey): Promise<Versioned<ConversationLog>> {
    return this.versioned<ConversationLog>(`${prefixOf(key)}log`);
  }

  /** Activities by their numbers, both ends included; those no longer kept are left out. */
  async rows(key: ConversationKey, from: number, to: number): Promise<StoredActivity[]> {
    const keys: string[] = [];
    for (let row = from; row <= to; row++) keys.push(rowKey(key, row));
    if (keys.length === 0) return [];
    const items = await this.storage.read(keys);
    return keys.flatMap((rowKey) => {
      const row = items[rowKey] as Row | undefined;
      return row ? [row.activity] : [];
    });
  }

  /**
   * Numbers the activities, gives them ids and strictly increasing times, drops what is beyond the cap, and commits all
   * of it with what `also` adds. Returns them as stored, or undefined when the conversation is not there (any more).
   * @throws StorageConflict when the document was written by someone else since it was read
   */
  append(key: ConversationKey, append: Append): Promise<StoredActivity[] | undefined> {
    return this.commits.run(prefixOf(key), async () => {
      for (let attempt = 1; ; attempt++) {
        const { value: stored, eTag } = await this.log(key);
        if (!stored && !append.create) return undefined;
        const log: ConversationLog = stored ?? newLog();
        const first = log.next;
        const numbered = this.number(key, log, append.activities);
        const changes = append.also?.(numbered, first, log) ?? {};
        const deletions = [...(changes.deletions ?? [])];
        const oldest = Math.max(log.first, log.next - TRANSCRIPT_CAP);
        for (let row = log.first; row < oldest; row++) deletions.push(rowKey(key, row));
        log.first = oldest;
        Object.assign(log, changes.log);
        log.accepted = log.accepted.slice(-REMEMBERED_IDS);

        const logKey = `${prefixOf(key)}log`;
        const items: StoreItems = { ...changes.items, [logKey]: log };
        const expect: Record<string, string | null> = { [logKey]: eTag };
        numbered.forEach((activity, index) => {
          const row: Row = { version: 1, activity };
          if (first + index >= oldest) items[rowKey(key, first + index)] = row;
        });
        if (changes.document) {
          const { value, eTag: documentTag } = changes.document;
          const documentKey = `${prefixOf(key)}document`;
          items[documentKey] = { ...value, seen: value.seen.slice(-REMEMBERED_IDS) };
          expect[documentKey] = documentTag;
        }
        try {
          await this.storage.commit(items, deletions, expect);
          return numbered;
        } catch (error) {
          const numberingTaken = error instanceof StorageConflict && error.key === logKey;
          if (!numberingTaken || attempt >= NUMBERING_ATTEMPTS) throw error;
        }
      }
    });
  }

  /**
   * Deletes all that is stored of the conversation, in one commit, and from the files.
   * Returns its numbering as it was, so that a farewell can go on from there.
   */
  async erase(key: ConversationKey): Promise<ConversationLog | undefined> {
    const last = await this.commits.run(prefixOf(key), async () => {
      for (let attempt = 1; ; attempt++) {
        const { value, eTag } = await this.log(key);
        const own = await this.storage.keys(prefixOf(key));
        const owned = own
          .filter((item) => item.startsWith(ownerKey(key, '')))
          .map((item) => decodeURIComponent(item.slice(ownerKey(key, '').length)));
        const keys = [...own, ...owned, ...(await this.storage.keys(`pending/${pathOf(key)}/`))];
        try {
          await this.storage.commit({}, keys, { [`${prefixOf(key)}log`]: eTag });
          return value;
        } catch (error) {
          if (!(error instanceof StorageConflict) || attempt >= NUMBERING_ATTEMPTS) throw error;
        }
      }
    });
    await this.storage.scrub();
    return last;
  }

  /** Gives the activities the next numbers, ids where they have none, and strictly increasing times; changes the log. */
  number(key: ConversationKey, log: ConversationLog, activities: readonly Record<string, unknown>[]): StoredActivity[] {
    return activities.map((activity) => {
      const number = log.next++;
      log.time = Math.max(this.now().getTime(), log.time + 1);
      return {
        ...activity,
        type: String(activity['type']),
        id: typeof activity['id'] === 'string' ? activity['id'] : activityId(key, number),
        timestamp: new Date(log.time).toISOString(),
      };
    });
  }

  /** The turn that waits under this key, if it still does. */
  async pending(pendingKey: string): Promise<PendingTurn | undefined> {
    return (await this.versioned<PendingTurn>(pendingKey)).value;
  }

  /** Counts that a start of the server takes up the turn; false when it waits no longer. */
  async takeUp(pendingKey: string): Promise<boolean> {
    const { value, eTag } = await this.versioned<PendingTurn>(pendingKey);
    if (!value) return false;
    try {
      const counted: PendingTurn = { ...value, attempts: value.attempts + 1 };
      await this.storage.commit({ [pendingKey]: counted }, [], { [pendingKey]: eTag });
      return true;
    } catch (error) {
      if (error instanceof StorageConflict) return false;
      throw error;
    }
  }

  /** All turns that wait, oldest first within each conversation. */
  async allPending(): Promise<{ key: ConversationKey; pendingKey: string }[]> {
    const keys = await this.storage.keys('pending/');
    return keys.flatMap((pendingKey) => {
      const [, door, channelId, conversationId] = pendingKey.split('/').map(decodeURIComponent);
      if ((door !== 'api' && door !== 'web') || !channelId || !conversationId) return [];
      return [{ key: { door, channelId, conversationId }, pendingKey }];
    });
  }

  private async versioned<T extends object>(itemKey: string): Promise<Versioned<T>> {
    const item = (await this.storage.read([itemKey]))[itemKey] as (StoreItem & { eTag: string }) | undefined;
    return item ? { value: withoutTag<T>(item), eTag: item.eTag } : { value: undefined, eTag: null };
  }
}

/** The numbering of a conversation in which nothing has been said. */
export function newLog(): ConversationLog {
  return { version: 1, first: 1, next: 1, time: 0, accepted: [] };
}

/** One string for a conversation, as its key in queues. */
export function pathOf(key: ConversationKey): string {
  return [key.door, key.channelId, key.conversationId].map(encodeURIComponent).join('/');
}

/** Where the turn of the activity with this number waits. */
export function pendingKeyOf(key: ConversationKey, number: number): string {
  return `pending/${pathOf(key)}/${padded(number)}`;
}

/** Where replies wait that are committed but not yet handed to the channel. */
export function undeliveredKeyOf(key: ConversationKey, activity: string): string {
  return `${prefixOf(key)}undelivered/${encodeURIComponent(activity)}`;
}

/** The id that the activity with this number has, when the channel has given it none. */
export function activityId(key: ConversationKey, number: number): string {
  return `${key.conversationId}|${String(number).padStart(7, '0')}`;
}

function prefixOf(key: ConversationKey): string {
  return `conversation/${pathOf(key)}/`;
}

/** The mark that an item outside the conversation belongs to it, and goes with it. */
function ownerKey(key: ConversationKey, item: string): string {
  return `${prefixOf(key)}owns/${encodeURIComponent(item)}`;
}

/** Items under keys of their own, with the marks by which `erase` finds them. */
export function ownedBy(key: ConversationKey, items: Readonly<Record<string, object>>): Record<string, object> {
  const marks = Object.keys(items).map((item) => [ownerKey(key, item), { version: 1 }]);
  return { ...items, ...(Object.fromEntries(marks) as Record<string, object>) };
}

function rowKey(key: ConversationKey, number: number): string {
  return `${prefixOf(key)}row/${padded(number)}`;
}

function padded(number: number): string {
  return String(number).padStart(10, '0');
}

function withoutTag<T extends object>(item: object): T {
  const { eTag: _eTag, ...value } = item as { eTag?: string };
  return value as T;
}
