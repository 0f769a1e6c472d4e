import { datesOf } from '../../locales/dates.js';
import type {
  DocumentSlug,
  Furniture,
  IsoDate,
  Law,
  Provision,
  ProvisionStatus,
  SourceDocument,
} from '../../knowledge/types.js';
import { markup, join, raw, type Html } from './html.js';
import { type Reader } from './layout.js';
import { foldSpace, lineMarkup, takeApart } from './source-text.js';
import { anchorId, fragment } from './source-url.js';

/** Reads bytes of a source that belong to no provision. The law gives texts of provisions only. */
export type FurnitureText = (furniture: Furniture) => string;

/** The parts of a source page that do not change from day to day until a text starts or ends. */
export interface SourceBody {
  article: Html;
  outline: Html;
}

/** Furniture that belongs to reading the text; menus and printed contents give way to the page's own outline. */
const SHOWN: ReadonlySet<Furniture['name']> = new Set(['title', 'heading', 'footer']);

/** Provisions that stand in the outline and have a head of their own on the page. */
const HEADS: ReadonlySet<Provision['kind']> = new Set(['section', 'stub', 'order', 'heading']);

interface OutlineEntry {
  anchor: string;
  text: string;
  /** Only where it is not plainly in force. */
  note: string;
}

interface OutlineGroup {
  part: string | null;
  anchor: string;
  entries: OutlineEntry[];
}

type Piece = { at: number; provision: Provision } | { at: number; furniture: Furniture };

/**
 * A number that changes on the days on which some provision's standing changes, and on no other: pages of the same
 * state differ only in the date that they name.
 */
export function stateOf(law: Law, slug: DocumentSlug, asOf: IsoDate): number {
  const turns = new Set<string>();
  for (const provision of law.provisions) {
    if (provision.document !== slug) continue;
    if (provision.from !== null) turns.add(provision.from);
    if (provision.until !== null) turns.add(provision.until);
  }
  return [...turns].filter((day) => day <= asOf).length;
}

/** Where a provision stands, in one plain sentence: "Not in force yet. Starts on July 1, 2025." */
export function standing(
  reader: Reader,
  document: SourceDocument,
  provision: Pick<Provision, 'from' | 'until'>,
  status: ProvisionStatus,
): string {
  const { t, language } = reader;
  const from = provision.from === null ? null : datesOf(language).day(provision.from);
  const until = provision.until === null ? null : datesOf(language).day(provision.until);
  switch (status) {
    case 'in-force':
      if (from !== null && until !== null) return t('pages:standing.in-force-from-until', { from, until });
      if (from !== null) return t('pages:standing.in-force-from', { from });
      return until === null ? t('pages:standing.in-force') : t('pages:standing.in-force-until', { until });
    case 'pending':
      return from === null ? t('pages:standing.pending') : t('pages:standing.pending-from', { from });
    case 'superseded':
      return until === null ? t('pages:standing.superseded') : t('pages:standing.superseded-on', { until });
    case 'repealed':
      return until === null ? t('pages:standing.repealed') : t('pages:standing.repealed-on', { until });
    case 'historical':
      if (from !== null && until !== null) return t('pages:standing.historical-from-until', { from, until });
      return from === null ? t('pages:standing.historical') : t('pages:standing.historical-from', { from });
    case 'undated':
      return document.lastUpdated === null
        ? t('pages:standing.undated')
        : t('pages:standing.undated-updated', { date: document.lastUpdated });
  }
}

