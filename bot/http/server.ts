import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import restify from 'restify';
import { isLoopback, type Config } from '../config.js';
import { drain, readJson } from './body.js';
import {
  errorBody,
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  type RefusalPage,
  type RouteRegistrar,
} from './http.js';
import { describeError, type Log } from './log.js';

/** On every answer; a page replaces what it needs otherwise, as its own Content-Security-Policy. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Paths that pages of other origins may call: they open nothing without a token. */
const CROSS_ORIGIN_PREFIX = '/v3/directline';
const CORS_HEADERS: Readonly<Record<string, string>> = { 'Access-Control-Allow-Origin': '*' };
const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  ...CORS_HEADERS,
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
  'Access-Control-Max-Age': '600',
};

/** Takes over a connection that asks to become a WebSocket; throws HttpError to refuse it. */
export type UpgradeHandler = (
  request: HttpRequest,
  raw: IncomingMessage,
  socket: Socket,
  head: Buffer,
) => Promise<void>;

/** The HTTP side of the guide: routes, refusals and headers. restify does the routing and is known only here. */
export interface HttpServer extends RouteRegistrar {
  /** One handler for all connections that ask for a WebSocket. */
  onUpgrade(handler: UpgradeHandler): void;
  /** Begins to listen; resolves to the address, with the real port. Rejects when the port is taken. */
  listen(): Promise<string>;
  /** Takes no new requests, lets the running ones finish; after the time-out it cuts what is still open. */
  close(timeoutMs: number): Promise<void>;
}

/** Builds the server; nothing listens yet. */
export function createHttpServer(config: Config, log: Log): HttpServer {
  const server = restify.createServer({ name: '', ignoreTrailingSlash: true });
  server.server.requestTimeout = 30_000;
  server.server.headersTimeout = 15_000;
  let upgrade: UpgradeHandler | undefined;
  let refusalPage: RefusalPage = () => null;

  const refuse = (request: IncomingMessage, response: ServerResponse, error: unknown, status?: number): void => {
    const refusal = refusalOf(error, log, status);
    const allow = response.getHeader('allow');
    const headers = { ...refusal.headers, ...(typeof allow === 'string' ? { Allow: allow } : {}) };
    const page = wantsPage(request)
      ? refusalPage(toRequest(request, urlFor(request), {}, config), refusal.status)
      : null;
    send(request, response, { ...(page ?? refusal), headers: { ...headers, ...page?.headers } });
  };

  server.server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable) return;
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    const refusal = tooLarge
      ? new HttpError(431, 'HeadersTooLarge', 'The headers of the request are too large.')
      : new HttpError(400, 'BadSyntax', 'This is not a valid HTTP request.');
    refuseRaw(socket, refusal);
  });

  // Before restify routes it: its URL parser throws on targets that are no path.
  server.pre((request, response, next) => {
    try {
      const url = checkedUrl(request, config);
      if (request.method !== 'OPTIONS' || !isCrossOrigin(url.pathname)) {
        next();
        return;
      }
      send(request, response, { status: 204, headers: PREFLIGHT_HEADERS });
    } catch (error) {
      refuse(request, response, error);
    }
    next(false);
  });

  // restify's own answers (no such route, wrong method) in our form. Its callback would send a second answer.
  server.on('restifyError', (request: IncomingMessage, response: ServerResponse, error: { statusCode?: number }) => {
    if (!response.headersSent) refuse(request, response, error, error.statusCode);
  });

  server.server.on('upgrade', (raw: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    void (async () => {
      try {
        const url = checkedUrl(raw, config);
        if (!upgrade) throw notFound();
        await upgrade(toRequest(raw, url, {}, config), raw, socket, head);
      } catch (error) {
        const { status, body } = refusalOf(error, log);
        const { code, message } = (body as ReturnType<typeof errorBody>).error;
        refuseRaw(socket, new HttpError(status, code, message));
      }
    })();
  });

  const mount = (method: 'get' | 'head' | 'post' | 'del', path: string, handler: HttpHandler): void => {
    const run = async (request: IncomingMessage & { params?: unknown }, response: ServerResponse): Promise<void> => {
      try {
        const params = (request.params ?? {}) as Record<string, string>;
        send(request, response, await handler(toRequest(request, checkedUrl(request, config), params, config)));
      } catch (error) {
        refuse(request, response, error);
      }
    };
    server[method](path, run);
  };

  return {
    register(method, path, handler) {
      if (method === 'GET') {
        mount('get', path, handler);
        mount('head', path, handler);
      } else {
        mount(method === 'POST' ? 'post' : 'del', path, handler);
      }
    },
    onUpgrade(handler) {
      upgrade = handler;
    },
    onRefusal(page) {
      refusalPage = page;
    },
    listen() {
      return new Promise((resolve, reject) => {
        // restify passes the server's errors on, and one that nobody listens for would end the process.
        server.once('error', reject);
        server.server.listen(config.port, config.host, () => {
          server.removeListener('error', reject);
          server.on('error', (error: unknown) => {
            log({ event: 'server', code: 'server-error', ...describeError(error) });
          });
          const { port } = server.server.address() as AddressInfo;
          const host = config.host.includes(':') ? `[${config.host}]` : config.host;
          resolve(`http://${host}:${port}`);
        });
      });
    },
    close(timeoutMs) {
      return new Promise((resolve) => {
        const cut = setTimeout(() => {
          server.server.closeAllConnections();
          resolve();
        }, timeoutMs);
        server.server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.server.closeIdleConnections();
      });
    },
  };
}

