import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKnowledge } from '../scripts/build-knowledge.js';

/** Builds the law from the sources once for all test files: what they load is what a start would load. */
export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  await buildKnowledge(fileURLToPath(new URL('..', import.meta.url)), folder);
  process.env['TEST_KNOWLEDGE'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
