import type { IncomingMessage } from 'node:http';
import { HttpError } from './http.js';

/** The largest body that is read. */
export const MAX_BODY_BYTES = 256 * 1024;
/** Objects and lists within one another: far more than any activity needs, far less than the stack bears. */
const MAX_DEPTH = 32;
/** What is read and thrown away of a body that is too large, so that its sender gets to see the answer. */
const MAX_DRAIN_BYTES = 16 * 1024 * 1024;

/**
 * Reads a JSON object from the request. Bodies of other types are refused unread: nothing reaches the disk.
 * @throws HttpError 400, 413 or 415
 */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const declared = Number(request.headers['content-length'] ?? 0);
  const hasBody = declared > 0 || request.headers['transfer-encoding'] !== undefined;
  if (!hasBody) return {};
  checkType(request);
  if (declared > MAX_BODY_BYTES) throw tooLarge(request);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) throw tooLarge(request);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, 'BadSyntax', 'The body ended before its announced length.');
  }
  if (size === 0) return {};
  return parseObject(Buffer.concat(chunks));
}

/** Lets the rest of an unread body pass by, up to a limit, so that the answer reaches a sender who is still sending. */
export function drain(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_DRAIN_BYTES) request.destroy();
  });
  request.resume();
}

function checkType(request: IncomingMessage): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='));
  const encoding = request.headers['content-encoding'];
  if (!/^application\/(json|[a-z0-9.+-]+\+json)$/.test(type.trim())) {
    throw new HttpError(415, 'UnsupportedMediaType', 'The body must be JSON, sent as content-type application/json.');
  }
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new HttpError(415, 'UnsupportedMediaType', 'The body must be in UTF-8.');
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new HttpError(415, 'UnsupportedMediaType', 'The body must not be compressed.');
  }
}

function parseObject(bytes: Buffer): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, 'BadSyntax', 'The body is not valid JSON in UTF-8.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new HttpError(400, 'BadSyntax', 'The body must be a JSON object.');
  }
  checkShape(parsed);
  return parsed as Record<string, unknown>;
}

/** Walks without recursion: a body nested a hundred thousand deep is refused here and overflows no stack later. */
function checkShape(root: object): void {
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new HttpError(400, 'BadSyntax', `The body is nested more than ${MAX_DEPTH} deep.`);
    const next: object[] = [];
    for (const item of level) {
      if (Object.hasOwn(item, '__proto__'))
        throw new HttpError(400, 'BadSyntax', 'The body has a name that is not allowed.');
      for (const value of Object.values(item)) {
        if (typeof value === 'object' && value !== null) next.push(value as object);
      }
    }
    level = next;
  }
}

function tooLarge(request: IncomingMessage): HttpError {
  drain(request);
  return new HttpError(413, 'RequestTooLarge', `The body is larger than ${MAX_BODY_BYTES / 1024} KB.`);
}
