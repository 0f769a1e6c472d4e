import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { play } from './player.js';

const folder = dirname(fileURLToPath(import.meta.url));

describe('whole conversations', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.play'))) {
    const transcript = readFileSync(join(folder, file), 'utf8');
    const situation = /^# (.+)$/m.exec(transcript)?.[1] ?? file;
    it(`${file}: ${situation}`, () => play(transcript));
  }
});
