import { ActivityTypes, type Activity } from 'botbuilder';
import { DialogTestClient } from 'botbuilder-testing';
import { expect } from 'vitest';
import { join } from 'node:path';
import { GuideDialog } from '../../bot/botframework/guide-dialog.js';
import { createGuide } from '../../bot/guide.js';
import { flows } from '../../dialogs/flows/index.js';
import { loadLocales } from '../../locales/index.js';
import { builtKnowledge, ROOT } from '../knowledge/built.js';

/** What programs read along: the entities of a reply, by type. */
export interface Entity {
  type: string;
  [name: string]: unknown;
}

export interface Reply {
  text: string;
  buttons: { title: string; value: unknown }[];
  entities: Entity[];
}

/** A person who talks to the guide through a bare Bot Framework test client. */
export class Person {
  private replies: Reply[] = [];

  private constructor(
    private readonly client: DialogTestClient,
    private readonly locale: string,
  ) {}

  /** @param day the day on which the conversation takes place, at noon in Oregon */
  static async arrives(day: string, locale = 'en'): Promise<Person> {
    const { law, search, explanations } = await builtKnowledge();
    const locales = await loadLocales(join(ROOT, 'locales'), (tag, key) => {
      throw new Error(`${tag} lacks ${key}`);
    });
    const guide = createGuide({ law, search, explanations, flows, locales, now: () => new Date(`${day}T20:00:00Z`) });
    const person = new Person(new DialogTestClient('test', new GuideDialog(guide)), locale);
    await person.send({ type: ActivityTypes.ConversationUpdate, membersAdded: [{ id: 'person', name: '' }] });
    return person;
  }

  /** Types words. */
  says(text: string): Promise<Reply[]> {
    return this.send({ type: ActivityTypes.Message, text });
  }

  /** Presses a button that sends a value. */
  presses(value: unknown): Promise<Reply[]> {
    return this.send({ type: ActivityTypes.Message, value });
  }

  /** What the last turn said. */
  get heard(): Reply[] {
    return this.replies;
  }

  /** The entity of the last turn with this type (below "oregon-child-care/"), if any. */
  last(type: 'question' | 'result' | 'answer' | 'notice'): Entity | undefined {
    return this.replies.flatMap((reply) => reply.entities).findLast((e) => e.type === `oregon-child-care/${type}`);
  }

  private async send(activity: Partial<Activity>): Promise<Reply[]> {
    const first = (await this.client.sendActivity({ ...activity, locale: this.locale })) as
      Partial<Activity> | undefined;
    const replies: Partial<Activity>[] = first ? [first] : [];
    for (let next = this.client.getNextReply(); next; next = this.client.getNextReply()) replies.push(next);
    this.replies = replies.map((reply) => ({
      text: reply.text ?? '',
      buttons: (reply.suggestedActions?.actions ?? []).map(({ title, value }) => ({ title, value: value as unknown })),
      entities: reply.entities ?? [],
    }));
    return this.replies;
  }
}

/**
 * Plays a transcript. Its lines:
 * - `# ...` the person's situation, or a remark; `as of: 2026-11-21` the day; `language: es`
 * - `> words` what the person types; `> {"json": ...}` a button's value
 * - `? question` the open question; `= outcome` a result; `@ id, id` citations that the result or answer holds, first ones first
 * - `! code` a notice; `~ words` words that were said; `-` nothing was said; `x words` words that were not said
 */
export async function play(transcript: string): Promise<void> {
  const lines = transcript.split('\n').map((line) => line.trim());
  const setting = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const day = setting('as of');
  if (!day) throw new Error('a transcript begins with its day');
  const person = await Person.arrives(day, setting('language') ?? 'en');
  let said = 'arrives';
  for (const [index, line] of lines.entries()) {
    const mark = line.slice(0, 2).trim();
    const rest = line.slice(2).trim();
    const where = `line ${index + 1}: ${line} (after ${said})`;
    const text = person.heard.map((reply) => reply.text).join('\n');
    switch (mark) {
      case '>':
        said = rest;
        if (rest.startsWith('{')) await person.presses(JSON.parse(rest));
        else await person.says(rest);
        break;
      case '?':
        expect(person.heard.at(-1)?.entities.find((e) => e.type.endsWith('/question'))?.['question'], where).toBe(rest);
        break;
      case '=':
        expect(person.last('result')?.['outcome'], where).toBe(rest);
        break;
      case '@': {
        const entity = person.last('result') ?? person.last('answer');
        const cited = ((entity?.['citations'] ?? []) as (string | { id: string })[]).map((c) =>
          typeof c === 'string' ? c : c.id,
        );
        const wanted = rest.split(', ');
        expect(cited.slice(0, wanted.length), where).toEqual(wanted);
        break;
      }
      case '!':
        expect(person.last('notice')?.['code'], where).toBe(rest);
        break;
      case '~':
        expect(text, where).toContain(rest);
        break;
      case 'x':
        expect(text, where).not.toContain(rest);
        break;
      case '-':
        expect(person.heard, where).toEqual([]);
        break;
      default:
        break;
    }
  }
}
