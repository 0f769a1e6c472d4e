import { setup } from 'xstate';
import { guardsOf } from '../../engine/flow.js';
import { asks, ending, flowTypes, initialContext, record } from '../../engine/machine.js';
import { basisRules, citesOf, inForce, pending, rules } from './rules.js';

/**
 * The machine of `erdc`. Each state is a question by its id, or an ending by its row; each arrow is one answer, guarded by
 * a named rule. Where no guard holds, the last arrow leads on.
 *
 * `tanf` and `monthly-income` change only what is said of a family that gets ERDC for this care: its priority, and the
 * most that its copayment may be. So they are asked where a basis holds and the care is not ruled out (rows 3, 4 and 5), and
 * nothing is asked any more where ERDC does not pay for the care (row 2) or no named basis holds (row 6).
 *
 * Reading chosen: rows 2 and 3 stand before the bases, since they are about who is paid, not about the child. `bases` is
 * asked nonetheless, because those results say which bases hold.
 */
export const machine = setup({ types: flowTypes, actions: { record }, guards: guardsOf(rules) }).createMachine({
  id: 'erdc',
  context: initialContext,
  initial: 'child-age',
  states: {
    'child-age': {
      meta: asks('child-age'),
      on: {
        answer: [
          { guard: 'isGrown', target: 'row-1', actions: 'record' },
          { guard: 'isTeenager', target: 'special-needs', actions: 'record' },
          { target: 'bases', actions: 'record' },
        ],
      },
    },
    'special-needs': {
      meta: asks('special-needs'),
      on: {
        answer: [
          { guard: 'hasNoSpecialNeeds', target: 'row-1', actions: 'record' },
          { target: 'bases', actions: 'record' },
        ],
      },
    },
    bases: {
      meta: asks('bases'),
      on: { answer: { target: 'payee', actions: 'record' } },
    },
    payee: {
      meta: asks('payee'),
      on: {
        answer: [
          { guard: 'isOwnParent', target: 'row-2-parent', actions: 'record' },
          { guard: 'isSiblingInSameHome', target: 'row-2-sibling', actions: 'record' },
          { guard: 'isOnSameCase', target: 'row-2-same-case', actions: 'record' },
          { guard: 'hasNamedBasis', target: 'tanf', actions: 'record' },
          { guard: 'isMedicalProvider', target: 'row-3', actions: 'record' },
          { target: 'row-6', actions: 'record' },
        ],
      },
    },
    tanf: {
      meta: asks('tanf'),
      on: { answer: { target: 'monthly-income', actions: 'record' } },
    },
    'monthly-income': {
      meta: asks('monthly-income'),
      on: {
        answer: [
          { guard: 'isMedicalProvider', target: 'row-3', actions: 'record' },
          { guard: 'hasIncomeBasis', target: 'row-4', actions: 'record' },
          { guard: 'hasWorkSearchEducationBasis', target: 'row-4', actions: 'record' },
          { guard: 'hasProtectiveServicesBasis', target: 'row-4', actions: 'record' },
          { guard: 'hasHomelessTeenDomesticViolenceBasis', target: 'row-4', actions: 'record' },
          { target: 'row-5', actions: 'record' },
        ],
      },
    },
    'row-1': ending('not-a-child', 1, ['ORS 329A.250(3)']),
    'row-2-parent': ending('care-not-payable', 2, ['ORS 329A.250(14)(b)(A)']),
    'row-2-sibling': ending('care-not-payable', 2, ['ORS 329A.250(14)(b)(B)']),
    'row-2-same-case': ending('care-not-payable', 2, ['ORS 329A.250(14)(b)(C)']),
    'row-3': ending('ask-department', 3, ['ORS 329A.250(14)(b)(D)']),
    'row-4': ending('basis-found', 4, (facts, law) =>
      inForce(facts, law).flatMap((basis) => basisRules[basis].rule.cites),
    ),
    'row-5': ending('basis-pending', 5, (facts, law) => pending(facts, law).flatMap(citesOf)),
    'row-6': ending('no-basis', 6, ['ORS 329A.500(4)(a)(E)']),
  },
});
