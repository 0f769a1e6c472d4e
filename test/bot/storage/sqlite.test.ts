import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { SqliteStorage } from '../../../bot/storage/sqlite.js';
import { cleanUp, temporaryFolder } from '../fixtures/harness.js';
import { describeStorage } from './storage-suite.js';

describe('SqliteStorage is a storage', () => {
  let folder: string | undefined;
  describeStorage(
    () => new SqliteStorage(join((folder ??= temporaryFolder()), 'guide.sqlite')),
    async () => {
      folder = undefined;
      await cleanUp();
    },
  );
});

describe('the files of SqliteStorage', () => {
  afterEach(cleanUp);

  const contents = (folder: string): string =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('');

  test('belong to this user only, the folder too', async () => {
    const folder = join(temporaryFolder(), 'data');
    const storage = new SqliteStorage(join(folder, 'guide.sqlite'));
    await storage.write({ item: {} });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
    await storage.close();
  });

  test('hold nothing any more of what was deleted and scrubbed', async () => {
    const folder = temporaryFolder();
    const storage = new SqliteStorage(join(folder, 'guide.sqlite'));
    for (let index = 0; index < 50; index++) {
      await storage.write({ [`key-${index}`]: { words: `unforgettable ${'x'.repeat(index * 100)}` } });
    }
    expect(contents(folder)).toContain('unforgettable');
    await storage.delete(await storage.keys('key-'));
    await storage.scrub();
    expect(contents(folder)).not.toContain('unforgettable');
    await storage.close();
  });

  test('are synced to disk at every commit, and wait for another writer', async () => {
    const storage = new SqliteStorage(join(temporaryFolder(), 'guide.sqlite'));
    const { database } = storage as unknown as { database: { pragma(source: string): Record<string, unknown>[] } };
    expect(database.pragma('journal_mode')[0]).toEqual({ journal_mode: 'wal' });
    expect(database.pragma('synchronous')[0]).toEqual({ synchronous: 2 });
    expect(database.pragma('secure_delete')[0]).toEqual({ secure_delete: 1 });
    expect(database.pragma('busy_timeout')[0]).toEqual({ timeout: 5000 });
    await storage.close();
  });
});
