import { foldSpace } from './law.js';
import type { Law, Provision } from './types.js';

/** Thrown where words that are shown as the law's are not in the provision that they name: nothing may be sent then. */
export class NotVerbatim extends Error {
  constructor(
    readonly id: string,
    readonly words: string,
  ) {
    super(`these words are not in ${id}: ${words.slice(0, 200)}`);
    this.name = 'NotVerbatim';
  }
}

const known = new WeakMap<Law, Map<string, string>>();

/** The provision with all below it as the source prints it, white space folded. */
function printed(law: Law, provision: Provision): string {
  let texts = known.get(law);
  if (texts === undefined) known.set(law, (texts = new Map<string, string>()));
  let text = texts.get(provision.key);
  if (text === undefined) texts.set(provision.key, (text = foldSpace(law.wholeText(provision))));
  return text;
}

/** True where the words occur in the provision, or in what is below it, byte for byte but for white space. */
export function isVerbatim(law: Law, provision: Provision, words: string): boolean {
  return printed(law, provision).includes(foldSpace(words));
}

/**
 * The gate that every excerpt passes before it is shown, and every quoted word of the data before a build is done.
 * @throws NotVerbatim where the words are not in the provision
 */
export function checkVerbatim(law: Law, provision: Provision, words: string): void {
  if (!isVerbatim(law, provision, words)) throw new NotVerbatim(provision.id, words);
}
