import { z } from 'zod';

/** One line of `law.jsonl`: the same paragraph (or a few that belong together) as people would ask for it. */
const layerLine = z.strictObject({
  ids: z.array(z.string().min(1)).min(1),
  title: z.string().min(1),
  plain: z.string().min(1),
  terms: z.array(z.string().min(1)),
  questions: z.array(z.string().min(1)),
});

/** One line of `topics.jsonl`: a thing that people ask for and the sources do not hold. */
const topicLine = z.strictObject({
  topic: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  terms: z.array(z.string().min(1)),
  questions: z.array(z.string().min(1)),
});

export type LayerEntry = z.infer<typeof layerLine>;
export type TopicEntry = z.infer<typeof topicLine>;

/** The entries of a `law.jsonl`. Throws, naming the line, on anything that is not one. */
export function readLayer(jsonl: string): LayerEntry[] {
  return readLines(jsonl, layerLine);
}

/** The entries of a `topics.jsonl`. Throws, naming the line, on anything that is not one. */
export function readTopics(jsonl: string): TopicEntry[] {
  return readLines(jsonl, topicLine);
}

function readLines<T>(jsonl: string, schema: z.ZodType<T>): T[] {
  return jsonl
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const parsed = schema.safeParse(JSON.parse(line));
      if (!parsed.success) throw new Error(`line ${number}: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    });
}
