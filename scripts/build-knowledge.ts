import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  parseSources,
  removeOtherLanguages,
  writeArtifact,
  writeExplanations,
  writeSearchArtifact,
} from '../knowledge/artifact.js';
import { explanationTable } from '../knowledge/explanations.js';
import { checkFigures, FIGURE_NAMES } from '../knowledge/figures.js';
import { createLaw } from '../knowledge/law.js';
import { buildSearchIndex } from '../knowledge/search/index-build.js';
import { readLayer, readTopics } from '../knowledge/search/layer.js';
import type { LanguagePack } from '../knowledge/types.js';

/**
 * Parses the sources of law once and writes the artifact from which the product starts, with a search index and the
 * explanations for each folder of locales that has a plain-language layer.
 * @param root the folder of the repository
 * @param outDir where the artifact goes; `loadKnowledge(outDir)` reads it
 * @param packs how a language is cut into terms; without one, English by its built-in analysis, others by plain words.
 *   The same packs must be given to `loadKnowledge`
 * @throws SourceMismatch where a source has changed; NotVerbatim where a figure's words are not in its paragraph; Error
 *   where a layer names a paragraph or a figure that the law's data does not hold
 */
export function buildKnowledge(root: string, outDir: string, packs: readonly LanguagePack[] = []): Promise<void> {
  return new Promise((resolve) => {
    build(root, outDir, packs);
    resolve();
  });
}

function build(root: string, outDir: string, packs: readonly LanguagePack[]): void {
  const { artifact, sources } = parseSources(join(root, 'knowledge', 'sources'));
  writeArtifact(outDir, artifact, sources);
  const law = createLaw(artifact, sources);
  checkFigures(law);
  const locales = join(root, 'locales');
  const built = new Set<string>();
  for (const tag of readdirSync(locales).sort()) {
    const layer = join(locales, tag, 'law.jsonl');
    const topics = join(locales, tag, 'topics.jsonl');
    if (!existsSync(layer)) continue;
    const pack = packs.find((known) => known.tag === tag) ?? { tag };
    const entries = readLayer(readFileSync(layer, 'utf8'));
    writeExplanations(outDir, tag, explanationTable(law, entries, FIGURE_NAMES));
    const index = buildSearchIndex(
      law,
      pack,
      entries,
      existsSync(topics) ? readTopics(readFileSync(topics, 'utf8')) : [],
    );
    writeSearchArtifact(outDir, index);
    built.add(tag);
  }
  removeOtherLanguages(outDir, built);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildKnowledge(process.cwd(), join(process.cwd(), 'build', 'knowledge'));
}
