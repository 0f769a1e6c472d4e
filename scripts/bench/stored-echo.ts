/**
 * Between the baseline and the guide: the guide's whole server around a dialog that says back what it hears. Against the
 * bare echo it shows what checks, the queue, the durable commit and the log cost; the rest is the guide's own work.
 */
import { join } from 'node:path';
import { EchoDialog } from './echo-dialog.js';
import { readConfig } from '../../bot/config.js';
import { createGuideServer } from '../../bot/server.js';
import { SqliteStorage } from '../../bot/storage/sqlite.js';

const config = readConfig(process.env);
const server = await createGuideServer({
  config,
  storage: new SqliteStorage(join(config.dataDir, 'echo.sqlite')),
  dialog: new EchoDialog(),
  apology: () => 'Sorry, that went wrong.',
});

process.once('SIGTERM', () => {
  void server.close().then(() => process.exit(0));
});
process.stdout.write(`Stored echo: ${server.url}/\n`);
