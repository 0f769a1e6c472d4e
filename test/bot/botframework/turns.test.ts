import { join } from 'node:path';
import type { Activity } from 'botbuilder';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GuideAdapter } from '../../../bot/botframework/adapter.js';
import { TurnRunner, type TurnResult } from '../../../bot/botframework/turns.js';
import { turnInput } from '../../../bot/botframework/turn-contract.js';
import { Conversations, TRANSCRIPT_CAP, type ConversationKey } from '../../../bot/storage/conversations.js';
import { SqliteStorage } from '../../../bot/storage/sqlite.js';
import {
  APOLOGY,
  cleanUp,
  countingDialog,
  gate,
  message,
  ScriptedDialog,
  temporaryFolder,
} from '../fixtures/harness.js';

const KEY: ConversationKey = { door: 'api', channelId: 'test', conversationId: 'conversation-1' };

describe('the turn runner', () => {
  let storage: SqliteStorage;
  let conversations: Conversations;
  let lines: Record<string, unknown>[];

  beforeEach(() => {
    storage = new SqliteStorage(join(temporaryFolder(), 'guide.sqlite'));
    conversations = new Conversations(storage, () => new Date(1_800_000_000_000));
    lines = [];
  });
  afterEach(async () => {
    await storage.close();
    await cleanUp();
  });

  const runnerWith = (dialog: ScriptedDialog): TurnRunner =>
    new TurnRunner({
      adapter: new GuideAdapter(),
      conversations,
      dialog,
      apology: (locale) => `${APOLOGY}${locale ? ` (${locale})` : ''}`,
      log: (line) => lines.push({ ...line }),
    });

  const say = (runner: TurnRunner, text: string, more: Record<string, unknown> = {}): Promise<TurnResult | undefined> =>
    runner.run({ key: KEY, activity: message(text, more) as unknown as Activity, baseUrl: 'http://here' });

  const textsOf = (result: TurnResult | undefined): unknown[] => (result?.replies ?? []).map((reply) => reply['text']);

  const transcript = async (): Promise<unknown[]> =>
    (await conversations.rows(KEY, 1, 1_000)).map((activity) => activity['text']);

  test('keeps the state from turn to turn and both sides in the transcript', async () => {
    const runner = runnerWith(countingDialog());
    expect(textsOf(await say(runner, 'one'))).toEqual(['1: one']);
    expect(textsOf(await say(runner, 'two'))).toEqual(['2: two']);
    expect(await transcript()).toEqual(['one', '1: one', 'two', '2: two']);
  });

  test('gives replies ids in order, strictly increasing times, and the activity they answer', async () => {
    const runner = runnerWith(
      new ScriptedDialog(async ({ say: reply }) => {
        await reply('a');
        await reply('b');
      }),
    );
    const result = await say(runner, 'one', { id: 'mine' });
    expect(result?.replies.map(({ id }) => id)).toEqual(['conversation-1|0000002', 'conversation-1|0000003']);
    expect(result?.replies.map((reply) => reply['replyToId'])).toEqual(['mine', 'mine']);
    const times = (await conversations.rows(KEY, 1, 9)).map((row) => Date.parse(String(row['timestamp'])));
    expect(times).toEqual([1_800_000_000_000, 1_800_000_000_001, 1_800_000_000_002]);
  });

  test('tells the dialog the base of links', async () => {
    const runner = runnerWith(
      new ScriptedDialog(async ({ context, say: reply }) => {
        await reply(turnInput(context).baseUrl);
      }),
    );
    expect(textsOf(await say(runner, 'x'))).toEqual(['http://here']);
  });

  test('runs overlapping activities of one conversation one after the other, others meanwhile', async () => {
    const { opened, open } = gate();
    const order: string[] = [];
    const runner = runnerWith(
      new ScriptedDialog(async ({ context, state, say: reply }) => {
        const text = context.activity.text;
        order.push(`begin ${text}`);
        if (text === 'slow') await opened;
        const count = ((state['count'] as number | undefined) ?? 0) + 1;
        state['count'] = count;
        order.push(`end ${text}`);
        await reply(`${count}`);
      }),
    );
    const slow = say(runner, 'slow');
    const quick = say(runner, 'quick');
    const elsewhere = await runner.run({
      key: { ...KEY, conversationId: 'conversation-2' },
      activity: message('elsewhere') as unknown as Activity,
      baseUrl: '',
    });
    expect(textsOf(elsewhere)).toEqual(['1']);
    open();
    expect([textsOf(await slow), textsOf(await quick)]).toEqual([['1'], ['2']]);
    expect(order.filter((entry) => !entry.includes('elsewhere'))).toEqual([
      'begin slow',
      'end slow',
      'begin quick',
      'end quick',
    ]);
  });

  test('runs a turn anew from fresh state when another process has written meanwhile', async () => {
    let runs = 0;
    const other = runnerWith(countingDialog());
    const runner = runnerWith(
      new ScriptedDialog(async ({ state, say: reply }) => {
        const count = ((state['count'] as number | undefined) ?? 0) + 1;
        state['count'] = count;
        if (++runs === 1) await say(other, 'theirs');
        await reply(`mine is ${count}`);
      }),
    );
    expect(textsOf(await say(runner, 'mine'))).toEqual(['mine is 2']);
    expect(runs).toBe(2);
    expect(await transcript()).toEqual(['theirs', '1: theirs', 'mine', 'mine is 2']);
  });

  test('gives up after three turns lost to others, and changes nothing', async () => {
    const other = runnerWith(countingDialog());
    let runs = 0;
    const runner = runnerWith(
      new ScriptedDialog(async ({ say: reply }) => {
        await say(other, `theirs ${++runs}`);
        await reply('mine');
      }),
    );
    await expect(say(runner, 'mine')).rejects.toThrow();
    expect(runs).toBe(3);
    expect(await transcript()).not.toContain('mine');
    expect(lines.at(-1)).toMatchObject({ event: 'turn', code: 'conflict' });
  });

  test('two first turns in two processes lose nothing either', async () => {
    let runs = 0;
    const other = runnerWith(countingDialog());
    const runner = runnerWith(
      new ScriptedDialog(async ({ state, say: reply }) => {
        if (++runs === 1) await say(other, 'theirs');
        await reply(`${(state['count'] as number | undefined) ?? 0} before me`);
      }),
    );
    expect(textsOf(await say(runner, 'mine'))).toEqual(['1 before me']);
  });

  test('answers an activity that comes again with the same replies, and runs it once', async () => {
    const runner = runnerWith(countingDialog());
    const first = await say(runner, 'one', { id: 'same' });
    await say(runner, 'two');
    const again = await say(runner, 'one', { id: 'same' });
    expect(again?.repeated).toBe(true);
    expect(again?.replies).toEqual(first?.replies);
    expect(textsOf(await say(runner, 'three'))).toEqual(['3: three']);
  });

  test('answers an activity that comes twice at the same time once', async () => {
    const runner = runnerWith(countingDialog());
    const [first, second] = await Promise.all([say(runner, 'one', { id: 'same' }), say(runner, 'one', { id: 'same' })]);
    expect(second?.replies).toEqual(first?.replies);
    expect(await transcript()).toEqual(['one', '1: one']);
  });

  test('says one sentence when the dialog throws, keeps the state, and logs no words', async () => {
    const runner = runnerWith(countingDialog());
    await say(runner, 'one');
    const failed = await say(runner, 'throw', { locale: 'es' });
    expect(textsOf(failed)).toEqual([`${APOLOGY} (es)`]);
    expect(failed?.replies[0]).toMatchObject({ from: { id: 'bot' }, recipient: { id: 'person' } });
    expect(textsOf(await say(runner, 'two'))).toEqual(['2: two']);
    expect(await transcript()).toEqual(['one', '1: one', 'throw', `${APOLOGY} (es)`, 'two', '2: two']);
    expect(lines[1]).toMatchObject({ event: 'turn', code: 'dialog-failed', error: 'Error' });
    expect(JSON.stringify(lines)).not.toContain('secret words');
  });

  test('a state that cannot be stored fails like a dialog that throws', async () => {
    const runner = runnerWith(
      new ScriptedDialog(async ({ state, say: reply }) => {
        state['big'] = 1n;
        await reply('must not get out');
      }),
    );
    expect(textsOf(await say(runner, 'one'))).toEqual([APOLOGY]);
  });

  test('hands nothing out and keeps nothing when the store fails', async () => {
    const runner = runnerWith(countingDialog());
    await say(runner, 'one');
    const commit = storage.commit.bind(storage);
    storage.commit = () => Promise.reject(new Error('disk full'));
    await expect(say(runner, 'two')).rejects.toThrow('disk full');
    storage.commit = commit;
    expect(lines.at(-1)).toMatchObject({ code: 'storage-failed' });
    expect(textsOf(await say(runner, 'three'))).toEqual(['2: three']);
    expect(await transcript()).toEqual(['one', '1: one', 'three', '2: three']);
  });

  test('writes state, transcript and markers of a turn in one commit', async () => {
    const runner = runnerWith(countingDialog());
    let commits = 0;
    const commit = storage.commit.bind(storage);
    storage.commit = (...args) => {
      commits++;
      return commit(...args);
    };
    storage.write = () => Promise.reject(new Error('not in a turn'));
    storage.delete = () => Promise.reject(new Error('not in a turn'));
    await say(runner, 'one');
    expect(commits).toBe(1);
  });

  test('keeps the newest part of a long transcript, and its numbering goes on', async () => {
    const runner = runnerWith(countingDialog());
    const turns = TRANSCRIPT_CAP / 2 + 5;
    for (let turn = 1; turn <= turns; turn++) await say(runner, `message ${turn}`);
    const kept = await transcript();
    expect(kept).toHaveLength(TRANSCRIPT_CAP);
    expect(kept[0]).toBe('message 6');
    expect(kept.at(-1)).toBe(`${turns}: message ${turns}`);
    const rows = (await storage.keys('conversation/')).filter((key) => key.includes('/row/'));
    expect(rows).toHaveLength(TRANSCRIPT_CAP);
  });

  test('forget leaves nothing stored, hands out its replies, and the conversation starts anew', async () => {
    const runner = runnerWith(countingDialog());
    await say(runner, 'my name is Sesame');
    const forgotten = await say(runner, 'forget');
    expect(forgotten).toMatchObject({ forgotten: true });
    expect(textsOf(forgotten)).toEqual(['2: forget']);
    expect(await storage.keys('')).toEqual([]);
    expect(textsOf(await say(runner, 'hello'))).toEqual(['1: hello']);
  });

  test('forget erases only its own conversation, however the others are called', async () => {
    const runner = runnerWith(countingDialog());
    const ids = ['conversation-1', 'conversation-10', 'conversation-1/x', 'conversation-1%2Fx', 'Conversation-1'];
    const runIn = (conversationId: string, text: string): Promise<TurnResult | undefined> =>
      runner.run({
        key: { ...KEY, conversationId },
        activity: message(text, { conversation: { id: conversationId } }) as unknown as Activity,
        baseUrl: '',
      });
    for (const id of ids) await runIn(id, 'one');
    await runIn('conversation-1', 'forget');
    for (const id of ids.slice(1)) expect(textsOf(await runIn(id, 'two')), id).toEqual(['2: two']);
  });

  test('logs one line a turn: what the dialog says, and neither words nor names', async () => {
    const runner = runnerWith(
      new ScriptedDialog(async ({ outcome, say: reply }) => {
        outcome.log = { flow: 'child-care', question: 'care-location', outcome: 'asked' };
        await reply('the reply');
      }),
    );
    await say(runner, 'free text', { from: { id: 'person', name: 'Maria' } });
    expect(lines).toEqual([
      {
        event: 'turn',
        door: 'api',
        type: 'message',
        ms: expect.any(Number) as number,
        flow: 'child-care',
        question: 'care-location',
        outcome: 'asked',
      },
    ]);
  });

  test('collects messages only: typing and traces are not kept', async () => {
    const runner = runnerWith(
      new ScriptedDialog(async ({ context, say: reply }) => {
        await context.sendActivities([{ type: 'typing' }, { type: 'delay', value: 60_000 }]);
        await context.sendTraceActivity('trace', { secret: true });
        await reply('done');
      }),
    );
    expect(textsOf(await say(runner, 'x', { deliveryMode: undefined }))).toEqual(['done']);
    expect(textsOf(await say(runner, 'x'))).toEqual(['done']);
  });

  test('a dialog that has ended begins again with the next message', async () => {
    class OnceDialog extends ScriptedDialog {
      override async beginDialog(...args: Parameters<ScriptedDialog['beginDialog']>) {
        await super.beginDialog(...args);
        return args[0].endDialog();
      }
    }
    const runner = runnerWith(
      new OnceDialog(async ({ say: reply }) => {
        await reply('once');
      }),
    );
    expect(textsOf(await say(runner, 'a'))).toEqual(['once']);
    expect(textsOf(await say(runner, 'b'))).toEqual(['once']);
  });
});
