import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSources, writeArtifact } from '../knowledge/artifact.js';

/**
 * Parses the sources of law once and writes the artifact from which the product starts.
 * @param root the folder of the repository
 * @param outDir where the artifact goes; `loadKnowledge(outDir)` reads it
 * @throws SourceMismatch where a source has changed
 */
export function buildKnowledge(root: string, outDir: string): Promise<void> {
  const { artifact, sources } = parseSources(join(root, 'knowledge', 'sources'));
  writeArtifact(outDir, artifact, sources);
  return Promise.resolve();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildKnowledge(process.cwd(), join(process.cwd(), 'build', 'knowledge'));
}
