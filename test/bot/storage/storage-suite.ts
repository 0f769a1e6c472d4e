import type { StoreItems } from 'botbuilder';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StorageConflict, type DurableStorage } from '../../../bot/storage/storage.js';

type Item = Record<string, unknown> & { eTag: string };

async function readOne(storage: DurableStorage, key: string): Promise<Item> {
  return (await storage.read([key]))[key] as Item;
}

/**
 * What every storage of the guide must do: the cases that botbuilder-core tests its own storages with, and what turns
 * need beyond them. `open` gives a second storage over the same data when called twice within a test.
 */
export function describeStorage(open: () => DurableStorage, cleanUp: () => Promise<void>): void {
  let storage: DurableStorage;
  beforeEach(() => {
    storage = open();
  });
  afterEach(async () => {
    await storage.close();
    await cleanUp();
  });

  test('an unknown key reads as nothing', async () => {
    expect(await storage.read(['unknown'])).toEqual({});
  });

  test('reading without keys is refused', async () => {
    await expect(storage.read(null as unknown as string[])).rejects.toThrow('Keys are required when reading.');
  });

  test('writing without changes is refused', async () => {
    await expect(storage.write(null as unknown as StoreItems)).rejects.toThrow('Changes are required when writing.');
  });

  test('an empty write does nothing', async () => {
    await expect(storage.write({})).resolves.toBeUndefined();
    await expect(storage.write([])).resolves.toBeUndefined();
  });

  test('items are created and read back with an eTag', async () => {
    await storage.write({ first: { id: 1 }, second: { id: 2 } });
    expect(await storage.read(['first', 'second'])).toEqual({
      first: { id: 1, eTag: expect.any(String) as string },
      second: { id: 2, eTag: expect.any(String) as string },
    });
  });

  test.each(['!@#$%^&*()~/\\\\><,.?\';"`~', 'ключ 钥匙 🗝', 'a\nb', '%_', "'; DROP TABLE items; --", ' ', '__proto__'])(
    'the key %j is a key like any other',
    async (key) => {
      const items = Object.create(null) as StoreItems;
      Object.defineProperty(items, key, { value: { id: 1 }, enumerable: true });
      await storage.commit(items, []);
      const read = await storage.read([key]);
      expect(Object.getOwnPropertyDescriptor(read, key)?.value).toMatchObject({ id: 1 });
      expect(await storage.keys('')).toEqual([key]);
    },
  );

  test('a key with a NUL character, which databases cut off there, is refused', async () => {
    await expect(storage.commit({ 'a\0b': { id: 1 } }, [])).rejects.toThrow('NUL');
    expect(await storage.keys('')).toEqual([]);
  });

  test('an item read and written again is updated, and gets another eTag each time', async () => {
    await storage.write({ item: { count: 1 } });
    const first = await readOne(storage, 'item');
    await storage.write({ item: { ...first, count: 2 } });
    const second = await readOne(storage, 'item');
    expect(second['count']).toBe(2);
    expect(second.eTag).not.toBe(first.eTag);
    await storage.write({ item: { ...second } });
    expect((await readOne(storage, 'item')).eTag).not.toBe(second.eTag);
  });

  test('a stale eTag is refused and changes nothing', async () => {
    await storage.write({ item: { count: 1 } });
    const stale = await readOne(storage, 'item');
    await storage.write({ item: { ...stale, count: 2 } });
    await expect(storage.write({ item: { ...stale, count: 3 } })).rejects.toThrow(StorageConflict);
    expect((await readOne(storage, 'item'))['count']).toBe(2);
  });

  test('an eTag of an item that was deleted meanwhile is stale', async () => {
    await storage.write({ item: { count: 1 } });
    const stale = await readOne(storage, 'item');
    await storage.delete(['item']);
    await expect(storage.write({ item: stale })).rejects.toThrow(StorageConflict);
    expect(await storage.read(['item'])).toEqual({});
  });

  test.each([{}, { eTag: '*' }])('written with %j it overwrites', async (tag) => {
    await storage.write({ item: { count: 1 } });
    await storage.write({ item: { count: 2, ...tag } });
    expect(await readOne(storage, 'item')).toMatchObject({ count: 2 });
    expect((await readOne(storage, 'item')).eTag).not.toBe('*');
  });

  test('an item is deleted', async () => {
    await storage.write({ item: { count: 1 } });
    await storage.delete(['item']);
    expect(await storage.read(['item'])).toEqual({});
  });

  test('deleting what is not there is no error', async () => {
    await expect(storage.delete(['unknown'])).resolves.toBeUndefined();
  });

  test('several items are written, read and deleted together', async () => {
    const keys = ['batch1', 'batch2', 'batch3'];
    await storage.write(Object.fromEntries(keys.map((key, index) => [key, { count: index }])));
    expect(Object.keys(await storage.read(keys))).toEqual(keys);
    await storage.delete(keys);
    expect(await storage.read(keys)).toEqual({});
  });

  test('what is stored is a copy: changing the object afterwards changes nothing', async () => {
    const item = { list: [1] };
    await storage.write({ item });
    item.list.push(2);
    (await readOne(storage, 'item'))['list'] = [];
    expect((await readOne(storage, 'item'))['list']).toEqual([1]);
  });

  test('a batch with one stale item writes none of it and deletes nothing', async () => {
    await storage.write({ a: { count: 1 }, b: { count: 1 }, c: { count: 1 } });
    const stale = await readOne(storage, 'b');
    await storage.write({ b: { count: 2 } });
    await expect(storage.commit({ a: { count: 9 }, b: stale, d: { count: 9 } }, ['c'])).rejects.toThrow(
      StorageConflict,
    );
    const after = await storage.read(['a', 'b', 'c', 'd']);
    expect(Object.entries(after).map(([key, item]) => [key, (item as Item)['count']])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 1],
    ]);
  });

  test('an expectation that does not hold stops a commit, deletions too', async () => {
    await storage.write({ a: { count: 1 }, b: { count: 1 } });
    const { eTag } = await readOne(storage, 'a');
    await expect(storage.commit({ c: {} }, [], { a: null })).rejects.toThrow(StorageConflict);
    await expect(storage.commit({ c: {} }, [], { missing: eTag })).rejects.toThrow(StorageConflict);
    await expect(storage.commit({}, ['b'], { a: 'another' })).rejects.toThrow(StorageConflict);
    expect(await storage.keys('')).toEqual(['a', 'b']);
    await storage.commit({ c: {} }, ['b'], { a: eTag, missing: null });
    expect(await storage.keys('')).toEqual(['a', 'c']);
  });

  test('an item that JSON cannot hold is refused, and the store goes on', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    await expect(storage.write({ item: circular, other: {} })).rejects.toThrow();
    await storage.write({ other: { count: 1 } });
    expect(await storage.keys('')).toEqual(['other']);
  });

  test('keys are listed by prefix, in order, and a prefix is taken literally', async () => {
    await storage.write({ 'a/2': {}, 'a/10': {}, 'a/': {}, a: {}, 'a%': {}, A: {}, 'b/1': {}, 'a/\u{10FFFE}': {} });
    expect(await storage.keys('a/')).toEqual(['a/', 'a/10', 'a/2', 'a/\u{10FFFE}']);
    expect(await storage.keys('a%')).toEqual(['a%']);
    expect(await storage.keys('c')).toEqual([]);
  });

  test('of many writers that have read the same version exactly one wins', async () => {
    await storage.write({ item: { count: 0 } });
    const other = open();
    const read = await readOne(storage, 'item');
    const writers = Array.from({ length: 20 }, (_, index) =>
      (index % 2 ? storage : other).commit({ item: { ...read, count: index }, [`extra-${index}`]: {} }, []),
    );
    const results = await Promise.allSettled(writers);
    await other.close();
    const winner = results.findIndex((result) => result.status === 'fulfilled');
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect((await readOne(storage, 'item'))['count']).toBe(winner);
    expect(await storage.keys('extra-')).toEqual([`extra-${winner}`]);
  });

  test('parallel writers that retry lose no update', async () => {
    const other = open();
    const increment = async (store: DurableStorage): Promise<void> => {
      for (;;) {
        const read = (await store.read(['counter']))['counter'] as Item | undefined;
        try {
          const count = ((read?.['count'] as number | undefined) ?? 0) + 1;
          await store.commit({ counter: { count } }, [], { counter: read?.eTag ?? null });
          return;
        } catch (error) {
          if (!(error instanceof StorageConflict)) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 30 }, (_, index) => increment(index % 2 ? storage : other)));
    await other.close();
    expect((await readOne(storage, 'counter'))['count']).toBe(30);
  });

  test('what was committed is there for the next one who opens it', async () => {
    await storage.commit({ kept: { words: 'как дела' } }, []);
    const other = open();
    expect(await other.read(['kept'])).toMatchObject({ kept: { words: 'как дела' } });
    await other.close();
  });
}
