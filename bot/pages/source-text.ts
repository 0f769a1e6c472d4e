import type { Provision } from '../../knowledge/types.js';
import { markup, join, raw, type Html } from './html.js';

/** Runs of white space, no-break spaces too, become one space: the only change that a page makes to a source's text. */
export function foldSpace(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** A provision's own text taken apart for setting in type. Put together again, it is the text, white space folded. */
export interface OwnText {
  /** What stands before the label: Markdown marks of a heading ("## **"); usually empty. */
  mark: string;
  /** The printed label, where the text begins with it: "(F)". */
  label: string;
  /** A space where one is printed between the label and what follows; "Note:" has none. */
  gap: string;
  /** The catch line or heading as printed, where it follows the label (or begins the text). */
  heading: string;
  /** The lines after that. `indent` counts the levels by which a list line is set in. */
  lines: { text: string; indent: number }[];
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Matches `words` at the start of `text`, whatever white space stands between them. */
function matchStart(text: string, words: string): string | null {
  const pattern = foldSpace(words).split(' ').map(escapeRegExp).join('\\s+');
  return new RegExp(`^${pattern}`, 'u').exec(text)?.[0] ?? null;
}

/** Kinds whose heading is set as one; a definition's term stays in its sentence. */
const HEADED: ReadonlySet<Provision['kind']> = new Set(['section', 'stub', 'order', 'heading', 'session-law']);

/** Takes a provision's own text apart. Nothing is dropped: what does not look like a label or heading is a line. */
export function takeApart(provision: Pick<Provision, 'label' | 'heading' | 'kind'>, text: string): OwnText {
  let rest = text.trimStart();
  const parts: OwnText = { mark: '', label: '', gap: '', heading: '', lines: [] };
  const take = (matched: string | null): string => {
    if (matched === null || matched === '') return '';
    rest = rest.slice(matched.length);
    const space = /^\s*/u.exec(rest)?.[0] ?? '';
    rest = rest.slice(space.length);
    parts.gap = space === '' && rest !== '' ? '' : ' ';
    return foldSpace(matched);
  };

  const isPage = provision.kind === 'heading';
  if (isPage) {
    const mark = /^(?:#+\s*)?(?:\*\*)?/u.exec(rest)?.[0] ?? '';
    const heading = matchStart(rest.slice(mark.length), provision.heading ?? provision.label);
    if (heading !== null) {
      parts.mark = take(mark);
      parts.heading = take(heading);
      const closing = /^\*\*/u.exec(rest)?.[0];
      if (closing !== undefined && parts.mark.endsWith('**')) parts.heading += take(closing);
    }
  } else {
    const label = provision.label === '' ? null : matchStart(rest, provision.label);
    // The stop or colon after a label that stands without a heading is printed with it.
    const stop = label !== null && /[.:]/.test(rest.charAt(label.length)) ? rest.charAt(label.length) : '';
    parts.label = take(label === null ? null : label + stop);
    if (provision.heading !== null && HEADED.has(provision.kind)) {
      const heading = matchStart(rest, provision.heading);
      // The full stop that closes a catch line is printed with it.
      const stop = heading !== null && rest.startsWith('.', heading.length) && !heading.endsWith('.') ? '.' : '';
      const { gap } = parts;
      parts.heading = take(heading === null ? null : heading + stop);
      parts.gap = gap;
    }
  }
  for (const line of rest.split('\n')) {
    const folded = foldSpace(line);
    if (folded === '') continue;
    const lead = /^ */.exec(line)?.[0].length ?? 0;
    parts.lines.push({ text: folded, indent: isPage ? Math.min(3, Math.floor(lead / 2)) : 0 });
  }
  return parts;
}

/** The Markdown marks of the pages stay visible, but step back: they are part of the source as it was copied in. */
function withMarks(text: string): Html {
  const pieces = text.split(/(\*\*)/);
  let strong = false;
  return join(
    pieces.map((piece) => {
      if (piece === '**') {
        strong = !strong;
        return raw('<span class="mark">**</span>');
      }
      return strong && piece !== '' ? markup`<strong>${piece}</strong>` : markup`${piece}`;
    }),
  );
}

/** One line of a source, as HTML. Everything is escaped; only pages copied as Markdown have their marks set back. */
export function lineMarkup(text: string, isPage: boolean): Html {
  if (!isPage) return markup`${text}`;
  const lead = /^(?:#+ |[-*] |\d+\. )/.exec(text)?.[0] ?? '';
  return markup`${lead === '' ? '' : markup`<span class="mark">${lead.trimEnd()}</span> `}${withMarks(text.slice(lead.length))}`;
}
