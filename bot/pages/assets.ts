import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseEncoding, entityTag, isFresh, notModified, type Encoding } from './encoding.js';
import type { HttpRequest, HttpResponse } from '../http/http.js';

/** One static file, as the build prepared it. */
export interface AssetEntry {
  /** Name with the hash of its content: "chat.5f1c0a9be2.js". */
  name: string;
  type: string;
  bytes: number;
  /** SHA-256 of the file that it was made from, so that a build can tell what is up to date. */
  source: string;
  /** Variants that lie beside it: `name.br`, `name.gz`. */
  encodings: ('br' | 'gzip')[];
}

/** By the file's plain name: "chat.js". */
export type AssetManifest = Record<string, AssetEntry>;

/** Name of the manifest in the folder of assets. */
export const MANIFEST = 'manifest.json';

const EXTENSION: Record<Encoding, string> = { br: '.br', gzip: '.gz', identity: '' };
const FOREVER = 'public, max-age=31536000, immutable';

/** The static files of the pages: addresses for the pages, bytes for the routes. */
export interface Assets {
  /** The address of a file: "/assets/chat.5f1c0a9be2.js". Throws for a name that the build does not make. */
  url(file: string): string;
  /** Answers a request for `/assets/<name>`; null where there is no such file. */
  serve(name: string, request: HttpRequest): HttpResponse | null;
}

/** Opens the folder that the build filled. Files are read once, when first asked for. */
export function openAssets(directory: string): Assets {
  const manifest = JSON.parse(readFileSync(join(directory, MANIFEST), 'utf8')) as AssetManifest;
  const byName = new Map(Object.values(manifest).map((entry) => [entry.name, entry]));
  const held = new Map<string, Uint8Array>();

  const bytes = (file: string): Uint8Array => {
    let content = held.get(file);
    if (!content) {
      content = readFileSync(join(directory, file));
      held.set(file, content);
    }
    return content;
  };

  return {
    url(file) {
      const entry = manifest[file];
      if (!entry) throw new Error(`no asset ${file}: the build does not make it`);
      return `/assets/${entry.name}`;
    },
    serve(name, request) {
      const entry = byName.get(name);
      if (!entry) return null;
      const encoding = chooseEncoding(request.headers['accept-encoding'], entry.encodings);
      const headers: Record<string, string> = {
        'content-type': entry.type,
        'cache-control': FOREVER,
        vary: 'accept-encoding',
        'x-content-type-options': 'nosniff',
      };
      if (encoding !== 'identity') headers['content-encoding'] = encoding;
      const body = bytes(entry.name + EXTENSION[encoding]);
      headers.etag = entityTag(entry.name, encoding);
      return isFresh(request, headers.etag) ? notModified(headers) : { status: 200, headers, body };
    },
  };
}
