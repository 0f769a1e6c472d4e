import type { Draft, ParsedDocument } from './draft.js';
import { DocumentBuilder } from './draft.js';
import { leadingLabels } from './labels.js';
import { PRINT_NOTES } from './print-notes.js';
import type { Line } from './text.js';
import { dayAfter, isoFromBulletin, linesOf } from './text.js';

const RULE = /^414-\d{3}-\d{4}$/;
const ORDER = /^Rule Caption: /;
const NUMBER = /^Adm\. Order No\.: (.+)$/;
const EFFECTIVE = /^Certified to be Effective: (\S+)(?: thru (\S+))?$/;
const AUTHORITY = /^Stat\. Auth\./;
const BRACKET = /^\[[^\]]+\]$/;
const FOOTER = 'Notes';

/** The Oregon Bulletin of February 1, 2011, chapter 414: four orders and their rules. History, all of it. */
export function parseBulletin(source: string): ParsedDocument {
  const builder = new DocumentBuilder('oregon-bulletin-2011-02', source, PRINT_NOTES, true);
  const lines = linesOf(source).filter((line) => line.trimmed !== '');
  const footer = lines.findIndex((line) => line.trimmed === FOOTER);
  const firstOrder = lines.findIndex((line) => ORDER.test(line.trimmed));
  furniture(builder, 'title', lines.slice(0, firstOrder));
  furniture(builder, 'footer', lines.slice(footer));
  let order: Draft | undefined;
  for (const group of groups(lines.slice(firstOrder, footer))) {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) continue;
    if (ORDER.test(first.trimmed)) order = addOrder(builder, group);
    else if (order === undefined) throw new Error(`rule ${first.trimmed} stands before any order`);
    else addRule(builder, order, group);
    builder.close(first.from, last.to);
  }
  return builder.finish();
}

function furniture(builder: DocumentBuilder, name: 'title' | 'footer', lines: readonly Line[]): void {
  const first = lines[0];
  const last = lines.at(-1);
  if (first === undefined || last === undefined) throw new Error(`the Bulletin has no ${name}`);
  builder.furniture(name, first.from, last.to);
}

function groups(lines: readonly Line[]): Line[][] {
  const all: Line[][] = [];
  for (const line of lines) {
    if (RULE.test(line.trimmed) || ORDER.test(line.trimmed)) all.push([line]);
    else all.at(-1)?.push(line);
  }
  return all;
}

function addOrder(builder: DocumentBuilder, lines: readonly Line[]): Draft {
  const field = (pattern: RegExp): RegExpExecArray => {
    for (const line of lines) {
      const match = pattern.exec(line.trimmed);
      if (match !== null) return match;
    }
    throw new Error(`an order without ${pattern.source}`);
  };
  const number = field(NUMBER)[1] ?? '';
  const effective = field(EFFECTIVE);
  const first = lines[0];
  if (first === undefined) throw new Error('an empty order');
  const numberLine = lines.findIndex((line) => NUMBER.test(line.trimmed));
  const caption = lines.slice(0, numberLine).map((line) => line.trimmed);
  return builder.add({
    id: `Order ${number}`,
    kind: 'order',
    label: number,
    heading: caption.join(' ').replace(ORDER, ''),
    parent: null,
    start: first.from,
    body: first.from,
    from: isoFromBulletin(effective[1] ?? ''),
    // "thru 6-29-11": the last day on which it holds, so it no longer does on the day after.
    until: effective[2] === undefined ? null : dayAfter(isoFromBulletin(effective[2])),
  });
}

function addRule(builder: DocumentBuilder, order: Draft, lines: readonly Line[]): void {
  const [number, heading, ...rest] = lines;
  if (number === undefined || heading === undefined) throw new Error('a rule without a heading');
  const id = `OAR ${number.trimmed}`;
  const authority = rest.findIndex((line) => AUTHORITY.test(line.trimmed));
  if (authority < 0) throw new Error(`${id} has no statutory authority`);
  const annotations = rest.slice(0, authority).filter((line) => BRACKET.test(line.trimmed));
  const paragraphs = rest.slice(0, authority - annotations.length);
  const body = paragraphs[0]?.from;
  if (body === undefined) throw new Error(`${id} has no text`);
  const rule = builder.add({
    id,
    kind: 'section',
    label: number.trimmed,
    heading: heading.trimmed,
    parent: order,
    start: number.from,
    body,
  });
  const labelled = paragraphs.map((line) => ({ text: line.trimmed, start: line.from }));
  const runOn = labelled.slice(1).find((paragraph) => leadingLabels(paragraph.text).length === 0);
  if (runOn !== undefined) throw new Error(`${id}: a paragraph without a label: ${runOn.text}`);
  builder.outline(rule, labelled);
  annotations.forEach((line, index) => {
    builder.add({
      id: `${id}#Note${index === 0 ? '' : `-${index + 1}`}`,
      kind: 'note',
      label: 'Note',
      heading: null,
      parent: rule,
      start: line.from,
      body: line.from,
    });
  });
  const history = rest[authority];
  if (history === undefined) throw new Error(`${id} has no history`);
  builder.add({
    id: `${id}#History`,
    kind: 'history',
    label: 'History',
    heading: null,
    parent: rule,
    start: history.from,
    body: history.from,
  });
}
