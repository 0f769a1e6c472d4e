import type { Dialog } from 'botbuilder-dialogs';
import { createAdapter } from './botframework/adapter.js';
import { registerMessages } from './botframework/messages.js';
import { TurnRunner } from './botframework/turns.js';
import type { Config } from './config.js';
import { registerDirectLine } from './directline/routes.js';
import { DirectLineService } from './directline/service.js';
import { registerSession } from './directline/session.js';
import { Streams } from './directline/stream.js';
import { loadSigningKey, Tokens } from './directline/tokens.js';
import type { RouteRegistrar } from './http/http.js';
import { logToStdout, type Log } from './http/log.js';
import { createHttpServer } from './http/server.js';
import { Conversations } from './storage/conversations.js';
import type { DurableStorage } from './storage/storage.js';

/** How long open connections, and turns that run, may take to end when the server stops. */
const CLOSE_TIMEOUT_MS = 5_000;
const TURNS_TIMEOUT_MS = 10_000;

/** What a server is made of. */
export interface GuideServerParts {
  config: Config;
  /** Closed with the server. */
  storage: DurableStorage;
  /** Begun with the first activity of a conversation, continued with each later one. */
  dialog: Dialog;
  /** The one sentence a person gets when the dialog has failed. */
  apology: (locale?: string) => string;
  /** Pages and other routes. */
  routes?: (routes: RouteRegistrar) => void;
  now?: () => Date;
  log?: Log;
}

/** A server that listens. */
export interface GuideServer {
  /** Its address on this machine, without a trailing slash. */
  url: string;
  /** Takes nothing new, lets running turns finish (a turn that does not is cut and waits), closes the storage. */
  close(): Promise<void>;
}

/** Puts the parts together and begins to listen. Rejects when the port is taken. */
export async function createGuideServer(parts: GuideServerParts): Promise<GuideServer> {
  const { config, storage, dialog, apology } = parts;
  const now = parts.now ?? (() => new Date());
  const log = parts.log ?? logToStdout;

  const conversations = new Conversations(storage, now);
  const adapter = await createAdapter(config.app);
  const turns = new TurnRunner({ adapter, conversations, dialog, apology, log });
  const service = new DirectLineService({ conversations, turns, now, log });
  const tokens = new Tokens(await loadSigningKey(storage), now);
  const streams = new Streams(service);

  const http = createHttpServer(config, log);
  http.register('GET', '/healthz', () => ({ status: 200, body: { status: 'ok' } }));
  registerMessages(http, { adapter, turns, authenticates: config.app !== undefined, log });
  registerDirectLine(http, { service, tokens, streams });
  registerSession(http, { service, tokens, publicUrl: config.publicUrl });
  parts.routes?.(http);

  const url = await http.listen();
  await service.recover();

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    service.close();
    const ended = http.close(CLOSE_TIMEOUT_MS);
    await atMost(TURNS_TIMEOUT_MS, turns.idle());
    streams.close();
    await ended;
    await atMost(TURNS_TIMEOUT_MS, turns.idle());
    await storage.close();
  };
  return { url, close: () => (closing ??= close()) };
}

/** Waits for the work, but not longer than this. */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
