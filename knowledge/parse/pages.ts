import { PAGE_PREFIX } from '../sources.js';
import type { Draft, ParsedDocument } from './draft.js';
import { DocumentBuilder } from './draft.js';
import { PRINT_NOTES } from './print-notes.js';
import type { Line } from './text.js';
import { linesOf } from './text.js';

/**
 * The headings of the Classroom Support page as a person sees them. The copied text marks none, so they are named
 * here, and the build stops if one is no longer a line of its own.
 */
const CLASSROOM_SUPPORT: readonly { heading: string; level: number }[] = [
  { heading: 'Professional Learning: Classroom Support', level: 1 },
  { heading: 'Childcare Resource and Referral (CCR&R)', level: 1 },
  { heading: 'Spark is our state’s Quality Recognition & Improvement System', level: 1 },
  { heading: 'Available Support', level: 2 },
  { heading: 'Spark Redesign', level: 2 },
  { heading: 'Suspension and Expulsion Prevention', level: 1 },
  { heading: 'Inclusive Partners', level: 1 },
];
/** Words of a picture at the end of the first part. */
const PICTURE = 'boy playing';

interface HeadingLine {
  line: Line;
  heading: string;
  level: number;
}

export function parseClassroomSupport(source: string): ParsedDocument {
  const builder = new DocumentBuilder('delc-classroom-support', source, PRINT_NOTES, false);
  const lines = linesOf(source).filter((line) => line.trimmed !== '');
  const headings = CLASSROOM_SUPPORT.map(({ heading, level }): HeadingLine => {
    const found = lines.filter((line) => line.trimmed === heading);
    const [line] = found;
    if (line === undefined || found.length > 1) throw new Error(`the page prints "${heading}" ${found.length} times`);
    return { line, heading, level };
  });
  const picture = lines.find((line) => line.trimmed === PICTURE);
  const first = headings[0];
  const last = lines.at(-1);
  const before = lines[lines.indexOf(first?.line ?? linesOf('')[0]!) - 1];
  const top = lines[0];
  if (first === undefined || last === undefined || picture === undefined || before === undefined || top === undefined) {
    throw new Error('the Classroom Support page is not printed as expected');
  }
  builder.furniture('navigation', top.from, before.to);
  builder.furniture('picture', picture.from, picture.to);
  addHeadings(builder, PAGE_PREFIX['delc-classroom-support'], headings, last.to, (line) => line !== picture, lines);
  return builder.finish();
}

const MARKDOWN_HEADING = /^(#{1,6}) (.+)$/;
/** The cover repeats the title in bold above the agency's name. */
const COVER = /^# \*\*.+\*\*$/;

export function parseOdeSection(source: string): ParsedDocument {
  const builder = new DocumentBuilder('ode-section-7', source, PRINT_NOTES, false);
  const lines = linesOf(source).filter((line) => line.trimmed !== '');
  const cover = lines.find((line) => COVER.test(line.trimmed));
  const headings: HeadingLine[] = [];
  for (const line of lines) {
    const match = line === cover ? null : MARKDOWN_HEADING.exec(line.trimmed);
    // The title stands alone above the first part, so it holds nothing: every other heading is its neighbor, not its child.
    if (match?.[1] !== undefined && match[2] !== undefined) {
      headings.push({ line, heading: match[2], level: Math.max(1, match[1].length - 1) });
    }
  }
  const first = headings[0];
  const last = lines.at(-1);
  const before = first === undefined ? undefined : lines[lines.indexOf(first.line) - 1];
  if (cover === undefined || first === undefined || last === undefined || before === undefined) {
    throw new Error('the guidance is not printed as expected');
  }
  builder.furniture('title', cover.from, before.to);
  addHeadings(builder, PAGE_PREFIX['ode-section-7'], headings, last.to, () => true, lines);
  return builder.finish();
}

/** A heading printed twice gets "-2" at its second place, "-3" at its third, as notes do. */
function addHeadings(
  builder: DocumentBuilder,
  prefix: string,
  headings: readonly HeadingLine[],
  end: number,
  belongs: (line: Line) => boolean,
  lines: readonly Line[],
): void {
  const open: { draft: Draft; level: number }[] = [];
  const printed = new Map<string, number>();
  headings.forEach(({ line, heading, level }, index) => {
    const stop = headings[index + 1]?.line.from ?? end + 1;
    const own = lines.filter((other) => other.from >= line.from && other.from < stop && belongs(other));
    const count = (printed.get(heading) ?? 0) + 1;
    printed.set(heading, count);
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    const draft = builder.add({
      id: `${prefix}#${heading}${count === 1 ? '' : `-${count}`}`,
      kind: 'heading',
      label: heading,
      heading,
      parent: open.at(-1)?.draft ?? null,
      start: line.from,
      body: own[1]?.from ?? line.to,
    });
    open.push({ draft, level });
    builder.close(line.from, own.at(-1)?.to ?? line.to);
  });
}
