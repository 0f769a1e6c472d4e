import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSources } from '../../knowledge/artifact.js';
import type { Knowledge, Law } from '../../knowledge/index.js';
import { loadKnowledge } from '../../knowledge/index.js';
import { createLaw } from '../../knowledge/law.js';
import { languagePacks } from '../../locales/packs.js';
import { buildKnowledge } from '../../scripts/build-knowledge.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let law: Law | undefined;
let building: Promise<string> | undefined;
let loaded: Knowledge | undefined;

/** The law alone, parsed here and now: a fraction of a second, no search index. */
export function parsedLaw(): Law {
  if (law === undefined) {
    const { artifact, sources } = parseSources(join(ROOT, 'knowledge', 'sources'));
    law = createLaw(artifact, sources);
  }
  return law;
}

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  folders.push(folder);
  return folder;
}

/** The folder of an artifact built from the sources and locales as they are now: once for all test files. */
export function builtFolder(): Promise<string> {
  building ??= (async () => {
    const shared = process.env['TEST_KNOWLEDGE'];
    if (shared !== undefined) return shared;
    const folder = temporaryFolder();
    await buildKnowledge(ROOT, folder, languagePacks(join(ROOT, 'locales')));
    return folder;
  })();
  return building;
}

/** What a start would load, search too, from a build of this process: needs nothing that was built before. */
export async function builtKnowledge(): Promise<Knowledge> {
  return (loaded ??= loadKnowledge(await builtFolder(), languagePacks(join(ROOT, 'locales'))));
}
