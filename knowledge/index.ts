/**
 * The law as data: what the sources say, where, since when, and how to find it. Nothing here knows a channel, a
 * conversation or a language.
 */
import { readArtifact } from './artifact.js';
import { createLaw } from './law.js';
import type { Law } from './types.js';

export * from './types.js';
export { SourceMismatch } from './artifact.js';
export { foldSpace } from './law.js';
export { EDITION, FIGURES, figures } from './figures.js';
export type { Figure, FigureEntry, FigureName, FigureUnit, Figures } from './figures.js';

/** What a start needs to know. */
export interface Knowledge {
  law: Law;
}

/**
 * Loads what the build made (`buildKnowledge`): no parsing, some tens of milliseconds.
 * @param dir the folder that the build wrote, "build/knowledge"
 * @throws SourceMismatch where a source's SHA-256 is not the one that the artifact was made from
 */
export function loadKnowledge(dir: string): Knowledge {
  const { artifact, sources } = readArtifact(dir);
  return { law: createLaw(artifact, sources) };
}
