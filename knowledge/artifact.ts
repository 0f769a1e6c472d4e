import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { ExplanationTable } from './explanations.js';
import { PARSERS } from './parse/index.js';
import type { SearchArtifact } from './search/index-build.js';
import { SOURCES } from './sources.js';
import type { DocumentSlug, Furniture, Provision, SourceDocument } from './types.js';

/** The parsed law as it is kept between build and start. */
export interface LawArtifact {
  format: number;
  documents: SourceDocument[];
  provisions: Provision[];
  furniture: Furniture[];
}

/** Raised when a field of an index changes its meaning. */
export const SEARCH_FORMAT = 3;
/** Raised when a field of the artifact changes its meaning, so that an old build is refused. */
export const ARTIFACT_FORMAT = 1;
const LAW_FILE = 'law.json';
const SOURCES_FOLDER = 'sources';
const SEARCH_FOLDER = 'search';
const EXPLANATIONS_FOLDER = 'explanations';

/** Thrown where a source, or the artifact made from it, is not what it must be: nothing may be quoted then. */
export class SourceMismatch extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SourceMismatch';
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Parses all sources.
 * @param sourcesFolder the folder with the five files
 * @throws SourceMismatch where a file is not byte for byte the one that the parser was proved against
 */
export function parseSources(sourcesFolder: string): { artifact: LawArtifact; sources: Map<DocumentSlug, Buffer> } {
  const artifact: LawArtifact = { format: ARTIFACT_FORMAT, documents: [], provisions: [], furniture: [] };
  const sources = new Map<DocumentSlug, Buffer>();
  for (const source of SOURCES) {
    const bytes = readFileSync(join(sourcesFolder, source.file));
    const digest = sha256(bytes);
    if (digest !== source.sha256) {
      throw new SourceMismatch(`${source.file}: SHA-256 is ${digest}, but ${source.sha256} was read and checked`);
    }
    const parsed = PARSERS[source.slug](bytes.toString('utf8'));
    artifact.documents.push({ ...source, bytes: bytes.length });
    artifact.provisions.push(...parsed.provisions);
    artifact.furniture.push(...parsed.furniture);
    sources.set(source.slug, bytes);
  }
  return { artifact, sources };
}

/** Writes the artifact, and the sources beside it so that a start needs nothing else. */
export function writeArtifact(folder: string, artifact: LawArtifact, sources: ReadonlyMap<DocumentSlug, Buffer>): void {
  mkdirSync(join(folder, SOURCES_FOLDER), { recursive: true });
  for (const document of artifact.documents) {
    const bytes = sources.get(document.slug);
    if (bytes !== undefined) replaceFile(join(folder, SOURCES_FOLDER, document.file), bytes);
  }
  replaceFile(join(folder, LAW_FILE), JSON.stringify(artifact));
}

/**
 * Reads what `writeArtifact` wrote.
 * @throws SourceMismatch where the artifact is of another format or a source is not the one that it was made from
 */
export function readArtifact(folder: string): { artifact: LawArtifact; sources: Map<DocumentSlug, Buffer> } {
  const artifact = JSON.parse(readFileSync(join(folder, LAW_FILE), 'utf8')) as LawArtifact;
  if (artifact.format !== ARTIFACT_FORMAT) {
    throw new SourceMismatch(
      `${LAW_FILE} is of format ${artifact.format}, not ${ARTIFACT_FORMAT}: run the build again`,
    );
  }
  const sources = new Map<DocumentSlug, Buffer>();
  for (const document of artifact.documents) {
    const bytes = readFileSync(join(folder, SOURCES_FOLDER, document.file));
    const digest = sha256(bytes);
    if (digest !== document.sha256) {
      throw new SourceMismatch(
        `${document.file} has changed since the law was built from it (SHA-256 ${digest}, built from ${document.sha256}): run the build again`,
      );
    }
    sources.set(document.slug, bytes);
  }
  return { artifact, sources };
}

