import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languagePacks } from '../locales/packs.js';
import { buildKnowledge } from '../scripts/build-knowledge.js';

/** Builds the law from the sources once for all test files: what they load is what a start would load. */
export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  const root = fileURLToPath(new URL('..', import.meta.url));
  await buildKnowledge(root, folder, languagePacks(join(root, 'locales')));
  process.env['TEST_KNOWLEDGE'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
