import { detectAll } from 'tinyld';
import { fold, type Wording } from '../dialogs/conversation/wording.js';

/** So sure the first guess must be, and so many times surer than the second. */
const SURE = 0.12;
const SURER = 3;
/** A message of fewer words says too little, unless its script says it all. */
const ENOUGH_WORDS = 3;
/** A message with more of its words among the small words of the person's language is in that language, whatever else it holds. */
const OWN_SHARE = 0.4;

/**
 * The shipped language in which a message is clearly written, where it is not the person's own; null otherwise.
 * @param tags the languages that ship
 * @param own the person's language
 */
export function otherLanguageOf(text: string, tags: readonly string[], own: Wording): string | null {
  const bases = new Map(tags.map((tag) => [tag.split('-')[0] ?? tag, tag]));
  const [first, second] = detectAll(text, { only: [...bases.keys()] });
  const tag = first && bases.get(first.lang);
  if (!first || tag === undefined || tag === own.tag) return null;
  if (first.accuracy < SURE || first.accuracy < SURER * (second?.accuracy ?? 0)) return null;
  const words = fold(text).split(' ');
  const small = words.filter((word) => own.numberFillers.has(word) || own.askingWords.has(word));
  if (small.length / words.length >= OWN_SHARE) return null;
  const isLatin = /^[\P{L}\p{Script=Latin}]+$/u.test(text);
  return isLatin && words.length < ENOUGH_WORDS ? null : tag;
}
