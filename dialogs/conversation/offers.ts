import type { SearchHit } from '../../knowledge/types.js';
import { paragraphsOf, type Flow } from '../engine/flow.js';

/** What each of the best paragraphs says of what a question is about, best first. */
const WEIGHTS = [2, 1, 1];
/** The best paragraph alone is enough for a flow to be offered, or the next two together. */
const ENOUGH = 2;

const sectionOf = (id: string): string => id.replace(/[(#].*$/, '');

/**
 * True where a paragraph is a flow's own: one that its questions or rules come from, or one of a section that no other flow has
 * anything from.
 */
function isOf(flow: Flow, id: string, flows: readonly Flow[]): boolean {
  if (paragraphsOf(flow).has(id)) return true;
  const has = (other: Flow): boolean => [...paragraphsOf(other)].some((own) => sectionOf(own) === sectionOf(id));
  return flows.filter(has).every((other) => other === flow) && has(flow);
}

/**
 * The flows that work out what a question is about: those whose paragraphs answer it best. An old rule of 2011 belongs to
 * none.
 */
export function flowsFor(flows: readonly Flow[], hits: readonly SearchHit[]): Flow[] {
  const looked = hits.slice(0, WEIGHTS.length).map(({ citation }) => citation.provision.id);
  const [first, ...others] = flows
    .map((flow) => ({
      flow,
      weight: looked.reduce((sum, id, place) => sum + (isOf(flow, id, flows) ? (WEIGHTS[place] ?? 0) : 0), 0),
    }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  if (!first || first.weight < ENOUGH) return [];
  // Beside the first, one whose own questions or rules come from one of the paragraphs.
  const beside = others.find(({ flow }) => looked.some((id) => paragraphsOf(flow).has(id)));
  return beside ? [first.flow, beside.flow] : [first.flow];
}
