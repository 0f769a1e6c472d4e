import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compose } from './compose.js';
import { ConfigError, readConfig, type Config } from './config.js';
import { createGuideServer, type GuideServer } from './server.js';
import { SqliteStorage } from './storage/sqlite.js';

/** Says why the guide cannot start, one sentence a line, and ends. */
function refuse(...sentences: readonly string[]): never {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function configure(): Config {
  if (existsSync('.env')) {
    // Node 20.12 and later; what the environment says already goes before the file.
    if (typeof process.loadEnvFile !== 'function')
      refuse('There is a .env file, but this Node is too old to read it; use 20.12 or later.');
    process.loadEnvFile('.env');
  }
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) refuse(...error.problems);
    throw error;
  }
}

function openStorage({ dataDir }: Config): SqliteStorage {
  try {
    return new SqliteStorage(join(dataDir, 'guide.sqlite'));
  } catch (error) {
    refuse(
      `The data folder ${dataDir} cannot be used (${(error as Error).message}). Set DATA_DIR to a folder that can be written.`,
    );
  }
}

async function start(config: Config): Promise<GuideServer> {
  const storage = openStorage(config);
  try {
    return await createGuideServer({ config, storage, ...(await compose(storage)) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      refuse(`Port ${config.port} is taken by another program. Set PORT to another one, or to 0 for any free one.`);
    if (code === 'EACCES') refuse(`Port ${config.port} may not be used by this user. Set PORT to one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      refuse(`HOST ${config.host} is not an address of this machine.`);
    throw error;
  }
}

const server = await start(configure());
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}

process.stdout.write(`Oregon child care guide: ${server.url}/\n`);
