import { z } from 'zod';
import { HttpError } from '../http/http.js';

/** The longest text of one message, in UTF-16 code units; Web Chat and a phone's keyboard stay far below it. */
export const MAX_TEXT_LENGTH = 4_000;
/** The longest id that is taken; Teams' conversation ids stay below 300. */
const MAX_ID_LENGTH = 512;

const id = z
  .string('must be a string')
  .min(1, 'must not be empty')
  .max(MAX_ID_LENGTH, `must not be longer than ${MAX_ID_LENGTH} characters`)
  .refine((text) => !/\p{Surrogate}|\p{Control}/u.test(text), 'has characters that are not allowed');

const account = z.looseObject(
  { id, name: z.string('must be a string').nullish(), role: z.string('must be a string').nullish() },
  'must be an object with an id',
);

const LANGUAGE_TAG = /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/;

const object = z.looseObject({}, 'must be an object');

const locale = z.string('must be a string').max(64, 'must not be longer than 64 characters').nullish();

/** What every activity must be, whatever its type. Fields that are not named here pass through. */
const anyActivity = z.looseObject({
  type: id,
  id: id.nullish(),
  from: account,
  text: z.string('must be a string').nullish(),
  locale,
  channelData: object.nullish(),
  entities: z.array(object, 'must be a list').nullish(),
  attachments: z.array(object, 'must be a list').nullish(),
  recipient: account.nullish(),
  timestamp: z.string('must be a string').nullish(),
  localTimestamp: z.string('must be a string').nullish(),
  localTimezone: z.string('must be a string').nullish(),
  replyToId: z.string('must be a string').nullish(),
});

/** What the dialog is given beyond that. */
const runningActivity = anyActivity.extend({
  // Whatever a button sent: the conversation says so in a sentence where it makes no sense.
  value: z.unknown().optional(),
  membersAdded: z.array(account, 'must be a list').nullish(),
});

const channelActivity = {
  conversation: z.looseObject({ id }, 'must be an object with an id'),
  channelId: id.nullish(),
  serviceUrl: z.string('must be a string').nullish(),
  deliveryMode: z.string('must be a string').nullish(),
};

/** An activity whose named fields have the types they should have. */
export type CheckedActivity = z.infer<typeof runningActivity>;
/** The same, as channels send it to `/api/messages`. */
export type CheckedChannelActivity = CheckedActivity & {
  conversation: { id: string };
  channelId?: string | null | undefined;
  serviceUrl?: string | null | undefined;
  deliveryMode?: string | null | undefined;
};

/** True for the types that the dialog runs on; all others are accepted and ignored. */
export function runsTheDialog(type: string): boolean {
  return type === 'message' || type === 'conversationUpdate';
}

/**
 * Checks an activity that a Direct Line client posts.
 * @throws HttpError 400 that names the field
 */
export function checkActivity(body: Record<string, unknown>): CheckedActivity {
  const schema = runsTheDialog(String(body['type'])) ? runningActivity : anyActivity;
  const activity = checked(schema, body);
  checkLength(activity.text);
  return activity;
}

/**
 * Checks an activity that a channel posts to `/api/messages`. The length of its text is left to the caller.
 * @throws HttpError 400 that names the field
 */
export function checkChannelActivity(body: Record<string, unknown>): CheckedChannelActivity {
  const schema = runsTheDialog(String(body['type'])) ? runningActivity : anyActivity;
  return checked(schema.extend(channelActivity), body);
}

/** @throws HttpError 400 when the text is too long */
export function checkLength(text: string | null | undefined): void {
  if (text && text.length > MAX_TEXT_LENGTH) {
    throw new HttpError(400, 'MessageSizeTooBig', `text must not be longer than ${MAX_TEXT_LENGTH} characters.`);
  }
}

/** Without fields that are null, which mean nothing, and without a locale that is no language tag. */
function tidied<T>(activity: T): T {
  const fields = Object.entries(activity as object).filter(
    ([name, value]) => value !== null && !(name === 'locale' && !LANGUAGE_TAG.test(String(value))),
  );
  return Object.fromEntries(fields) as T;
}

function checked<T extends z.ZodType>(schema: T, body: Record<string, unknown>): z.infer<T> {
  const result = schema.safeParse(body);
  if (result.success) return tidied(result.data);
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'The activity'} ${issue.message}.`);
  throw new HttpError(400, 'BadArgument', problems.slice(0, 5).join(' '));
}
