import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Knowledge } from '../../knowledge/index.js';
import { loadKnowledge } from '../../knowledge/index.js';
import { buildKnowledge } from '../../scripts/build-knowledge.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let building: Promise<string> | undefined;
let loaded: Knowledge | undefined;

/** The folder of an artifact built from the sources as they are now: once a process, removed at its end. */
export function builtFolder(): Promise<string> {
  building ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
    process.once('exit', () => {
      rmSync(folder, { recursive: true, force: true });
    });
    await buildKnowledge(ROOT, folder);
    return folder;
  })();
  return building;
}

/** What a start would load, from a build of this process: needs nothing that was built before. */
export async function builtKnowledge(): Promise<Knowledge> {
  return (loaded ??= loadKnowledge(await builtFolder()));
}
