import type { LawArtifact } from './artifact.js';
import type { CitationReading, CitationSuffix } from './citations.js';
import { readCitation, tidySpelling } from './citations.js';
import { PAGE_PREFIX } from './sources.js';
import type { Citation, CiteResult, DocumentSlug, IsoDate, Law, Provision, ProvisionStatus } from './types.js';
import { UnknownProvision } from './types.js';

/** Runs of white space, no-break spaces too, as one space; nothing else is touched. */
export function foldSpace(text: string): string {
  return text.replace(/[\s\u00a0]+/gu, ' ').trim();
}

/**
 * The law over its artifact. Texts are cut from the bytes of the sources by offset, so a quote cannot drift from them.
 */
export function createLaw(artifact: LawArtifact, sources: ReadonlyMap<DocumentSlug, Buffer>): Law {
  return new SourcedLaw(artifact, sources);
}

class SourcedLaw implements Law {
  readonly documents;
  readonly provisions;
  readonly furniture;
  private readonly keys = new Map<string, Provision>();
  /** All versions of an id, oldest first; other ids for the same words too. */
  private readonly ids = new Map<string, Provision[]>();
  private readonly sessionChapters = new Map<string, Set<string>>();
  private readonly headings = new Map<string, Provision[]>();
  private readonly quotes = new Map<string, string>();

  constructor(
    artifact: LawArtifact,
    private readonly sources: ReadonlyMap<DocumentSlug, Buffer>,
  ) {
    this.documents = artifact.documents;
    this.provisions = artifact.provisions;
    this.furniture = artifact.furniture;
    for (const provision of this.provisions) {
      this.keys.set(provision.key, provision);
      for (const id of [provision.id, ...provision.aliases]) {
        const versions = this.ids.get(id);
        if (versions === undefined) this.ids.set(id, [provision]);
        else versions.push(provision);
        const session = /^(\d{4}) c\.(\d+) §/.exec(id);
        if (session?.[1] !== undefined && session[2] !== undefined) {
          const years = this.sessionChapters.get(session[2]) ?? new Set();
          this.sessionChapters.set(session[2], years.add(session[1]));
        }
      }
      if (provision.kind === 'heading') {
        const name = plainName(provision.label);
        this.headings.set(name, [...(this.headings.get(name) ?? []), provision]);
      }
    }
    for (const versions of this.ids.values()) {
      versions.sort((a, b) => ((a.version ?? '') < (b.version ?? '') ? -1 : 1));
    }
  }

  byKey(key: string): Provision | undefined {
    const exact = this.keys.get(key);
    if (exact !== undefined) return exact;
    const versions = this.ids.get(key) ?? [];
    return versions.length === 1 ? versions[0] : undefined;
  }

  at(id: string, asOf: IsoDate): Provision | undefined {
    if (id.includes('@')) return this.keys.get(id) ?? this.operativeFrom(id);
    const versions = this.ids.get(id) ?? [];
    if (versions.length === 1 && versions[0]?.version === null) return versions[0];
    return versions.find((version) => isOperative(version, asOf));
  }

  /** "ORS 329A.625@2026-07-01": the one text of an id, named by the day from which it is operative. */
  private operativeFrom(id: string): Provision | undefined {
    const [plain = '', day] = id.split('@');
    const only = this.byKey(plain);
    return only?.from === day ? only : undefined;
  }

  versions(id: string): Provision[] {
    return [...(this.ids.get(id.replace(/@.*$/, '')) ?? [])];
  }

  status(provision: Provision, asOf: IsoDate): ProvisionStatus {
    if (provision.historical) return 'historical';
    if (provision.document !== 'ors-329a') return 'undated';
    if (provision.kind === 'stub') return 'repealed';
    if (provision.from !== null && asOf < provision.from) return 'pending';
    if (provision.until !== null && asOf >= provision.until)
      return provision.version === null ? 'repealed' : 'superseded';
    return 'in-force';
  }

  text(provision: Provision): string {
    return this.slice(provision, provision.start, provision.end);
  }

  wholeText(provision: Provision): string {
    return this.slice(provision, provision.start, provision.wholeEnd);
  }