/** Writes the index of one language beside the law: names as JSON, posting lists as they lie in memory. */
export function writeSearchArtifact(folder: string, artifact: SearchArtifact): void {
  const { terms, pairs, phrases, scope, ...rest } = artifact;
  const names = {
    ...rest,
    terms: { names: terms.names, ends: terms.ends },
    pairs: { names: pairs.names, ends: pairs.ends },
    scope: { bias: scope.bias },
  };
  const postings = Uint16Array.from([...terms.postings, ...pairs.postings, ...phrases, ...scope.weights]);
  mkdirSync(join(folder, SEARCH_FOLDER), { recursive: true });
  replaceFile(join(folder, SEARCH_FOLDER, `${artifact.tag}.json`), JSON.stringify(names));
  replaceFile(join(folder, SEARCH_FOLDER, `${artifact.tag}.bin`), littleEndian(postings));
}

/** Languages that have an index. */
export function searchTags(folder: string): string[] {
  return readdirSync(join(folder, SEARCH_FOLDER))
    .flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * Reads the index of one language.
 * @throws SourceMismatch where it is of another format, or its two files are not of one build
 */
export function readSearchArtifact(folder: string, tag: string): SearchArtifact {
  const file = `${tag}.json`;
  const names = JSON.parse(readFileSync(join(folder, SEARCH_FOLDER, file), 'utf8')) as SearchArtifact;
  if (names.format !== SEARCH_FORMAT) {
    throw new SourceMismatch(`${file} is of format ${names.format}, not ${SEARCH_FORMAT}: run the build again`);
  }
  const postings = fromLittleEndian(readFileSync(join(folder, SEARCH_FOLDER, `${tag}.bin`)));
  const split = names.terms.ends.at(-1) ?? 0;
  const phrasesFrom = split + (names.pairs.ends.at(-1) ?? 0);
  const scopeFrom = phrasesFrom + (names.phraseEnds.at(-1) ?? 0);
  if (postings.length !== scopeFrom + names.terms.names.length + names.pairs.names.length) {
    throw new SourceMismatch(`${file} and its postings are not of one build: run the build again`);
  }
  return {
    ...names,
    terms: { ...names.terms, postings: postings.subarray(0, split) },
    pairs: { ...names.pairs, postings: postings.subarray(split, phrasesFrom) },
    phrases: postings.subarray(phrasesFrom, scopeFrom),
    scope: { ...names.scope, weights: postings.subarray(scopeFrom) },
  };
}

/** Writes the explanations of one language beside the law. */
export function writeExplanations(folder: string, tag: string, table: ExplanationTable): void {
  mkdirSync(join(folder, EXPLANATIONS_FOLDER), { recursive: true });
  replaceFile(join(folder, EXPLANATIONS_FOLDER, `${tag}.json`), JSON.stringify(table));
}

/** Reads the explanations of one language; null where it has none. */
export function readExplanations(folder: string, tag: string): ExplanationTable | null {
  const file = join(folder, EXPLANATIONS_FOLDER, `${tag}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ExplanationTable) : null;
}

/** Removes indexes and explanations of languages that are no longer there. */
export function removeOtherLanguages(folder: string, tags: ReadonlySet<string>): void {
  for (const part of [SEARCH_FOLDER, EXPLANATIONS_FOLDER]) {
    for (const file of readdirSync(join(folder, part))) {
      if (!tags.has(file.replace(/\.(?:json|bin)$/, ''))) rmSync(join(folder, part, file));
    }
  }
}

/** Numbers as little-endian bytes, whatever the machine. */
function littleEndian(values: Uint16Array): Buffer {
  const bytes = Buffer.from(values.slice().buffer);
  return endianness() === 'LE' ? bytes : bytes.swap16();
}

function fromLittleEndian(bytes: Buffer): Uint16Array {
  const own = Buffer.from(new ArrayBuffer(bytes.length));
  bytes.copy(own);
  if (endianness() !== 'LE') own.swap16();
  return new Uint16Array(own.buffer, own.byteOffset, own.length / 2);
}

/** Writes whole or not at all, so that a start beside a build never reads half a file. */
function replaceFile(file: string, content: string | Buffer): void {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, content);
  renameSync(fresh, file);
}
