import type { Law, Provision } from '../../knowledge/index.js';
import { foldSpace } from '../../knowledge/index.js';

/** A cross-reference of the chapter to itself: where it stands, how it is printed, the ids that it means. */
export interface Reference {
  at: string;
  printed: string;
  targets: string[];
}

const LABELS = String.raw`(?:\((?:\d{1,2}|[a-z]{1,4}|[A-Z])\))+`;
const MORE = String.raw`(?:(?:,| and| or| to|, and|, or) ${LABELS})*`;
const SECTION_REFERENCE = new RegExp(String.raw`329A\.\d{3}(?: ${LABELS}${MORE})?`, 'g');
const INNER_REFERENCE = new RegExp(
  String.raw`[Ss]ub(?:section|paragraph)s? (${LABELS}${MORE}) of this (section|subsection|paragraph)|[Pp]aragraphs? (${LABELS}${MORE}) of this (section|subsection)`,
  'g',
);
const ACT_REFERENCE = /[Ss]ections? (\d+[a-z]?(?:(?:, | and )\d+[a-z]?)*) of this (\d{4}) Act/g;

/** Every reference in the own text of a provision of ORS chapter 329A that points inside the chapter or its notes. */
export function referencesIn(law: Law, provision: Provision): Reference[] {
  const text = foldSpace(law.text(provision));
  const references: Reference[] = [];
  const own = provision.kind === 'section' || provision.kind === 'stub' ? provision.label : '';
  for (const match of text.matchAll(SECTION_REFERENCE)) {
    // A section's own number at its head is no reference.
    if (match.index === 0 && match[0] === own) continue;
    const [section = '', ...rest] = match[0].split(' ');
    references.push({
      at: provision.key,
      printed: match[0],
      targets: rest.length === 0 ? [`ORS ${section}`] : expand(`ORS ${section}`, rest.join(' ')),
    });
  }
  for (const match of text.matchAll(INNER_REFERENCE)) {
    const level = match[2] ?? match[4];
    const base = ancestorOf(law, provision, level === 'section' ? 0 : level === 'subsection' ? 1 : 2);
    references.push({ at: provision.key, printed: match[0], targets: expand(base, match[1] ?? match[3] ?? '') });
  }
  const law_ = rootOf(law, provision);
  for (const match of text.matchAll(ACT_REFERENCE)) {
    const chapter = [law_.id, ...law_.aliases].map((id) => id.split(' §')[0]);
    // "this 2021 Act" is the chapter of the section that says so.
    const targets = (match[1] ?? '').split(/, | and /).map((section) => `${chapter[0]} §${section}`);
    references.push({ at: provision.key, printed: match[0], targets });
  }
  return references;
}

/** "(4)(b)(A), (E) or (F)": each further label stands for the last ones of the first; "to" names all between. */
function expand(base: string, list: string): string[] {
  const targets: string[] = [];
  let previous: string[] = [];
  for (const [, joint = '', labels = ''] of list.matchAll(
    new RegExp(String.raw`(?:^|(,? (?:and|or|to)|,) )(${LABELS})`, 'g'),
  )) {
    const own = [...labels.matchAll(/\([^)]+\)/g)].map(([label]) => label);
    const path =
      previous.length === 0 ? own : [...previous.slice(0, Math.max(0, previous.length - own.length)), ...own];
    if (joint.endsWith('to'))
      targets.push(
        ...between(previous.at(-1) ?? '', path.at(-1) ?? '').map(
          (label) => base + [...path.slice(0, -1), label].join(''),
        ),
      );
    targets.push(base + path.join(''));
    previous = path;
  }
  return targets;
}

function between(first: string, last: string): string[] {
  const from = first.charCodeAt(1);
  const to = last.charCodeAt(1);
  return Array.from({ length: Math.max(0, to - from - 1) }, (_, index) => `(${String.fromCharCode(from + index + 1)})`);
}

function lineage(law: Law, provision: Provision): Provision[] {
  const line = [provision];
  for (let key = provision.parent; key !== null;) {
    const parent = law.byKey(key);
    if (parent === undefined || parent.kind === 'note' || parent.kind === 'order') break;
    line.unshift(parent);
    key = parent.parent;
  }
  return line;
}

function rootOf(law: Law, provision: Provision): Provision {
  return lineage(law, provision)[0] ?? provision;
}

/** The id of the ancestor so many levels below its section; with the version of the text that refers. */
function ancestorOf(law: Law, provision: Provision, depth: number): string {
  return lineage(law, provision)[depth]?.id ?? `nothing above ${provision.key}`;
}

/** True where a target is held: in the same version as the text that refers where it has versions, else in any. */
export function resolves(law: Law, from: Provision, target: string): boolean {
  const versions = law.versions(target);
  const root = target.replace(/\(.*$/, '');
  if (from.version !== null && root === from.id.replace(/\(.*$/, '')) {
    return versions.some((version) => version.version === from.version);
  }
  return versions.length > 0;
}
