import type { ParsedDocument } from './draft.js';
import { DocumentBuilder } from './draft.js';
import { PRINT_NOTES } from './print-notes.js';
import type { Line } from './text.js';
import { linesOf } from './text.js';

const FOOTER = 'Last Updated';

/** OAR 414-600-0035 as a page prints it: each label on a line of its own, its words on the next. */
export function parseRule(source: string): ParsedDocument {
  const builder = new DocumentBuilder('oar-414-600-0035', source, PRINT_NOTES, false);
  const lines = linesOf(source).filter((line) => line.trimmed !== '');
  const footer = lines.findIndex((line) => line.trimmed === FOOTER);
  const [number, heading, ...paragraphs] = lines.slice(0, footer);
  const last = paragraphs.at(-1);
  const end = lines.at(-1)?.to;
  const updated = lines[footer];
  const body = paragraphs[0]?.from;
  if (
    number === undefined ||
    heading === undefined ||
    last === undefined ||
    updated === undefined ||
    end === undefined ||
    body === undefined
  ) {
    throw new Error('OAR 414-600-0035 is not printed as expected');
  }
  const rule = builder.add({
    id: number.trimmed,
    kind: 'section',
    label: number.trimmed.replace('OAR ', ''),
    heading: heading.trimmed,
    parent: null,
    start: number.from,
    body,
  });
  builder.outline(rule, joinLabels(source, paragraphs));
  builder.close(number.from, last.to);
  builder.furniture('footer', updated.from, end);
  return builder.finish();
}

/** Puts a label that stands alone on its line together with the words of the next one. */
function joinLabels(source: string, lines: readonly Line[]): { text: string; start: number }[] {
  const joined: { text: string; start: number }[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const next = lines[index + 1];
    if (line === undefined) continue;
    if (/^\([0-9a-z]+\)$/i.test(line.trimmed) && next !== undefined) {
      joined.push({ text: source.slice(line.from, next.to), start: line.from });
      index += 1;
    } else joined.push({ text: line.trimmed, start: line.from });
  }
  return joined;
}
