import type { IsoDate } from '../types.js';
import type { Draft, ParsedDocument } from './draft.js';
import { DocumentBuilder, definedTerm } from './draft.js';
import { leadingLabels } from './labels.js';
import { PRINT_NOTES } from './print-notes.js';
import type { Line } from './text.js';
import { isoFromWords, linesOf } from './text.js';

const SECTION = /^(329A\.\d{3}) /;
const SECOND_TEXT = /^(329A\.\d{3})\. /;
const SESSION_SECTION = /^Sec\. (\d+[a-z]?)\. /;
const NOTE = /^Note: /;
const HISTORY = /\[(?:Formerly|\d{4}) [^[\]]*\]$/;
const CONTENTS_LINE = /^(329A\.\d{3})[\s\u00a0]{2,}(.+)$/;
const OPERATIVE_LATER =
  /^Note: The amendments to (329A\.\d{3}) by .*?, become operative ([A-Z][a-z]+ \d{1,2}, \d{4})\./;
const WHOLE_SECTION_LATER = /^Note: (329A\.\d{3}) becomes operative ([A-Z][a-z]+ \d{1,2}, \d{4})\./;
const PROVIDES = /^Note: Sections? .*, chapter \d+, Oregon Laws \d{4}.*, provides?:$/;
const REPEALS = /^Sections? ([0-9a-z, and]+) of this (\d{4}) Act (?:is|are) repealed on ([A-Z][a-z]+ \d{1,2}, \d{4})\./;

/** The edition, which names the text that stands before a later one: "ORS 329A.250(5)@2023". */
const EDITION = '2023';

/** ORS chapter 329A as the Legislative Counsel's page prints it. */
export function parseOrs(source: string): ParsedDocument {
  return new OrsParser(source).parse();
}

/** Lines that belong together: a section's text, one note with the session law below it, or one heading. */
interface Block {
  kind: 'section' | 'second-text' | 'note' | 'heading' | 'footer';
  lines: Line[];
}

class OrsParser {
  private readonly builder: DocumentBuilder;
  private readonly sections = new Map<string, Draft>();
  private readonly sessionLaws = new Map<string, Draft>();

  constructor(private readonly source: string) {
    this.builder = new DocumentBuilder('ors-329a', source, PRINT_NOTES, false);
  }

  parse(): ParsedDocument {
    const lines = linesOf(this.source).filter((line) => line.trimmed !== '');
    const isIndented = (line: Line): boolean => line.from > line.start;
    const firstSection = lines.findIndex((line) => isIndented(line) && SECTION.test(line.trimmed));
    const bodyHeading = lines[firstSection - 1];
    const contentsHeading = lines.findIndex((line) => line.trimmed === bodyHeading?.trimmed);
    const contents = lines.slice(contentsHeading, firstSection - 1);
    const title = lines.slice(0, contentsHeading);
    this.furniture('title', title);
    this.furniture('contents', contents);
    const catchLines = new Map<string, string>();
    for (const line of contents) {
      const match = CONTENTS_LINE.exec(line.trimmed);
      if (match?.[1] !== undefined && match[2] !== undefined) catchLines.set(match[1], match[2]);
    }
    const blocks = this.blocks(lines.slice(firstSection - 1));
    const later = laterTexts(blocks);
    let section: Draft | undefined;
    for (const block of blocks) {
      if (block.kind === 'heading' || block.kind === 'footer') this.furniture(block.kind, block.lines);
      else if (block.kind === 'note') this.note(block.lines, section);
      else section = this.section(block, catchLines, later);
    }
    this.setRepeals();
    return this.builder.finish();
  }

  private furniture(name: 'title' | 'contents' | 'heading' | 'footer', lines: readonly Line[]): void {
    const first = lines[0];
    const last = lines.at(-1);
    if (first !== undefined && last !== undefined) this.builder.furniture(name, first.from, last.to);
  }

  private blocks(lines: readonly Line[]): Block[] {
    const blocks: Block[] = [];
    for (const line of lines) {
      if (line.from === line.start) {
        blocks.push({ kind: /^_+$/.test(line.trimmed) ? 'footer' : 'heading', lines: [line] });
      } else if (SECTION.test(line.trimmed)) blocks.push({ kind: 'section', lines: [line] });
      else if (SECOND_TEXT.test(line.trimmed)) blocks.push({ kind: 'second-text', lines: [line] });
      else if (NOTE.test(line.trimmed)) blocks.push({ kind: 'note', lines: [line] });
      else {
        const block = blocks.at(-1);
        if (block === undefined) throw new Error(`text before the first section: ${line.trimmed}`);
        block.lines.push(line);
      }
    }
    return blocks;
  }

