import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { StoreItem, StoreItems } from 'botbuilder';
import { StorageConflict, type DurableStorage, type Expectations } from './storage.js';

/** How long a write waits for another process that is writing. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Storage in one SQLite file: write-ahead log, every commit synced to disk before it resolves, deleted content
 * overwritten. Several processes of one machine may share the file.
 */
export class SqliteStorage implements DurableStorage {
  private readonly database: Database.Database;
  private readonly select: Database.Statement;
  private readonly selectTag: Database.Statement;
  private readonly upsert: Database.Statement;
  private readonly remove: Database.Statement;
  private readonly range: Database.Statement;

  /** Opens the file, and makes it and its folder, readable by this user only, where they are missing. */
  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
    this.database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    this.database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
    this.database.pragma('secure_delete = ON');
    this.database.exec(
      'CREATE TABLE IF NOT EXISTS items (key TEXT PRIMARY KEY, etag TEXT NOT NULL, value TEXT NOT NULL) WITHOUT ROWID',
    );
    this.select = this.database.prepare('SELECT etag, value FROM items WHERE key = ?');
    this.selectTag = this.database.prepare('SELECT etag FROM items WHERE key = ?');
    this.upsert = this.database.prepare(
      'INSERT INTO items (key, etag, value) VALUES (?, ?, ?) ' +
        'ON CONFLICT (key) DO UPDATE SET etag = excluded.etag, value = excluded.value',
    );
    this.remove = this.database.prepare('DELETE FROM items WHERE key = ?');
    this.range = this.database.prepare('SELECT key FROM items WHERE key >= ? AND key < ? ORDER BY key');
  }

  /** The items under these keys, each with its eTag; keys that hold nothing are left out. */
  read(keys: string[]): Promise<StoreItems> {
    return attempt(() => {
      if (!keys) throw new ReferenceError('Keys are required when reading.');
      const found = keys.flatMap((key) => {
        const row = this.select.get([key]) as { etag: string; value: string } | undefined;
        return row ? [[key, { ...(JSON.parse(row.value) as object), eTag: row.etag }] as const] : [];
      });
      return Object.fromEntries(found);
    });
  }

  /** Writes all items or none. */
  write(changes: StoreItems): Promise<void> {
    return attempt(() => {
      if (!changes) throw new ReferenceError('Changes are required when writing.');
      this.apply(changes, [], {});
    });
  }

  /** Deletes what is there under these keys. */
  delete(keys: string[]): Promise<void> {
    return attempt(() => {
      this.apply({}, keys, {});
    });
  }

  commit(changes: StoreItems, deletions: readonly string[], expect: Expectations = {}): Promise<void> {
    return attempt(() => {
      this.apply(changes, deletions, expect);
    });
  }

  keys(prefix: string): Promise<string[]> {
    return attempt(() => {
      // Above every key with this prefix: no key holds a character beyond U+10FFFF.
      const rows = this.range.all([prefix, `${prefix}\u{10FFFF}`]) as { key: string }[];
      return rows.map((row) => row.key);
    });
  }

  /** Empties the write-ahead log into the file, where `secure_delete` has zeroed what was deleted. */
  scrub(): Promise<void> {
    return attempt(() => {
      this.database.pragma('wal_checkpoint(TRUNCATE)');
    });
  }

  close(): Promise<void> {
    return attempt(() => {
      if (!this.database.open) return;
      this.database.pragma('wal_checkpoint(TRUNCATE)');
      this.database.close();
    });
  }

  private apply(changes: StoreItems, deletions: readonly string[], expect: Expectations): void {
    // Serialized before the lock is taken: an item that cannot be stored must not hold it.
    const rows = Object.entries(changes as Record<string, StoreItem>).map(([key, item]) => {
      if (key.includes('\0')) throw new TypeError('A key must not hold a NUL character.');
      const { eTag, ...value } = item as StoreItem & { eTag?: string };
      return { key, eTag, json: JSON.stringify(value) };
    });
    if (rows.length === 0 && deletions.length === 0) return;
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const [key, eTag] of Object.entries(expect)) {
        if (this.tagOf(key) !== eTag) throw new StorageConflict(key);
      }
      for (const { key, eTag, json } of rows) {
        if (eTag && eTag !== '*') {
          if (this.tagOf(key) !== eTag) throw new StorageConflict(key);
        }
        this.upsert.run([key, randomUUID(), json]);
      }
      for (const key of deletions) this.remove.run([key]);
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  private tagOf(key: string): string | null {
    const row = this.selectTag.get([key]) as { etag: string } | undefined;
    return row ? row.etag : null;
  }
}

/** The database answers at once; its errors become rejections, as the interface promises. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
