import type { Storage, StoreItems } from 'botbuilder';

/**
 * What a key must hold for a commit to go through: an eTag, or `null` for "nothing is stored there".
 * For keys that the commit also writes, the item's own eTag is checked as well.
 */
export type Expectations = Readonly<Record<string, string | null>>;

/**
 * Bot Framework's `Storage`, with what a turn needs beside it: several changes as one, and a list of keys.
 * One implementation serves one machine (`SqliteStorage`); another machine-spanning one has to pass the same tests.
 */
export interface DurableStorage extends Storage {
  /**
   * Writes and deletes in one transaction, durable when the promise resolves: all of it or nothing.
   * An item with an eTag other than `*` is written only over that very version; without one it overwrites.
   * A key is any text without a NUL character.
   * @throws StorageConflict when an eTag or an expectation does not hold
   */
  commit(changes: StoreItems, deletions: readonly string[], expect?: Expectations): Promise<void>;

  /** All keys that begin with the prefix, in ascending order of their bytes. */
  keys(prefix: string): Promise<string[]>;

  /** Makes what was deleted unreadable in the files too, as far as the store allows at this moment. */
  scrub(): Promise<void>;

  /** Lets go of the store; no call may follow. */
  close(): Promise<void>;
}

/** Someone else has written first: nothing of this commit is stored. */
export class StorageConflict extends Error {
  override readonly name = 'StorageConflict';
  constructor(readonly key: string) {
    super('The stored version is not the one that was expected.');
  }
}
