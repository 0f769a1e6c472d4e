import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Conversations, pendingKeyOf, type ConversationKey } from '../../../bot/storage/conversations.js';
import { KeyedQueue } from '../../../bot/storage/queue.js';
import { SqliteStorage } from '../../../bot/storage/sqlite.js';
import { StorageConflict } from '../../../bot/storage/storage.js';
import { cleanUp, gate, temporaryFolder } from '../fixtures/harness.js';

const KEY: ConversationKey = { door: 'web', channelId: 'directline', conversationId: 'c' };

describe('conversations that two processes share', () => {
  let stores: SqliteStorage[];
  let conversations: Conversations[];

  beforeEach(() => {
    const file = join(temporaryFolder(), 'guide.sqlite');
    stores = [new SqliteStorage(file), new SqliteStorage(file)];
    conversations = stores.map((store) => new Conversations(store, () => new Date(1_800_000_000_000)));
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await cleanUp();
  });

  const append = (process: number, text: string) =>
    conversations[process]?.append(KEY, { create: true, activities: [{ type: 'message', text }] });

  test('number their activities without a gap, and lose none', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    await Promise.all(texts.map(async (text, index) => append(index % 2, text)));
    const rows = (await conversations[0]?.rows(KEY, 1, 100)) ?? [];
    expect(rows.map(({ id }) => id)).toEqual(texts.map((_text, index) => `c|${String(index + 1).padStart(7, '0')}`));
    expect(rows.map((row) => row['text']).sort()).toEqual([...texts].sort());
    expect(new Set(rows.map((row) => row['timestamp'])).size).toBe(20);
  });

  test('leave nothing behind when one erases while the other writes', async () => {
    for (let round = 0; round < 10; round++) {
      await append(0, 'first');
      const writing = conversations[1]?.append(KEY, {
        create: false,
        activities: [{ type: 'message', text: 'late' }],
        also: (_numbered, number) => ({ items: { [pendingKeyOf(KEY, number)]: { version: 1 } } }),
      });
      await Promise.all([writing, conversations[0]?.erase(KEY)]);
      expect(await stores[0]?.keys('')).toEqual([]);
    }
  });

  test('a conversation that is gone is not begun again by an activity that must find it', async () => {
    await append(0, 'first');
    await conversations[0]?.erase(KEY);
    const late = await conversations[1]?.append(KEY, { create: false, activities: [{ type: 'message' }] });
    expect(late).toBeUndefined();
    expect(await stores[0]?.keys('')).toEqual([]);
  });

  test('a state that another has written is not overwritten', async () => {
    const document = { version: 1 as const, seen: [] };
    const write = (process: number, eTag: string | null) =>
      conversations[process]?.append(KEY, {
        create: true,
        activities: [],
        also: () => ({ document: { value: document, eTag } }),
      });
    await write(0, null);
    await expect(write(1, null)).rejects.toThrow(StorageConflict);
    const read = await conversations[1]?.document(KEY);
    await write(1, read?.eTag ?? null);
    await expect(write(0, read?.eTag ?? null)).rejects.toThrow(StorageConflict);
  });

  test('a waiting turn that was answered meanwhile is not taken up', async () => {
    const pendingKey = pendingKeyOf(KEY, 1);
    const pending = { version: 1, attempts: 0, baseUrl: '', activity: { type: 'message', id: 'x' } };
    await stores[0]?.write({ [pendingKey]: pending });
    expect(await conversations[0]?.allPending()).toEqual([{ key: KEY, pendingKey }]);
    expect(await conversations[0]?.takeUp(pendingKey)).toBe(true);
    expect(await conversations[1]?.pending(pendingKey)).toMatchObject({ attempts: 1 });
    await stores[1]?.delete([pendingKey]);
    expect(await conversations[0]?.takeUp(pendingKey)).toBe(false);
    expect(await stores[0]?.keys('')).toEqual([]);
  });
});

describe('a keyed queue', () => {
  test('runs one after the other for a key, keys beside each other, and goes on after a failure', async () => {
    const queue = new KeyedQueue();
    const { opened, open } = gate();
    const order: string[] = [];
    const first = queue.run('a', async () => {
      await opened;
      order.push('a1');
      throw new Error('fails');
    });
    const second = queue.run('a', () => Promise.resolve(order.push('a2')));
    await queue.run('b', () => Promise.resolve(order.push('b1')));
    open();
    await expect(first).rejects.toThrow('fails');
    await second;
    await queue.idle();
    expect(order).toEqual(['b1', 'a1', 'a2']);
  });
});
