import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { HttpRequest, HttpResponse } from '../http/http.js';

export type Encoding = 'br' | 'gzip' | 'identity';

/** The best encoding that the client takes, by its Accept-Encoding: br, then gzip, then none. A `q=0` refuses one. */
export function chooseEncoding(accept: string | undefined, offered: readonly Encoding[] = ['br', 'gzip']): Encoding {
  const quality = new Map<string, number>();
  for (const part of (accept ?? '').split(',')) {
    const [name = '', ...params] = part.trim().toLowerCase().split(';');
    const q = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find((value) => value !== undefined);
    if (name !== '') quality.set(name, q === undefined ? 1 : Number(q));
  }
  const takes = (name: Encoding): boolean => (quality.get(name) ?? quality.get('*') ?? 0) > 0;
  return offered.find(takes) ?? 'identity';
}

/** Compresses a body that is made anew now and then: quick settings, a few milliseconds for the largest page. */
export function compress(body: Uint8Array, encoding: Encoding): Uint8Array {
  if (encoding === 'br') {
    return brotliCompressSync(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength },
    });
  }
  return encoding === 'gzip' ? gzipSync(body, { level: 6 }) : body;
}

/** A strong entity tag of the bytes; each encoding has its own, as HTTP asks. */
export function entityTag(body: Uint8Array | string, encoding: Encoding = 'identity'): string {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`;
}

/** True where the client already holds the entity that the tag names. */
export function isFresh(request: HttpRequest, tag: string): boolean {
  const held = request.headers['if-none-match'];
  if (held === undefined) return false;
  return held.split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === tag);
}

/** 304 for an entity that the client holds; it repeats the headers that caches need. */
export function notModified(headers: Record<string, string>): HttpResponse {
  const { 'content-type': _type, 'content-encoding': _encoding, ...rest } = headers;
  return { status: 304, headers: rest };
}
