import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARSERS } from './parse/index.js';
import { SOURCES } from './sources.js';
import type { DocumentSlug, Furniture, Provision, SourceDocument } from './types.js';

/** The parsed law as it is kept between build and start. */
export interface LawArtifact {
  format: number;
  documents: SourceDocument[];
  provisions: Provision[];
  furniture: Furniture[];
}

/** Raised when a field of the artifact changes its meaning, so that an old build is refused. */
export const ARTIFACT_FORMAT = 1;
const LAW_FILE = 'law.json';
const SOURCES_FOLDER = 'sources';

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
    if (bytes !== undefined) writeFileSync(join(folder, SOURCES_FOLDER, document.file), bytes);
  }
  writeFileSync(join(folder, LAW_FILE), JSON.stringify(artifact));
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
