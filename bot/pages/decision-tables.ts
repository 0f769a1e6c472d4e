import { flowLaw } from '../../dialogs/conversation/result.js';
import { decisionTable, type Condition, type DecisionRow } from '../../dialogs/engine/explore.js';
import type { Flow } from '../../dialogs/engine/flow.js';
import type { IsoDate } from '../../knowledge/types.js';
import { localized } from '../localized.js';
import { markup, type Html } from './html.js';
import type { Reader } from './layout.js';

/** So many ways to a row are listed; a table that goes on for pages helps nobody. */
const MOST_WAYS = 12;
/** Tables that are kept: working one out takes a tenth of a second and more. */
const MOST_KEPT = 32;

interface Words {
  reader: Reader;
  /** The figures of the day as the language writes them. */
  figures: Readonly<Record<string, string | number>>;
  /** Paragraphs as links. */
  cites: (ids: readonly string[]) => Html[];
}

/** Writes a flow as the table that its machine makes on a day: each row with the ways to it and its paragraphs. */
export type DecisionTables = (flow: Flow, day: IsoDate, words: Words) => Html;

export function decisionTables(): DecisionTables {
  const kept = new Map<string, DecisionRow[]>();
  return (flow, day, words) => {
    const key = `${flow.id} ${day}`;
    let rows = kept.get(key);
    if (rows === undefined) {
      rows = decisionTable(flow, flowLaw(day));
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, rows);
    }
    return table(flow, rows, words);
  };
}

function table(flow: Flow, rows: readonly DecisionRow[], { reader: { t, language }, figures, cites }: Words): Html {
  const words = (key: string): string => t(key, figures);
  const one = (question: string, condition: Condition): string => {
    const spec = flow.questions[question];
    const label = (id: string): string =>
      spec && 'answers' in spec && spec.answers.includes(id)
        ? words(`${flow.id}:question.${question}.answers.${id}.label`)
        : words(`result.label.${id}`);
    if (typeof condition === 'string') return label(condition);
    if ('length' in condition) return condition.map(label).join(' + ');
    const { min, max } = condition;
    if (min !== undefined && max !== undefined) {
      return min === max ? String(min) : t('result.between', localized(language, { min, max }));
    }
    if (min !== undefined) return t('result.at-least', localized(language, { min }));
    return t('result.at-most', localized(language, { max: max ?? 0 }));
  };
  const or = new Intl.ListFormat(language.intl, { type: 'disjunction' });
  const way = (parts: DecisionRow['ways'][number]): Html =>
    markup`<ul>${parts.map(
      ({ question, conditions }) =>
        markup`<li>${words(`${flow.id}:question.${question}.ask`)} <b>${or.format(conditions.map((c) => one(question, c)))}</b></li>`,
    )}</ul>`;
  return markup`<div class="usa-table-container--scrollable" tabindex="0">
      <table class="usa-table decision-table">
        <thead><tr><th scope="col">${t('pages:reference.row')}</th><th scope="col">${t('pages:reference.outcome')}</th><th scope="col">${t('pages:reference.when')}</th><th scope="col">${t('pages:reference.paragraphs')}</th></tr></thead>
        <tbody>
          ${rows.map(
            ({ ending, ways }) => markup`<tr data-row="${ending.id}">
              <th scope="row">${ending.row}</th>
              <td>${words(`${flow.id}:outcome-short.${ending.outcome}`)}</td>
              <td>
                <p>${words(`${flow.id}:reason.${ending.id}`)}</p>
                <details><summary>${t('pages:reference.ways-to', { count: ways.length })}</summary>
                  <ol>${ways.slice(0, MOST_WAYS).map((conditions) => markup`<li>${way(conditions)}</li>`)}</ol>
                  ${ways.length > MOST_WAYS ? markup`<p>${t('pages:reference.more-ways', { count: ways.length - MOST_WAYS })}</p>` : null}
                </details>
              </td>
              <td lang="en" dir="ltr"><ul>${cites(ending.cites).map((link) => markup`<li>${link}</li>`)}</ul></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
