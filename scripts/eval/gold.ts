import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A question that people ask, and the paragraphs that answer it; none where the sources do not. */
const goldLine = z.strictObject({ question: z.string().min(1), ids: z.array(z.string().min(1)) });
export type Gold = z.infer<typeof goldLine>;

/** The half that may be looked at while the search is made better, and the half that nobody tunes on. */
export const HALVES = ['tuning', 'held-out'] as const;
export type Half = (typeof HALVES)[number];

/** The questions of a language, one half. Throws, naming the line, on anything that is not one. */
export function readGold(root: string, tag: string, half: Half): Gold[] {
  const file = join(root, 'test', 'gold', `${tag}.${half}.jsonl`);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const parsed = goldLine.safeParse(JSON.parse(line));
      if (!parsed.success) throw new Error(`${tag}.${half}.jsonl, line ${number}: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    });
}

/** Languages that have questions, English first. */
export function goldTags(root: string): string[] {
  const tags = readdirSync(join(root, 'test', 'gold')).flatMap(
    (file) => /^(.+)\.held-out\.jsonl$/.exec(file)?.[1] ?? [],
  );
  return tags.sort((a, b) => (a === 'en' ? -1 : b === 'en' ? 1 : a < b ? -1 : 1));
}