  name(provision: Provision): string {
    const { id } = provision;
    const [head = id, tail] = id.split(/#(.*)/s);
    if (provision.kind === 'order') return `Oregon Bulletin, ${id}`;
    if (provision.kind === 'heading') return `${head}: ${provision.label}`;
    const open = head.indexOf('(');
    const spaced = open < 0 ? head : `${head.slice(0, open)} ${head.slice(open)}`;
    if (provision.kind === 'history') return `${spaced}, history`;
    if (provision.kind === 'note') return `${spaced}, ${ordinalNote(tail ?? '')}`;
    return spaced;
  }

  citation(id: string, asOf: IsoDate): Citation {
    const provision = this.at(id, asOf);
    if (provision === undefined) throw new UnknownProvision(id);
    return this.citationOf(provision, asOf);
  }

  cite(spelling: string, asOf: IsoDate): CiteResult {
    const exact = this.at(foldSpace(spelling), asOf) ?? this.byKey(foldSpace(spelling));
    if (exact !== undefined) return this.found([exact], asOf);
    const heading = this.pageHeading(spelling);
    if (heading.found.length > 0) return this.found(heading.found, asOf);
    const reading = readCitation(spelling);
    if (reading !== null && this.isMeant(reading)) return this.resolve(reading, asOf);
    if (heading.named) return { kind: 'not-found', id: foldSpace(spelling), nearest: null };
    return { kind: 'not-a-citation' };
  }

  looksLikeCitation(text: string): boolean {
    if (this.keys.has(foldSpace(text)) || this.ids.has(foldSpace(text))) return true;
    if (this.pageHeading(text).named) return true;
    const reading = readCitation(text);
    if (reading === null || !this.isMeant(reading)) return false;
    return reading.kind !== 'section' || reading.certain || this.ids.has(reading.root);
  }

  /** "250 4 b" is a citation only where there is a section 250. */
  private isMeant(reading: CitationReading): boolean {
    return reading.kind !== 'section' || !reading.bare || this.ids.has(reading.root);
  }

  private slice(provision: Provision, start: number, end: number): string {
    const bytes = this.sources.get(provision.document);
    if (bytes === undefined) throw new UnknownProvision(provision.key);
    return bytes.toString('utf8', start, end);
  }

  private found(provisions: readonly Provision[], asOf: IsoDate): CiteResult {
    return { kind: 'found', citations: provisions.map((provision) => this.citationOf(provision, asOf)) };
  }

  private citationOf(provision: Provision, asOf: IsoDate): Citation {
    return {
      id: provision.version === null || isOperative(provision, asOf) ? provision.id : provision.key,
      provision,
      name: this.datedName(provision, asOf),
      quote: this.quote(provision),
      leadIns: this.leadIns(provision),
      status: this.status(provision, asOf),
      asOf,
    };
  }

  private datedName(provision: Provision, asOf: IsoDate): string {
    const name = this.name(provision);
    if (provision.version === null || isOperative(provision, asOf)) return name;
    if (provision.until !== null) return `${name}, as it read before ${inWords(provision.until)}`;
    return `${name}, as operative from ${inWords(provision.from ?? provision.version)}`;
  }

  private quote(provision: Provision): string {
    const known = this.quotes.get(provision.key);
    if (known !== undefined) return known;
    const history = provision.children.find((key) => this.keys.get(key)?.kind === 'history');
    const historyStart = history === undefined ? undefined : this.keys.get(history)?.start;
    const note = provision.kind === 'note' ? undefined : this.noteInside(provision);
    const end = provision.kind === 'order' ? provision.end : (note ?? historyStart ?? provision.wholeEnd);
    const quote = foldSpace(this.slice(provision, provision.body, end));
    this.quotes.set(provision.key, quote);
    return quote;
  }

  /** Where an agency's bracketed note stands inside a rule, before its history. */
  private noteInside(provision: Provision): number | undefined {
    return provision.children
      .map((key) => this.keys.get(key))
      .find((child) => child?.kind === 'note' && child.start < provision.wholeEnd)?.start;
  }

  private leadIns(provision: Provision): Citation['leadIns'] {
    const leadIns: Citation['leadIns'] = [];
    if (provision.kind === 'heading' || provision.kind === 'note' || provision.kind === 'history') return leadIns;
    for (let key = provision.parent; key !== null;) {
      const ancestor = this.keys.get(key);
      if (ancestor === undefined || ancestor.kind === 'order' || ancestor.kind === 'note') break;
      const text = foldSpace(this.slice(ancestor, ancestor.body, ancestor.end));
      if (text !== '') leadIns.unshift({ key: ancestor.key, name: this.name(ancestor), text });
      key = ancestor.parent;
    }
    return leadIns;
  }

  private pageHeading(spelling: string): { found: Provision[]; named: boolean } {
    const tidy = plainName(tidySpelling(spelling));
    for (const [slug, prefix] of Object.entries(PAGE_PREFIX)) {
      const plain = plainName(prefix);
      if (tidy.startsWith(`${plain} `)) {
        const found = this.headings.get(tidy.slice(plain.length + 1)) ?? [];
        return { found: found.filter((heading) => heading.document === slug), named: true };
      }
    }
    return { found: this.headings.get(tidy) ?? [], named: false };
  }

  private resolve(reading: CitationReading, asOf: IsoDate): CiteResult {
    const roots = this.rootsOf(reading);
    const labels = reading.kind === 'order' ? [] : reading.labels;
    const id = `${roots.id}${labels.map((label) => `(${label})`).join('')}`;
    const suffix = reading.kind === 'order' ? undefined : reading.suffix;
    const wanted = `${id}${annotationSuffix(suffix)}${suffix?.version ? `@${suffix.version}` : ''}`;
    const candidates = this.inOrderOf(roots.id, asOf, suffix?.version ?? null);
    const paths = candidates.map((root) => this.walk(root, labels));
    const complete = paths.find((path) => path.complete.length > 0);
    // The version that was named may not exist; what the id means on the day is then the nearest.
    const reached = paths[0]?.reached ?? this.inOrderOf(roots.id, asOf, null).map((root) => this.walk(root, labels))[0];
    const nearestProvision = reached !== undefined && 'reached' in reached ? reached.reached : reached;
    const nearest = nearestProvision === undefined ? null : this.citationOf(nearestProvision, asOf);
    if (complete === undefined) return { kind: 'not-found', id: wanted, nearest };
    if (suffix?.annotation === null || suffix === undefined) return this.found(complete.complete, asOf);
    const annotations = this.annotationsOf(roots.id, suffix);
    return annotations.length > 0 && labels.length === 0
      ? this.found(annotations, asOf)
      : { kind: 'not-found', id: wanted, nearest };
  }

  private rootsOf(reading: CitationReading): { id: string } {
    if (reading.kind === 'section') return { id: reading.root };
    if (reading.kind === 'order') {
      const id = `Order ${reading.number}`;
      return { id: this.ids.has(id) || !this.ids.has(`${id}(Temp)`) ? id : `${id}(Temp)` };
    }
    const years = [...(this.sessionChapters.get(reading.chapter) ?? [])];
    const year =
      reading.year ??
      years.find((held) => this.ids.has(`${held} c.${reading.chapter} §${reading.section}`)) ??
      years[0];
    return { id: `${year === undefined ? '' : `${year} `}c.${reading.chapter} §${reading.section}` };
  }

  /** The texts of a section in the order in which they are meant: the one named, or the one operative on the day first. */
  private inOrderOf(id: string, asOf: IsoDate, version: string | null): Provision[] {
    const versions = this.ids.get(id) ?? [];
    if (version !== null) return versions.filter((text) => text.version === version);
    return [...versions].sort((a, b) => Number(isOperative(b, asOf)) - Number(isOperative(a, asOf)));
  }

  /**
   * Follows labels down from a section. Letters come in any case: `c` finds (C) where (C) is printed. Where a capital
   * was written, a small letter stands at that level and the capital one level below it, both are meant.
   */
  private walk(root: Provision, labels: readonly string[]): { complete: Provision[]; reached: Provision } {
    let level: Provision[] = [root];
    let reached = root;
    for (const label of labels) {
      const next: Provision[] = [];
      for (const provision of level) {
        const children = this.outlineChildren(provision);
        const same = children.filter((child) => child.label.toLowerCase() === `(${label.toLowerCase()})`);
        next.push(...same);
        const isOtherCase = same.length > 0 && !same.some((child) => child.label === `(${label})`);
        if (isOtherCase && /^[A-Z]$/.test(label)) {
          for (const child of children) {
            next.push(...this.outlineChildren(child).filter((below) => below.label === `(${label})`));
          }
        }
      }
      const [first] = next;
      if (first === undefined) return { complete: [], reached };
      reached = first;
      level = next;
    }
    return { complete: level, reached };
  }

  private outlineChildren(provision: Provision): Provision[] {
    return provision.children
      .map((key) => this.keys.get(key))
      .filter((child) => child !== undefined && child.kind !== 'note' && child.kind !== 'history') as Provision[];
  }

  private annotationsOf(id: string, suffix: CitationSuffix): Provision[] {
    const annotation = suffix.annotation;
    if (annotation === null) return [];
    if (annotation.kind === 'History') return this.ids.get(`${id}#History`) ?? [];
    if (annotation.number !== null)
      return this.ids.get(`${id}#Note${annotation.number === 1 ? '' : `-${annotation.number}`}`) ?? [];
    const first = this.ids.get(`${id}#Note`) ?? [];
    if (!annotation.spelledOut) return first;
    const all = [...first];
    for (let number = 2; this.ids.has(`${id}#Note-${number}`); number++)
      all.push(...(this.ids.get(`${id}#Note-${number}`) ?? []));
    return all;
  }
}

function isOperative(provision: Provision, asOf: IsoDate): boolean {
  return (provision.from === null || asOf >= provision.from) && (provision.until === null || asOf < provision.until);
}

function annotationSuffix(suffix: CitationSuffix | undefined): string {
  if (suffix?.annotation === null || suffix === undefined) return '';
  const { kind, number } = suffix.annotation;
  return `#${kind}${number === null || number === 1 ? '' : `-${number}`}`;
}

function ordinalNote(tail: string): string {
  const number = /-(\d+)$/.exec(tail)?.[1];
  return number === undefined ? 'note' : `note ${number}`;
}

/** A heading for comparing: no marks, no case, no punctuation. */
function plainName(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "2025-07-01" as "July 1, 2025", as the sources write dates. */
function inWords(iso: IsoDate): string {
  const [year, month, day] = iso.split('-').map(Number);
  return `${MONTHS[(month ?? 1) - 1]} ${day}, ${year}`;
}
