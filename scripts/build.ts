import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { MANIFEST, type AssetEntry, type AssetManifest } from '../bot/pages/assets.js';
import { languagePacks } from '../locales/packs.js';
import { buildKnowledge } from './build-knowledge.js';
import { compileStyles } from './styles.js';
import { heedingReducedMotion } from './web-chat.js';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Brotli's quality 10 takes Web Chat's 3.9 MB to 0.65 MB in about 3 seconds; 11 saves little more and takes 9. */
const BROTLI_QUALITY = 10;

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The folder that holds package.json, whether this runs from scripts/ or from dist/scripts/. */
export function findRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json above ${from}`);
  }
}

const WEB_CHAT = 'webchat.js';

/** The files that pages use, by plain name: our own, and Web Chat's one bundle with its license. */
function assetSources(root: string): Map<string, string> {
  const own = join(root, 'bot', 'pages', 'assets');
  const sources = new Map<string, string>();
  for (const file of readdirSync(own)) {
    if (extname(file) in TYPES) sources.set(file, join(own, file));
    if (extname(file) === '.scss') sources.set(file.replace(/scss$/, 'css'), join(own, file));
  }
  const webChat = join(
    dirname(createRequire(join(root, 'package.json')).resolve('botframework-webchat')),
    '..',
    'dist',
  );
  sources.set(WEB_CHAT, join(webChat, WEB_CHAT));
  sources.set('webchat.js.LICENSE.txt', join(webChat, 'webchat.js.LICENSE.txt'));
  return sources;
}

function readManifest(directory: string): AssetManifest {
  const file = join(directory, MANIFEST);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as AssetManifest) : {};
}

const filesOf = (entry: AssetEntry): string[] => [
  entry.name,
  ...entry.encodings.map((encoding) => entry.name + (encoding === 'br' ? '.br' : '.gz')),
];

/**
 * Fills `directory` with the static files of the pages: names that carry a hash of the content, each with brotli and
 * gzip variants where they are smaller, and a manifest. A file whose source did not change is left alone;
 * older versions stay, so that a server that runs meanwhile goes on serving what its pages name.
 */
export function buildAssets(root: string, directory: string): AssetManifest {
  mkdirSync(directory, { recursive: true });
  const before = readManifest(directory);
  const manifest: AssetManifest = {};
  for (const [file, path] of assetSources(root)) {
    const read = file === WEB_CHAT ? Buffer.from(heedingReducedMotion(readFileSync(path, 'utf8'))) : readFileSync(path);
    const isStyle = extname(path) === '.scss';
    // A style sheet also depends on the design system that it takes its parts from.
    const source = sha256(isStyle ? Buffer.concat([read, readFileSync(join(root, 'package-lock.json'))]) : read);
    const old = before[file];
    if (old?.source === source && filesOf(old).every((name) => existsSync(join(directory, name)))) {
      manifest[file] = old;
      continue;
    }
    const content = isStyle ? compileStyles(root, path) : read;
    const extension = extname(file);
    const name = `${file.slice(0, -extension.length)}.${sha256(content).slice(0, 12)}${extension}`;
    const entry: AssetEntry = {
      name,
      type: TYPES[extension] ?? 'application/octet-stream',
      bytes: content.byteLength,
      source,
      encodings: [],
    };
    writeFileSync(join(directory, name), content);
    const variants = {
      br: brotliCompressSync(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
        },
      }),
      gzip: gzipSync(content, { level: 9 }),
    };
    for (const [encoding, bytes] of [['br', variants.br] as const, ['gzip', variants.gzip] as const]) {
      if (bytes.byteLength >= content.byteLength) continue;
      entry.encodings.push(encoding);
      writeFileSync(join(directory, name + (encoding === 'br' ? '.br' : '.gz')), bytes);
    }
    manifest[file] = entry;
  }
  writeFileSync(join(directory, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** A hash over all that the law's artifact is made from: sources, layers, languages, the code that builds it, and its libraries. */
function knowledgeInputs(root: string): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = join(path, entry.name);
      if (entry.isDirectory()) add(file);
      else if (/\.(?:ts|txt|jsonl)$|^language\.json$/.test(entry.name))
        hash.update(entry.name).update(readFileSync(file));
    }
  };
  for (const folder of ['knowledge', 'locales', 'scripts']) add(join(root, folder));
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

/** Everything that the server reads beside its own code: the law as data, and the pages' static files. */
export async function build(root: string, outDir: string): Promise<void> {
  const knowledge = join(outDir, 'knowledge');
  const stamp = join(knowledge, 'stamp');
  const inputs = knowledgeInputs(root);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== inputs) {
    rmSync(stamp, { force: true });
    await buildKnowledge(root, knowledge, languagePacks(join(root, 'locales')));
    writeFileSync(stamp, inputs);
  }
  buildAssets(root, join(outDir, 'assets'));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = findRoot();
  await build(root, join(root, 'build'));
}
