/**
 * The law as data: what the sources say, where, since when, and how to find it. Nothing here knows a channel, a
 * conversation or a language.
 */
import { readArtifact, readExplanations, readSearchArtifact, searchTags } from './artifact.js';
import { createExplanations, type Explanations } from './explanations.js';
import { createLaw } from './law.js';
import { createSearch } from './search/search.js';
import type { LanguagePack, Law, SearchIndex } from './types.js';

export * from './types.js';
export { SourceMismatch } from './artifact.js';
export { EDITION, FIGURES, figures } from './figures.js';
export type { Figure, FigureEntry, FigureName, FigureUnit, Figures } from './figures.js';
export { filled, type Explanation, type Explanations } from './explanations.js';
export { foldSpace } from './law.js';
export { checkVerbatim, NotVerbatim } from './verbatim.js';

/** The law, the search over it, and what its paragraphs mean in plain words. */
export interface Knowledge {
  law: Law;
  search: SearchIndex;
  explanations: Explanations;
}

/**
 * Loads what the build made (`buildKnowledge`): no parsing, some tens of milliseconds.
 * @param dir the folder that the build wrote, "build/knowledge"
 * @param packs how questions are cut into terms, for languages whose index was built with a pack of its own
 * @throws SourceMismatch where a source's SHA-256 is not the one that the artifact was made from
 */
export function loadKnowledge(dir: string, packs: readonly LanguagePack[] = []): Knowledge {
  const { artifact, sources } = readArtifact(dir);
  const law = createLaw(artifact, sources);
  return {
    law,
    search: createSearch(law, searchTags(dir), (tag) => readSearchArtifact(dir, tag), packs),
    explanations: createExplanations(law, (tag) => readExplanations(dir, tag)),
  };
}