/**
 * The request's target as a URL on the host it names.
 * @throws HttpError when it is none, or when the host is not ours while nothing authenticates the caller: a page of
 * another site whose name was pointed at this machine (DNS rebinding) gets no further
 */
function checkedUrl(request: IncomingMessage, config: Config): URL {
  const host = request.headers.host ?? '';
  const target = request.url ?? '';
  if (!/^[A-Za-z0-9._-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/.test(host)) {
    throw new HttpError(400, 'BadHost', 'The Host header is missing or not a host.');
  }
  // WHATWG parsing would read a target such as //elsewhere as another host.
  if (!target.startsWith('/') || target.startsWith('//') || !URL.canParse(target, `http://${host}`)) {
    throw new HttpError(400, 'BadSyntax', 'The address of the request is not a path.');
  }
  const url = new URL(target, `http://${host}`);
  if (!isDecodable(url.pathname)) throw new HttpError(400, 'BadSyntax', 'The path is not valid percent-encoding.');
  const isOurs = isLoopback(url.hostname) || (config.publicUrl && new URL(config.publicUrl).host === url.host);
  if (!config.app && !isOurs) {
    throw new HttpError(
      421,
      'WrongHost',
      'This server answers only to its own name; set PUBLIC_URL to give it another.',
    );
  }
  return url;
}

/** True where a person's browser asks for a page to show. */
function wantsPage(request: IncomingMessage): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}

/** The address of a request that is refused, as far as it can be read. */
function urlFor(request: IncomingMessage): URL {
  const target = request.url ?? '';
  return URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost') : new URL('http://localhost/');
}

function toRequest(
  raw: IncomingMessage,
  url: URL,
  params: Readonly<Record<string, string>>,
  config: Config,
): HttpRequest {
  return {
    method: raw.method ?? 'GET',
    path: url.pathname.replace(/(.)\/+$/, '$1'),
    params,
    query: url.searchParams,
    headers: raw.headers as Record<string, string | undefined>,
    baseUrl: config.publicUrl ?? url.origin,
    json: () => readJson(raw),
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: HttpResponse): void {
  const { body } = answer;
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
  const bytes = body === undefined ? undefined : isJson ? JSON.stringify(body) : body;
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const headers: Record<string, string> = {
    ...SECURITY_HEADERS,
    ...(isCrossOrigin(path) ? CORS_HEADERS : {}),
    ...(isJson ? { 'Content-Type': 'application/json; charset=utf-8' } : {}),
    ...(bytes === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(bytes)) }),
    ...answer.headers,
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = answer.status;
  response.end(bytes);
  if (!request.complete) drain(request);
}

/** The answer for what a handler threw. Only our own refusals say what was wrong; the rest goes to the log. */
function refusalOf(error: unknown, log: Log, status?: number): HttpResponse {
  let refusal: HttpError;
  if (error instanceof HttpError) refusal = error;
  else if (status === 404) refusal = notFound();
  else if (status === 405) refusal = new HttpError(405, 'MethodNotAllowed', 'This address does not take that method.');
  else {
    log({ event: 'request', code: 'internal', ...describeError(error) });
    refusal = new HttpError(500, 'ServiceError', 'Something went wrong on our side. Please try again.');
  }
  return { status: refusal.status, headers: refusal.headers, body: errorBody(refusal.code, refusal.message) };
}

function notFound(): HttpError {
  return new HttpError(404, 'NotFound', 'There is nothing at this address.');
}

/** For connections on which no response object exists. */
function refuseRaw(socket: Socket, refusal: HttpError): void {
  const body = JSON.stringify(errorBody(refusal.code, refusal.message));
  const head = {
    ...SECURITY_HEADERS,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${refusal.status} Refused\r\n${lines.join('')}\r\n${body}`);
}

function isCrossOrigin(path: string): boolean {
  return path === CROSS_ORIGIN_PREFIX || path.startsWith(`${CROSS_ORIGIN_PREFIX}/`);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
