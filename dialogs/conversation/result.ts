import type { Citation, IsoDate, Law } from '../../knowledge/types.js';
import { FIGURES, figures } from '../../knowledge/figures.js';
import { locate, type Position } from '../engine/explore.js';
import { turningAnswers } from '../engine/turning.js';
import { SECTIONS, type Answers, type Flow, type FlowLaw } from '../engine/flow.js';
import type { View } from './views.js';

/** The days in the sources from which something else holds, earliest first. */
const TURNING_DAYS: readonly IsoDate[] = [
  ...new Set(Object.values(FIGURES).flatMap((entries) => entries.flatMap((e) => (e.unit === 'date' ? [e.value] : [])))),
].sort();

export type ResultView = Extract<View, { kind: 'result' }>;
type ResultPosition = Extract<Position, { kind: 'result' }>;

/** The law as a flow's rules see it on a day. */
export function flowLaw(asOf: IsoDate): FlowLaw {
  return { asOf, figures: figures(asOf) };
}

/**
 * A result ready to be shown: the reasons with their paragraphs, what else to know, and the later days in the sources on
 * which the same answers lead elsewhere (the machine is run again at each).
 *
 * @throws UnknownProvision where the flow cites what the sources do not hold on that day.
 */
export function resultView(
  flow: Flow,
  position: ResultPosition,
  answers: Answers,
  asOf: IsoDate,
  law: Law,
  elsewhere: Readonly<Record<string, string>> = {},
): ResultView {
  const cited = (ids: readonly string[]): Citation[] => ids.map((id) => law.citation(id, asOf));
  const rows = position.endings.map((ending) => ending.row);
  const advice = flow.advise({
    outcome: position.outcome,
    rows,
    endings: position.endings.map((ending) => ending.id),
    facts: position.facts,
    law: flowLaw(asOf),
    elsewhere,
  });

  const reasons = position.endings.map((e) => ({
    id: e.id,
    outcome: e.outcome,
    row: e.row,
    citations: cited(e.cites),
  }));
  // In the order in which they are shown, so that the nth citation is the nth mentioned.
  const items = SECTIONS.flatMap((section) => advice.items.filter((item) => item.section === section)).map((item) => ({
    ...item,
    citations: cited(item.cites),
  }));
  const conditions = turningAnswers(flow, position, answers, flowLaw(asOf)).map((c) => ({
    question: c.question,
    answer: c.answer,
    citations: cited(c.cites),
    turns: c.turns,
  }));
  const citations = new Map<string, Citation>();
  for (const citation of [...reasons, ...items, ...conditions].flatMap((part) => part.citations)) {
    if (!citations.has(citation.provision.key)) citations.set(citation.provision.key, citation);
  }

  return {
    kind: 'result',
    flow: flow.id,
    outcome: position.outcome,
    asOf,
    facts: position.facts,
    reasons,
    items,
    conditions,
    citations: [...citations.values()],
    derived: advice.derived,
    possibilities: position.possibilities,
    moved: null,
    complete: position.complete,
    later: laterOutcomes(flow, position.outcome, answers, asOf),
    leadsTo: advice.leadsTo ?? null,
  };
}

function laterOutcomes(flow: Flow, outcome: string, answers: Answers, asOf: IsoDate): ResultView['later'] {
  const later: { from: IsoDate; outcome: string }[] = [];
  let last = outcome;
  for (const day of TURNING_DAYS.filter((d) => d > asOf)) {
    const then = locate(flow, answers, flowLaw(day));
    if (then.kind === 'result' && then.outcome !== last) {
      later.push({ from: day, outcome: then.outcome });
      last = then.outcome;
    }
  }
  return later;
}
