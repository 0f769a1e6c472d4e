/**
 * The baseline: the least bot that answers `POST /api/messages` on the guide's own HTTP server and adapter. It checks
 * nothing, stores nothing and logs nothing.
 */
import type { Activity } from 'botbuilder';
import { createAdapter } from '../../bot/botframework/adapter.js';
import { createHttpServer } from '../../bot/http/server.js';

const adapter = await createAdapter(undefined);
const http = createHttpServer({ port: 0, host: '127.0.0.1', publicUrl: undefined, dataDir: '', app: undefined }, () => {
  // No log.
});

http.register('POST', '/api/messages', async (request) => {
  const activity = (await request.json()) as unknown as Activity;
  const activities = await adapter.collect(activity, undefined, async (context) => {
    await context.sendActivity(`Echo: ${context.activity.text}`);
  });
  return { status: 200, body: { activities } };
});

process.once('SIGTERM', () => process.exit(0));
process.stdout.write(`Bare echo: ${await http.listen()}/\n`);