  private section(block: Block, catchLines: ReadonlyMap<string, string>, later: ReadonlyMap<string, IsoDate>): Draft {
    const [first] = block.lines;
    const number = (block.kind === 'section' ? SECTION : SECOND_TEXT).exec(first?.trimmed ?? '')?.[1];
    if (first === undefined || number === undefined) throw new Error('a section without a number');
    const id = `ORS ${number}`;
    const { start, end } = bounds(block.lines);
    const afterNumber = first.from + number.length + (block.kind === 'section' ? 1 : 2);
    if (block.kind === 'section' && first.trimmed.startsWith('[', number.length + 1)) {
      const stub = this.builder.add({
        id,
        aliases: [`${id}#History`],
        kind: 'stub',
        label: number,
        heading: null,
        parent: null,
        start,
        body: afterNumber,
      });
      this.builder.close(start, end);
      return stub;
    }
    const heading = catchLines.get(number);
    if (heading === undefined) throw new Error(`${id} is not in the contents`);
    let body = afterNumber;
    if (block.kind === 'section') {
      if (!this.source.startsWith(`${heading}. `, afterNumber))
        throw new Error(`${id}: the catch line is not "${heading}"`);
      body += heading.length + 2;
    }
    const laterFrom = later.get(id);
    const hasTwoTexts = laterFrom !== undefined && later.get(`${id}#second`) !== undefined;
    const isSecond = block.kind === 'second-text';
    if (isSecond && laterFrom === undefined) throw new Error(`${id}: a second text without a note that dates it`);
    const section = this.builder.add({
      id,
      version: !hasTwoTexts ? null : isSecond ? laterFrom : EDITION,
      kind: 'section',
      label: number,
      heading,
      parent: null,
      start,
      body,
      from: isSecond || !hasTwoTexts ? (laterFrom ?? null) : null,
      until: hasTwoTexts && !isSecond ? laterFrom : null,
    });
    this.text(section, block.lines, body);
    this.builder.close(start, end);
    if (!isSecond) this.sections.set(id, section);
    return section;
  }

  /** The outline of a section or session law from `body` on, and the history line in brackets at its end. */
  private text(root: Draft, lines: readonly Line[], body: number, kind?: 'session-law'): Draft | null {
    const last = lines.at(-1);
    const bracket = HISTORY.exec(last?.trimmed ?? '');
    const textEnd = bracket === null || last === undefined ? last?.to : last.from + bracket.index;
    const paragraphs = lines.map((line, index) => {
      const start = index === 0 ? body : line.from;
      return { start, text: this.source.slice(start, line === last ? textEnd : line.to) };
    });
    const [opening] = paragraphs;
    const unlabelled = paragraphs.slice(1).find((paragraph) => leadingLabels(paragraph.text).length === 0);
    if (unlabelled !== undefined) throw new Error(`${root.id}: a paragraph without a label: ${unlabelled.text}`);
    if (root.heading === null && opening !== undefined && leadingLabels(opening.text).length === 0) {
      root.heading = definedTerm(opening.text);
    }
    this.builder.outline(root, paragraphs, kind);
    if (bracket === null || textEnd === undefined) return null;
    return this.builder.add({
      id: `${root.id}#History`,
      aliases: root.aliases.map((alias) => `${alias}#History`),
      version: null,
      kind: 'history',
      label: 'History',
      heading: null,
      parent: root,
      start: textEnd,
      body: textEnd,
      from: null,
      until: null,
    });
  }

  /** An editor's note, with the session law that it sets out ("Note: Section 3, chapter 595, ... provides:"). */
  private note(lines: readonly Line[], section: Draft | undefined): void {
    const [first] = lines;
    if (first === undefined || section === undefined) throw new Error('a note before the first section');
    const earlier = this.sections.get(section.id)?.children.filter((child) => child.kind === 'note').length ?? 0;
    const owner = this.sections.get(section.id) ?? section;
    const { start, end } = bounds(lines);
    const note = this.builder.add({
      id: `${section.id}#Note${earlier === 0 ? '' : `-${earlier + 1}`}`,
      version: null,
      kind: 'note',
      label: 'Note',
      heading: null,
      parent: owner,
      start,
      body: first.from + 'Note: '.length,
      from: null,
      until: null,
    });
    if (PROVIDES.test(first.trimmed)) this.sessionLawOf(note, lines.slice(1));
    else if (lines.length > 1) throw new Error(`${note.id}: text after a note that sets nothing out`);
    this.builder.close(start, end);
  }

