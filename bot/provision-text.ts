import { foldSpace } from '../knowledge/index.js';
import type { Law, Provision, ProvisionKind } from '../knowledge/types.js';

/** Kinds of provisions that are part of the paragraph above them; notes and history lines are read on their own. */
const PARTS: ReadonlySet<ProvisionKind> = new Set(['subsection', 'paragraph', 'subparagraph', 'item', 'heading']);

/** The provision's own words and those of all below it, a paragraph each, white space folded. */
export function linesOf(law: Law, provision: Provision): string[] {
  const own = foldSpace(law.text(provision));
  const below = provision.children.flatMap((key) => {
    const child = law.byKey(key);
    return child && PARTS.has(child.kind) ? linesOf(law, child) : [];
  });
  const [first, ...rest] = below;
  // A label that opens on its first part, "(4)(a)", is shown on one line with it, as it is printed.
  if (first !== undefined && /^\(\w+\)$/.test(own)) return [own + first, ...rest];
  return own === '' ? below : [own, ...below];
}
