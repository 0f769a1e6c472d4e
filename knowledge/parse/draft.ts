import type { DocumentSlug, Furniture, IsoDate, Provision, ProvisionKind } from '../types.js';
import type { LabelType } from './labels.js';
import { Outline, leadingLabels } from './labels.js';
import { byteOffsets } from './text.js';

/** A provision while its document is being read: offsets in UTF-16, links to objects. */
export interface Draft {
  id: string;
  version: string | null;
  aliases: string[];
  kind: ProvisionKind;
  label: string;
  heading: string | null;
  parent: Draft | null;
  children: Draft[];
  start: number;
  /** Where the words after label and heading begin. */
  body: number;
  end: number;
  from: IsoDate | null;
  until: IsoDate | null;
}

export interface ParsedDocument {
  provisions: Provision[];
  furniture: Furniture[];
}

const KIND_OF: Record<LabelType, ProvisionKind> = {
  number: 'subsection',
  letter: 'paragraph',
  capital: 'subparagraph',
  roman: 'item',
};

/**
 * A definition's term: "“Child care” means ...", "As used in this section, “family” means ...", and those that only
 * point elsewhere ("has the meaning given that term"). Only at the head of a paragraph.
 */
const DEFINES =
  /^(?:As used in [^,“]+, )?“([^”]+)”(?: and “([^”]+)”| or “([^”]+)”)?(?: \([^)]*\))? (?:means|includes|does not include|has the meaning|have the meaning|is an individual who)/u;

/** The term that a paragraph defines, as printed; null where it defines none. */
export function definedTerm(words: string): string | null {
  const match = DEFINES.exec(words);
  if (match?.[1] === undefined) return null;
  const second = match[2] ?? match[3];
  return second === undefined ? match[1] : `${match[1]} and ${second}`;
}

/** Collects the provisions and furniture of one document and proves that together they cover every byte once. */
export class DocumentBuilder {
  private readonly drafts: Draft[] = [];
  private readonly named: { name: Furniture['name']; start: number; end: number }[] = [];

  constructor(
    readonly slug: DocumentSlug,
    readonly source: string,
    private readonly printNotes: Readonly<Record<string, string>>,
    private readonly historical: boolean,
  ) {}

  furniture(name: Furniture['name'], start: number, end: number): void {
    this.named.push({ name, start, end });
  }

  add(draft: Pick<Draft, 'id' | 'kind' | 'label' | 'heading' | 'parent' | 'start' | 'body'> & Partial<Draft>): Draft {
    const made: Draft = {
      version: draft.parent?.version ?? null,
      aliases: [],
      children: [],
      end: -1,
      from: draft.parent?.from ?? null,
      until: draft.parent?.until ?? null,
      ...draft,
    };
    made.parent?.children.push(made);
    this.drafts.push(made);
    return made;
  }

  /** Adds what the labels of a run of paragraphs open, below `root`; a paragraph without a label runs on. */
  outline(root: Draft, paragraphs: readonly { text: string; start: number }[], kind?: ProvisionKind): void {
    const outline = new Outline(root.id);
    const labelled = paragraphs.map((paragraph) => leadingLabels(paragraph.text));
    const path: Draft[] = [];
    paragraphs.forEach((paragraph, index) => {
      const following = labelled.slice(index + 1).find((labels) => labels.length > 0)?.[0]?.label;
      (labelled[index] ?? []).forEach(({ label, offset, length }, position) => {
        const placed = outline.place(label, position > 0, following);
        path.length = placed.depth;
        const parent = path.at(-1) ?? root;
        const body = paragraph.start + offset + length;
        path.push(
          this.add({
            id: `${parent.id}(${label})`,
            aliases: parent.aliases.map((alias) => `${alias}(${label})`),
            kind: kind ?? KIND_OF[placed.type],
            label: `(${label})`,
            heading: definedTerm(paragraph.text.slice(offset + length)),
            parent,
            start: paragraph.start + offset,
            body,
          }),
        );
      });
    });
  }

  /** Gives every provision that begins in [start, end) the bytes up to the next one; the last ends at `end`. */
  close(start: number, end: number): void {
    const inside = this.drafts.filter((draft) => draft.start >= start && draft.start < end && draft.end < 0);
    inside.sort((a, b) => a.start - b.start);
    inside.forEach((draft, index) => {
      draft.end = inside[index + 1]?.start ?? end;
    });
  }

  finish(): ParsedDocument {
    const byte = byteOffsets(this.source);
    this.drafts.sort((a, b) => a.start - b.start);
    const keyOf = (draft: Draft): string => (draft.version === null ? draft.id : `${draft.id}@${draft.version}`);
    const roots = this.drafts.filter((draft) => draft.parent === null);
    const provisions = this.drafts.map((draft): Provision => {
      const siblings = (draft.parent?.children ?? roots).filter((other) => isAnnotation(other) === isAnnotation(draft));
      const place = siblings.indexOf(draft);
      const neighbor = (other: Draft | undefined): string | null => (other === undefined ? null : keyOf(other));
      const key = keyOf(draft);
      return {
        id: draft.id,
        version: draft.version,
        key,
        aliases: draft.aliases,
        document: this.slug,
        kind: draft.kind,
        label: draft.label,
        heading: draft.heading,
        parent: draft.parent === null ? null : keyOf(draft.parent),
        children: draft.children.map(keyOf),
        previous: neighbor(siblings[place - 1]),
        next: neighbor(siblings[place + 1]),
        start: byte(draft.start),
        body: byte(draft.body),
        end: byte(draft.end),
        wholeEnd: byte(wholeEnd(draft)),
        from: draft.from,
        until: draft.until,
        historical: this.historical,
        printNote: this.printNotes[draft.id] ?? null,
      };
    });
    const furniture = this.named.map(({ name, start, end }): Furniture => {
      return { document: this.slug, name, start: byte(start), end: byte(end) };
    });
    this.fillBlanks(provisions, furniture, byte(this.source.length));
    return { provisions, furniture };
  }

  /** Names what is left between provisions and furniture as blank, and refuses if it is anything else. */
  private fillBlanks(provisions: readonly Provision[], furniture: Furniture[], size: number): void {
    const bytes = Buffer.from(this.source, 'utf8');
    const taken = [...provisions, ...furniture].sort((a, b) => a.start - b.start || a.end - b.end);
    let reached = 0;
    const blank = (start: number, end: number): void => {
      const words = bytes.subarray(start, end).toString('utf8');
      if (words.trim() !== '')
        throw new Error(`${this.slug}: bytes ${start}-${end} belong to nothing: ${words.trim()}`);
      furniture.push({ document: this.slug, name: 'blank', start, end });
    };
    for (const piece of taken) {
      if (piece.start < reached || piece.end < piece.start) {
        throw new Error(`${this.slug}: bytes ${piece.start}-${piece.end} are claimed twice`);
      }
      if (piece.start > reached) blank(reached, piece.start);
      reached = piece.end;
    }
    if (reached < size) blank(reached, size);
    furniture.sort((a, b) => a.start - b.start);
  }
}

/** History lines and notes hang on a section but are not part of its outline. */
function isAnnotation(draft: Draft): boolean {
  return draft.kind === 'history' || draft.kind === 'note';
}

/** A section's notes are printed after it, often below a heading of their own, so they lie outside its bytes. */
function wholeEnd(draft: Draft): number {
  return draft.children
    .filter((child) => child.kind !== 'note' || draft.kind === 'note')
    .reduce((end, child) => Math.max(end, wholeEnd(child)), draft.end);
}
