import { NOT_SURE, type Advice, type AdviceInput, type AdviceItem, type Section } from '../../engine/flow.js';
import { asDollars, copaymentCapInCents, inCents } from './copayment.js';
import { basesOf } from './facts.js';
import { citesOf, inForce, pending } from './rules.js';

/** Rows in which there is a child, so that what ERDC gives and asks is worth saying. */
const ROWS_WITH_A_CHILD = [2, 3, 4, 5, 6];

/**
 * What is said with a result of `erdc` beside the paragraph that decides it. Where facts are open and several rows are
 * possible, a notice is given as soon as one of them calls for it.
 */
export function advise({ rows, facts, law }: AdviceInput): Advice {
  const any = (...wanted: readonly number[]): boolean => rows.some((row) => wanted.includes(row));
  const items: AdviceItem[] = [];
  const add = (section: Section, key: string, cites: readonly string[], params?: AdviceItem['params']): void => {
    items.push({ section, key, cites, ...(params && { params }) });
  };

  if (any(1)) add('steps', 'ask-for-another-child', ['ORS 329A.250(3)']);
  if (!any(...ROWS_WITH_A_CHILD)) return { items, derived: {} };

  const notYetDue = pending(facts, law);
  const askAboutPending = (): void => {
    if (notYetDue.length > 0) add('steps', 'ask-about-pending', notYetDue.flatMap(citesOf));
  };

  // What to do next
  // Who is paid may still be open: then the step holds only if it is someone whom the rule leaves out.
  if (any(2)) add('steps', any(3, 4, 5, 6) ? 'plan-other-care-if' : 'plan-other-care', ['ORS 329A.250(14)(b)']);
  if (any(3)) add('steps', 'ask-about-medical-provider', ['ORS 329A.250(14)(b)(D)']);
  if (any(5)) askAboutPending();
  if (any(6)) add('steps', 'ask-about-other-criteria', ['ORS 329A.500(4)(a)(E)']);
  add('steps', 'ask-which-rules', ['ORS 329A.500(2)', 'ORS 329A.100(1)']);
  if (!any(5)) askAboutPending();
  add('steps', 'look-for-care', ['ORS 329A.120(2)(b)', 'ORS 329A.020(3)']);
  add('steps', 'registry', ['ORS 329A.500(4)(e)', 'ORS 329A.030(11)(d)']);
  add('steps', 'orientation', ['ORS 329A.340(1)', 'ORS 329A.340(5)']);

  // What it may cost, and how long it lasts: nothing of that where ERDC does not pay for the care at all
  const derived: Record<string, number> = {};
  const maybePaid = any(3, 4, 5, 6);
  const income = facts['monthly-income'];
  if (maybePaid && typeof income === 'number') {
    const cap = copaymentCapInCents(income, law.figures['copayment-percent'].value);
    derived['copaymentCap'] = cap / 100;
    add('cost', 'copayment-worked-out', ['ORS 329A.500(5)(a)'], {
      cap: asDollars(cap),
      income: asDollars(inCents(income)),
    });
  } else if (maybePaid) {
    add('cost', 'copayment', ['ORS 329A.500(5)(a)']);
  }
  if (maybePaid) add('cost', 'how-long', ['ORS 329A.500(5)(b)(B)']);

  add('risk', 'not-enrolled', ['ORS 329A.500(4)(e)', 'ORS 329A.992(1)(c)']);

  // Which bases hold, also where the care is not paid for or the department must decide
  for (const basis of inForce(facts, law)) add('know', `basis-${basis}`, citesOf(basis));
  for (const basis of notYetDue) add('know', `basis-${basis}-pending`, citesOf(basis));
  const given = facts['bases'];
  const isOpen = given === NOT_SURE || (Array.isArray(given) && given.includes(NOT_SURE));
  if (isOpen) add('know', 'bases-open', ['ORS 329A.500(4)(a)']);
  else if (basesOf(facts).length === 0 && any(2, 3)) add('know', 'no-named-basis', ['ORS 329A.500(4)(a)(E)']);
  add('know', 'each-stands-alone', ['ORS 329A.500(4)(a)']);

  add('know', 'not-a-decision', ['ORS 329A.500(4)', 'ORS 329A.500(8)(b)']);
  add('know', 'any-legal-status', ['ORS 329A.500(5)(b)(A)']);
  if (facts['tanf'] === 'yes') add('know', 'tanf-priority', ['ORS 329A.500(5)(b)(B)']);
  add('know', 'which-hours', ['ORS 329A.500(4)(b)(A)', 'ORS 329A.500(4)(b)(B)']);
  if (maybePaid) add('know', 'funds', ['ORS 329A.500(5)']);
  if (law.asOf < law.figures['former-provider-enrollment-by'].value) {
    add('know', 'former-providers', ['2022 c.27 §28(2)(a)']);
  }
  if (law.asOf < law.figures['human-services-checks-until'].value) {
    add('know', 'human-services-checks', ['2022 c.27 §28(3)(c)']);
  }

  add('stops', 'no-income-limit', ['ORS 329A.500(4)(a)(A)']);
  add('stops', 'no-rules', ['ORS 329A.500(2)']);
  add('stops', 'where-to-look', ['ORS 329A.500(2)', 'DELC Classroom Support#Childcare Resource and Referral (CCR&R)']);

  return { items, derived };
}
