import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loadSigningKey, Tokens } from '../../../bot/directline/tokens.js';
import { SqliteStorage } from '../../../bot/storage/sqlite.js';
import { cleanUp, temporaryFolder } from '../fixtures/harness.js';

afterEach(cleanUp);

const NOW = 1_800_000_000_000;

describe('tokens', () => {
  const at = (seconds: number): Tokens => new Tokens(Buffer.alloc(32, 7), () => new Date(NOW + seconds * 1000));
  const claims = { conversationId: 'c', user: 'u' };

  test('say what was signed, to the last second before they expire', () => {
    const token = at(0).sign('conversation', claims, 1_800);
    expect(at(1_799).verify('conversation', token)).toEqual(claims);
    expect(at(1_800).verify('conversation', token)).toBe('expired');
  });

  test('without a lifetime they do not expire', () => {
    const token = at(0).sign('session', { conversationId: 'c', user: undefined });
    expect(at(1e9).verify('session', token)).toEqual({ conversationId: 'c', user: undefined });
  });

  test('for one use are none for another', () => {
    const uses = ['conversation', 'stream', 'session'] as const;
    for (const use of uses) {
      const token = at(0).sign(use, claims, 60);
      for (const other of uses) expect(at(0).verify(other, token)).toEqual(use === other ? claims : 'forged');
    }
  });

  test('signed with another key are forged', () => {
    const other = new Tokens(Buffer.alloc(32, 8), () => new Date(NOW));
    expect(at(0).verify('stream', other.sign('stream', claims, 60))).toBe('forged');
  });

  test('with any one character changed are forged', () => {
    const token = at(0).sign('stream', claims, 60);
    for (let index = 0; index < token.length; index++) {
      for (const other of ['A', 'B', 'w', 'x', '.', '=']) {
        const changed = token.slice(0, index) + other + token.slice(index + 1);
        if (changed !== token) expect(at(0).verify('stream', changed), changed).toBe('forged');
      }
    }
    expect(at(0).verify('stream', `${token}=`)).toBe('forged');
  });
});

describe('the signing key', () => {
  test('is made once and is the same for all who open the data, also at the same time', async () => {
    const file = join(temporaryFolder(), 'guide.sqlite');
    const [first, second] = [new SqliteStorage(file), new SqliteStorage(file)];
    const keys = await Promise.all([loadSigningKey(first), loadSigningKey(second), loadSigningKey(first)]);
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    await first.close();
    await second.close();
  });

  test('is another one for other data', async () => {
    const stores = [1, 2].map(() => new SqliteStorage(join(temporaryFolder(), 'guide.sqlite')));
    const [first, second] = await Promise.all(stores.map(loadSigningKey));
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
    await Promise.all(stores.map((store) => store.close()));
  });
});
