import { z } from 'zod';

/** What a language folder says of its language in language.json. */
export const languageSchema = z.strictObject({
  /** The language's own name: "Español". */
  name: z.string().min(1),
  direction: z.enum(['ltr', 'rtl']),
  /** The locale of `Intl` that writes dates and lists as its speakers in the United States do: "es-US". */
  intl: z.string().min(2),
  /**
   * The twelve months where `Intl` does not write them as all speakers know them: how a date shows each ("يوليو (تموز)"), and
   * the names by which people write it.
   */
  monthNames: z
    .array(z.strictObject({ written: z.string().min(1), read: z.array(z.string().min(1)) }))
    .length(12)
    .optional(),
  /** How a day is written where `Intl` does not write it as people do: "{{day}} {{month}} năm {{year}}". */
  dayWritten: z
    .string()
    .regex(/\{\{day\}\}/)
    .regex(/\{\{month\}\}/)
    .regex(/\{\{year\}\}/)
    .optional(),
  /**
   * True where words that differ in their marks alone are different words ("dừng", stop; "đúng", right): one that is typed with
   * marks then stands for itself only. Typed without, it may be any.
   */
  marks: z.boolean().optional(),
  /** Name of a lunr stemmer, or null: words as they are, or pairs of signs where there are no spaces. */
  stemmer: z.string().nullable(),
  /** False where words are written without spaces between them. */
  spaces: z.boolean(),
  /** Letters that are one letter to the search: "兒" -> "儿". */
  letters: z.record(z.string(), z.string()).optional(),
  /** Everyday words that are one word to the search: "chamaco" -> "nino". */
  sameWords: z.record(z.string(), z.string()),
  /**
   * What the best topic that the sources do not answer counts beside the best paragraph: the more, the sooner the search abstains. Chosen
   * by `npm run eval` on the tuning half of the language's questions.
   */
  topicWeight: z.number().positive(),
  /** Whether a person who speaks the language has reviewed its words. */
  reviewed: z.boolean(),
  /** Number words as people type them, lower case: "three" -> 3, "полтора" -> 1.5. Several spellings may give one number. */
  numberWords: z.record(z.string(), z.number().multipleOf(0.5).min(0)),
  /** Words that multiply the number before them: "hundred" -> 100. */
  scales: z.record(z.string(), z.number().int().min(2)),
  /** Phrases after a number that add a half: "and a half". */
  halves: z.array(z.string()),
  /** Words that join choices and mean nothing themselves: "and", "y". */
  and: z.array(z.string()),
});