  private sessionLawOf(note: Draft, lines: readonly Line[]): void {
    const groups: Line[][] = [];
    for (const line of lines) {
      if (SESSION_SECTION.test(line.trimmed)) groups.push([line]);
      else groups.at(-1)?.push(line);
    }
    const announced = announcedSections(this.source.slice(note.start, lines[0]?.from));
    for (const group of groups) {
      const [head] = group;
      const match = SESSION_SECTION.exec(head?.trimmed ?? '');
      const bracket = HISTORY.exec(group.at(-1)?.trimmed ?? '')?.[0];
      if (head === undefined || match?.[1] === undefined || bracket === undefined) {
        throw new Error(`${note.id}: session law without a number or a bracket`);
      }
      // Which chapter a "Sec." belongs to is said only by the bracket at its end: own law first, amendments after ";".
      const own = (bracket.slice(1, -1).split(';')[0] ?? '').split(' and ').map((part) => part.trim());
      for (const name of own) {
        if (!announced.has(name)) throw new Error(`${note.id}: ${name} is not announced by the note`);
        announced.delete(name);
      }
      const [id, ...aliases] = own;
      if (id === undefined || !id.endsWith(`§${match[1]}`))
        throw new Error(`${note.id}: ${bracket} is not section ${match[1]}`);
      const body = head.from + match[0].length;
      const law = this.builder.add({
        id,
        aliases,
        kind: 'session-law',
        label: `Sec. ${match[1]}.`,
        heading: null,
        parent: note,
        start: head.from,
        body,
      });
      this.text(law, group, body, 'session-law');
      for (const name of own) this.sessionLaws.set(name, law);
    }
    if (announced.size > 0)
      throw new Error(`${note.id}: announces ${[...announced].join(', ')}, which it does not print`);
  }

  /** "Section 1 of this 2023 Act is repealed on January 2, 2026.": the dates stand in the session law itself. */
  private setRepeals(): void {
    for (const [name, law] of this.sessionLaws) {
      const match = REPEALS.exec(this.source.slice(law.body, law.end));
      if (match?.[1] === undefined || match[3] === undefined) continue;
      const chapter = name.slice(0, name.indexOf('§'));
      for (const section of match[1].split(/, | and /)) {
        const repealed = this.sessionLaws.get(`${chapter}§${section}`);
        if (repealed !== undefined) setUntil(repealed, isoFromWords(match[3]));
      }
    }
  }
}

function setUntil(draft: Draft, until: IsoDate): void {
  if (draft.until !== null && draft.until !== until) throw new Error(`${draft.id} is repealed on two dates`);
  draft.until = until;
  for (const child of draft.children) if (child.kind !== 'history') setUntil(child, until);
}

function bounds(lines: readonly Line[]): { start: number; end: number } {
  const first = lines[0];
  const last = lines.at(-1);
  if (first === undefined || last === undefined) throw new Error('an empty block');
  return { start: first.from, end: last.to };
}

/** From the notes: the day on which a section's second text, or a whole section, becomes operative. */
function laterTexts(blocks: readonly Block[]): Map<string, IsoDate> {
  const later = new Map<string, IsoDate>();
  for (const block of blocks) {
    const words = block.lines[0]?.trimmed ?? '';
    const match = OPERATIVE_LATER.exec(words) ?? WHOLE_SECTION_LATER.exec(words);
    if (match?.[1] !== undefined && match[2] !== undefined) later.set(`ORS ${match[1]}`, isoFromWords(match[2]));
    if (block.kind === 'second-text') later.set(`ORS ${SECOND_TEXT.exec(words)?.[1] ?? ''}#second`, '');
  }
  return later;
}

/** "Sections 3b and 3c, chapter 518, Oregon Laws 2021, and sections 1 and 2, chapter 576, ..." as a set of names. */
function announcedSections(leadIn: string): Set<string> {
  const names = new Set<string>();
  for (const match of leadIn.matchAll(/[Ss]ections? ([0-9a-z, and]+?), chapter (\d+), Oregon Laws (\d{4})/g)) {
    for (const section of (match[1] ?? '').split(/, | and /)) names.add(`${match[3]} c.${match[2]} §${section}`);
  }
  return names;
}