/** Renders one document: every provision once, in the printed order, under its canonical id as of the day. */
export function renderSource(
  law: Law,
  furnitureText: FurnitureText,
  reader: Reader,
  document: SourceDocument,
  asOf: IsoDate,
): SourceBody {
  const { t } = reader;
  const provisions = law.provisions.filter((provision) => provision.document === document.slug);
  const byKey = new Map(provisions.map((provision) => [provision.key, provision]));
  const furniture = law.furniture.filter((piece) => piece.document === document.slug && SHOWN.has(piece.name));
  const isPage = provisions.some((provision) => provision.kind === 'heading');

  const piecesWithin = (children: Provision[], from: number, to: number): Piece[] => {
    const inChild = (at: number): boolean => children.some((child) => child.start <= at && at < child.wholeEnd);
    return [
      ...children.map((provision) => ({ at: provision.start, provision })),
      ...furniture
        .filter((piece) => piece.start >= from && piece.start < to && !inChild(piece.start))
        .map((piece) => ({ at: piece.start, furniture: piece })),
    ].sort((a, b) => a.at - b.at);
  };

  // The part that a section stands in comes from the printed headings between sections.
  const part: { main: string | null; sub: string | null } = { main: null, sub: null };
  const outline: OutlineGroup[] = [];
  const trails = new Map<string, readonly string[]>();
  let parts = 0;

  const renderFurniture = (piece: Furniture): Html => {
    const lines = furnitureText(piece)
      .split('\n')
      .map(foldSpace)
      .filter((line) => line !== '');
    if (piece.name !== 'heading') {
      const kind = raw(piece.name);
      return markup`<div class="furniture ${kind}">
        ${lines.map((line) => markup`<p>${lineMarkup(line, isPage)}</p> `)}
      </div> `;
    }
    return join(
      lines.map((line) => {
        const isSub = /^\(.*\)$/.test(line);
        if (isSub) part.sub = line;
        else {
          part.main = line;
          part.sub = null;
        }
        parts += 1;
        const anchor = `part-${parts}`;
        if (!isSub || outline.length === 0) outline.push({ part: line, anchor, entries: [] });
        return markup`<h2 class="${raw(isSub ? 'part sub' : 'part')}" id="${anchor}">${line}</h2> `;
      }),
    );
  };

  const wayTo = (trail: readonly string[]): string =>
    [document.title, part.main, part.sub, ...trail].filter((step) => step !== null).join(' › ');

  const renderProvision = (provision: Provision, trail: readonly string[], depth: number): Html => {
    const own = takeApart(provision, law.text(provision));
    const anchor = anchorId(law, provision, asOf);
    const name = law.name(provision);
    const status = law.status(provision, asOf);
    const parent = provision.parent === null ? undefined : byKey.get(provision.parent);
    const stands = standing(reader, document, provision, status);
    const isHead = HEADS.has(provision.kind);
    const differs =
      parent === undefined ||
      parent.from !== provision.from ||
      parent.until !== provision.until ||
      law.status(parent, asOf) !== status;

    const shortName = isHead ? headingOf(law, provision) : provision.label;
    const here = [...trail, shortName === '' ? name : shortName];
    const way = wayTo(here);
    const link = (content: string, kind: string): Html =>
      markup`<a class="${raw(kind)}" href="${fragment(anchor)}" aria-label="${t('pages:sources.link-to', { name })}">${content}</a>`;

    const first = own.lines[0];
    const headLevel = Math.min(
      6,
      (document.slug === 'ors-329a' || depth > 0 || !isPage ? 3 : 2) + (isHead ? depth : 0),
    );
    const text: Html[] = [];
    if (isHead) {
      const pieces = [
        own.mark === '' ? null : markup`<span class="mark">${own.mark.trim()}</span> `,
        own.label === '' ? null : markup`${link(own.label, 'label')}${own.gap}`,
        own.heading === ''
          ? null
          : own.label === ''
            ? markup`${link(own.heading.replace(/\*\*$/, ''), 'label')}${own.heading.endsWith('**') ? raw('<span class="mark">**</span>') : ''}`
            : markup`<span>${own.heading}</span>`,
      ];
      if (pieces.some((piece) => piece !== null)) {
        const level = raw(`h${headLevel}`);
        text.push(markup`<${level} class="head">${pieces}</${level}>\n`);
      }
      for (const line of own.lines) {
        text.push(markup`<p${indentOf(line.indent)}>${lineMarkup(line.text, isPage)}</p>\n`);
      }
    } else {
      const label = own.label === '' ? null : markup`${link(own.label, 'label')}${own.gap}`;
      const heading = own.heading === '' ? null : markup`<b>${own.heading}</b> `;
      text.push(markup`<p>${label}${heading}${first === undefined ? null : lineMarkup(first.text, isPage)}</p>\n`);
      for (const line of own.lines.slice(1)) {
        text.push(markup`<p${indentOf(line.indent)}>${lineMarkup(line.text, isPage)}</p>\n`);
      }
    }

    const aside: Html[] = [];
    if (provision.historical) {
      aside.push(markup`<span class="tag historical">${t('pages:standing.tag-historical')}</span> `);
    }
    if (isHead || differs) {
      const versions = law.versions(provision.id).filter((other) => other.key !== provision.key);
      const others = isHead
        ? versions.map((other) => {
            const to = fragment(anchorId(law, other, asOf));
            return markup` <a href="${to}">${t('pages:sources.other-text', { standing: standing(reader, document, other, law.status(other, asOf)) })}</a>`;
          })
        : [];
      aside.push(markup`<span class="standing ${raw(status)}">${stands}</span>${others}`);
    }
    if (provision.printNote !== null) {
      aside.push(
        markup`<span class="print-note">${t('pages:sources.print-note')} <span lang="en">${provision.printNote}</span></span>`,
      );
    }
    if (text.length > 0 && own.label === '' && !(isHead && own.heading !== '')) {
      aside.push(markup`<span class="self">${link(name, 'self-link')}</span>`);
    }

    if (isHead && provision.kind !== 'order') {
      const group = outline.at(-1);
      const entry = {
        anchor,
        text: shortName,
        note: status === 'in-force' || status === 'undated' || status === 'historical' ? '' : stands,
      };
      if (group) group.entries.push(entry);
      else outline.push({ part: null, anchor: 'text', entries: [entry] });
    }
    if (provision.kind === 'order') {
      part.main = provision.heading ?? provision.label;
      outline.push({ part: part.main, anchor, entries: [] });
    }

    const children = provision.children
      .flatMap((key) => byKey.get(key) ?? [])
      .filter((child) => child.start < provision.wholeEnd);
    const trailBelow = provision.kind === 'order' ? [] : here;
    trails.set(provision.key, trailBelow);
    const below = piecesWithin(children, provision.end, provision.wholeEnd).map((piece) =>
      'provision' in piece
        ? renderProvision(piece.provision, trailBelow, depth + (isHead ? 1 : 0))
        : renderFurniture(piece.furniture),
    );

    const alias = anchor === provision.key ? null : markup`<span class="alias" id="${provision.key}"></span>`;
    const bare = !isHead && own.lines.length === 0 && children.length > 0;
    const classes = ['p', provision.kind];
    if (isHead) classes.push('headed');
    if (bare) classes.push('bare');
    if (own.label === '' && !isHead) classes.push('plain');
    const { tag, direction } = reader.language;
    return join([
      markup`<div class="${classes.join(' ')}" id="${anchor}" data-key="${provision.key}" data-status="${status}">${alias}
<div class="way" data-way="${way}" data-standing="${stands}"></div>
<div class="${isHead ? 'own head-block' : 'own'}">${text}</div>\n`,
      ...(aside.length === 0 ? [] : [markup`<p class="about" lang="${tag}" dir="${direction}">${aside}</p>\n`]),
      ...below,
      raw('</div>\n'),
    ]);
  };

  // A section's notes are printed after it, often below a heading of their own, so they are set where they are printed.
  const tops = provisions.filter((provision) => {
    const parent = provision.parent === null ? undefined : byKey.get(provision.parent);
    return parent === undefined || provision.start >= parent.wholeEnd;
  });
  const article = join(
    piecesWithin(tops, 0, document.bytes).map((piece) =>
      'provision' in piece
        ? renderProvision(piece.provision, trails.get(piece.provision.parent ?? '') ?? [], 0)
        : renderFurniture(piece.furniture),
    ),
  );

  const entry = ({ anchor, text, note }: OutlineEntry): Html => {
    const remark = note === '' ? null : markup` <span class="note" lang="${reader.language.tag}">${note}</span>`;
    return markup`<li><a href="${fragment(anchor)}">${text}</a>${remark}</li>\n`;
  };
  const group = ({ part: title, anchor, entries }: OutlineGroup): Html => {
    const list = markup`<ul lang="en" dir="ltr">\n${entries.map(entry)}</ul>`;
    if (title === null) return markup`<li>${list}</li>\n`;
    if (entries.length === 0) return markup`<li><a href="${fragment(anchor)}">${title}</a></li>\n`;
    return markup`<li><details><summary lang="en">${title}</summary>${list}</details></li>\n`;
  };
  return { article, outline: markup`<ul>\n${outline.map(group)}</ul>` };
}

/** Label and heading for the outline and the way. A second text of a section may print no heading of its own. */
function headingOf(law: Law, provision: Provision): string {
  const heading =
    provision.heading ?? law.versions(provision.id).find((version) => version.heading !== null)?.heading ?? '';
  if (provision.kind === 'heading') return foldSpace(heading === '' ? provision.label : heading).replace(/\*\*/g, '');
  return foldSpace(`${provision.label} ${heading}`);
}

function indentOf(indent: number): Html | null {
  return indent === 0 ? null : markup` class="indent-${indent}"`;
}
