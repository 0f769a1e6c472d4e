import { z } from 'zod';

/** Commands that a person can give, as words or as a button's value. */
export const COMMANDS = [
  'start',
  'back',
  'why',
  'review',
  'change',
  'restart',
  'cancel',
  'language',
  'as-of',
  'cite',
  'summary',
  'forget',
  'help',
] as const;
export type Command = (typeof COMMANDS)[number];

/** The version of what is stored. A stored session of another version is not read: the conversation starts anew. */
export const SESSION_VERSION = 1;

/** The flow id under which the conversation's own questions go. */
export const CONVERSATION = 'conversation';

const answerSchema = z.union([z.string(), z.number(), z.array(z.string()).readonly()]);

/** A command that waits for the answer to `confirm-drop`. */
const pendingSchema = z.strictObject({
  command: z.enum(['start', 'restart', 'cancel', 'resume', 'language']),
  /** The flow to start. */
  flow: z.string().nullable(),
  /** The question that was open; it comes again where the person decides to stay. */
  open: z.string(),
  /** Answers that a question in free words gave for the flow to start; they wait to be confirmed. */
  answers: z.record(z.string(), answerSchema).optional(),
  /** The language that was offered, and the question that was asked in it, which comes after the answer. */
  tag: z.string().optional(),
  text: z.string().optional(),
});

export const sessionSchema = z.strictObject({
  version: z.literal(SESSION_VERSION),
  /** The flow that is open or was finished last; null before the first. */
  flow: z.string().nullable(),
  /** The language that the person chose; null: what the channel says. */
  locale: z.string().nullable(),
  /** The day that the person chose; null: today, worked out each turn. */
  asOf: z.string().nullable(),
  /** Answers by flow and question. */
  answers: z.record(z.string(), z.record(z.string(), answerSchema)),
  /** Questions by flow in the order in which they were answered. */
  order: z.record(z.string(), z.array(z.string())),
  /** The question that is open; null where none is. */
  open: z.strictObject({ flow: z.string(), question: z.string() }).nullable(),
  pending: pendingSchema.nullable(),
  /** How many answers in a row were not understood. */
  misses: z.number().int().min(0),
  lastResult: z
    .strictObject({
      flow: z.string(),
      outcome: z.string(),
      asOf: z.string(),
      answers: z.record(z.string(), answerSchema),
      /** True while the answers that led to it still stand, so that a change can be compared with it. */
      standing: z.boolean(),
      /** Id of its summary page; null as long as none was asked for. */
      summary: z.string().nullable(),
    })
    .nullable(),
  /** The day of the last turn in Oregon; null before the first. */
  lastDay: z.string().nullable(),
  /** The last answer to one of the conversation's own questions: sent again, it is silent. */
  lastOwn: z.strictObject({ question: z.string(), answer: z.string() }).nullable(),
  /** What was said once and need not be said again ("welcome"). */
  seen: z.array(z.string()),
});

/** All that is kept of a conversation beside its transcript. */
export type Session = z.infer<typeof sessionSchema>;
export type Pending = z.infer<typeof pendingSchema>;

/** A conversation before its first turn. */
export function newSession(): Session {
  return {
    version: SESSION_VERSION,
    flow: null,
    locale: null,
    asOf: null,
    answers: {},
    order: {},
    open: null,
    pending: null,
    misses: 0,
    lastResult: null,
    lastDay: null,
    lastOwn: null,
    seen: [],
  };
}

/** What was stored, or a new session where it cannot be read: nobody is locked out by an old record. */
export function readSession(stored: unknown): Session {
  const parsed = sessionSchema.safeParse(stored);
  return parsed.success ? parsed.data : newSession();
}
