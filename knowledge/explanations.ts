import type { LayerEntry } from './search/layer.js';
import { shownFigures } from './figures.js';
import type { IsoDate, Law, Provision } from './types.js';

/**
 * What a provision means in plain words: an explanation, never the law. `plain` and `title` hold the law's figures as
 * placeholders, "{{registered-children}}", which whoever shows them fills from the law's data.
 */
export interface Explanation {
  title: string;
  plain: string;
}

/** Explanations of one language by id, or by key ("id@version") where one text alone is meant. */
export type ExplanationTable = Readonly<Record<string, Explanation>>;

export interface Explanations {
  /**
   * The explanation of a provision's text in a language on a day; null where nobody has written one, or where it would not be true of that
   * text on that day: sentences speak of the newest text, of what is past as past, and of what is to come with its date.
   */
  of(provision: Provision, locale: string, asOf: IsoDate): Explanation | null;
}

/** A placeholder's name, and the full stop that may follow. */
const PLACEHOLDER = /\{\{\s*([^}\s]+)\s*\}\}(\.?)/g;

/** Names of the placeholders of a text, in order. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

/**
 * Fills the placeholders of a text. Where a value ends in a stop of its own ("1 июля 2025 г."), the sentence's is not added.
 * @throws Error where a placeholder has no value: a figure was renamed, and its sentence was not
 */
export function filled(text: string, figures: Readonly<Record<string, string | number>>): string {
  return text.replace(PLACEHOLDER, (_whole, name: string, stop: string) => {
    const value = figures[name];
    if (value === undefined) throw new Error(`no figure ${name}`);
    const shown = String(value);
    return shown.endsWith('.') ? shown : `${shown}${stop}`;
  });
}

/**
 * The explanations that a plain-language layer holds.
 * @param figureNames names that a placeholder may have
 * @throws Error where the layer names a figure or a paragraph that the law's data does not hold
 */
export function explanationTable(
  law: Law,
  layer: readonly LayerEntry[],
  figureNames: ReadonlySet<string>,
): ExplanationTable {
  const table: Record<string, Explanation> = {};
  for (const { ids, title, plain } of layer) {
    for (const name of placeholdersOf(`${title} ${plain}`)) {
      if (!figureNames.has(name)) throw new Error(`the plain sentence of ${ids.join(', ')} names a figure ${name}`);
    }
    for (const id of ids) {
      if (law.versions(id).length === 0 && law.byKey(id) === undefined) {
        throw new Error(`the plain-language layer names ${id}, which is in no source`);
      }
      table[id] = { title, plain };
    }
  }
  return table;
}

/** Look-ups over the tables of all languages, each read when it is first asked for. */
export function createExplanations(law: Law, read: (locale: string) => ExplanationTable | null): Explanations {
  const tables = new Map<string, ExplanationTable | null>();
  return {
    of(provision, locale, asOf) {
      let table = tables.get(locale);
      if (table === undefined) tables.set(locale, (table = read(locale)));
      const exact = table?.[provision.key];
      const found = exact ?? table?.[provision.id] ?? null;
      if (found === null || provision.historical) return found;
      const status = law.status(provision, asOf);
      // Not yet repealed or replaced on that day: the sentence speaks of it as past, or of the text that came after it.
      if (status === 'superseded' || (provision.until !== null && asOf < provision.until)) return null;
      const dated = placeholdersOf(`${found.title} ${found.plain}`).some((name) => isDay(name, asOf));
      return status === 'pending' && !dated ? null : found;
    },
  };
}

/** True for a figure that is a day. */
function isDay(name: string, asOf: IsoDate): boolean {
  return shownFigures(asOf)[name]?.unit === 'date';
}
