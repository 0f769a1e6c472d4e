import { setup } from 'xstate';
import { guardsOf } from '../../engine/flow.js';
import { asks, ending, flowTypes, initialContext, record } from '../../engine/machine.js';
import { rules } from './rules.js';

/**
 * The machine of `child-care`. Each state is a question by its id, or an ending by its row; each arrow is one answer, guarded by
 * a named rule. Where no guard holds, the last arrow leads on.
 *
 * Readings chosen: row 5 stands before row 6, since the stem of (4)(a) asks for a regular basis in (A) and (B) alike;
 * row 6 stands before the exemptions of (b), since (a)(B) reaches care at a licensed place whoever gives it.
 */
export const machine = setup({ types: flowTypes, actions: { record }, guards: guardsOf(rules) }).createMachine({
  id: 'child-care',
  context: initialContext,
  initial: 'child-age',
  states: {
    'child-age': {
      meta: asks('child-age'),
      on: {
        answer: [
          { guard: 'isGrown', target: 'row-1', actions: 'record' },
          { guard: 'isTeenager', target: 'special-needs', actions: 'record' },
          { target: 'caregiver', actions: 'record' },
        ],
      },
    },
    'special-needs': {
      meta: asks('special-needs'),
      on: {
        answer: [
          { guard: 'hasNoSpecialNeeds', target: 'row-1', actions: 'record' },
          { target: 'caregiver', actions: 'record' },
        ],
      },
    },
    caregiver: {
      meta: asks('caregiver'),
      on: {
        answer: [
          { guard: 'isOwnParent', target: 'row-2', actions: 'record' },
          { target: 'parent-present', actions: 'record' },
        ],
      },
    },
    'parent-present': {
      meta: asks('parent-present'),
      on: {
        answer: [
          { guard: 'isAccompanied', target: 'row-3', actions: 'record' },
          { target: 'care-location', actions: 'record' },
        ],
      },
    },
    'care-location': {
      meta: asks('care-location'),
      on: {
        answer: [
          { guard: 'isInChildsHome', target: 'row-4', actions: 'record' },
          { target: 'regular-basis', actions: 'record' },
        ],
      },
    },
    'regular-basis': {
      meta: asks('regular-basis'),
      on: {
        answer: [
          { guard: 'isOccasional', target: 'row-5', actions: 'record' },
          { target: 'licensed-location', actions: 'record' },
        ],
      },
    },
    'licensed-location': {
      meta: asks('licensed-location'),
      on: {
        answer: [
          { guard: 'isLicensedPlace', target: 'operating-hours', actions: 'record' },
          { guard: 'isMedicalProvider', target: 'row-7', actions: 'record' },
          { target: 'child-count', actions: 'record' },
        ],
      },
    },
    'operating-hours': {
      meta: asks('operating-hours'),
      on: {
        answer: [
          { guard: 'isInOperatingHours', target: 'row-6', actions: 'record' },
          { guard: 'isMedicalProvider', target: 'row-7', actions: 'record' },
          { target: 'child-count', actions: 'record' },
        ],
      },
    },
    'child-count': {
      meta: asks('child-count'),
      on: {
        answer: [
          { guard: 'isNoMoreThanThree', target: 'row-8', actions: 'record' },
          { target: 'one-family', actions: 'record' },
        ],
      },
    },
    'one-family': {
      meta: asks('one-family'),
      on: {
        answer: [
          { guard: 'isOneFamily', target: 'row-9', actions: 'record' },
          { target: 'related-count', actions: 'record' },
        ],
      },
    },
    'related-count': {
      meta: asks('related-count'),
      on: {
        answer: [
          { guard: 'areAllRelated', target: 'row-10', actions: 'record' },
          { target: 'extended-family', actions: 'record' },
        ],
      },
    },
    'extended-family': {
      meta: asks('extended-family'),
      on: {
        answer: [
          { guard: 'isExtendedFamilyOfAll', target: 'row-11', actions: 'record' },
          { guard: 'isMixed', target: 'row-12-mixed', actions: 'record' },
          { target: 'row-12', actions: 'record' },
        ],
      },
    },
    'row-1': ending('not-a-child', 1, ['ORS 329A.250(3)']),
    'row-2': ending('not-child-care', 2, ['ORS 329A.250(4)(b)(B)']),
    'row-3': ending('not-child-care', 3, ['ORS 329A.250(4)(a)']),
    'row-4': ending('not-child-care', 4, ['ORS 329A.250(4)(b)(A)']),
    'row-5': ending('not-child-care', 5, ['ORS 329A.250(4)(a)', 'ORS 329A.250(4)(b)(H)', 'ORS 329A.250(7)']),
    'row-6': ending('child-care', 6, ['ORS 329A.250(4)(a)(B)']),
    'row-7': ending('not-child-care', 7, ['ORS 329A.250(4)(b)(D)']),
    'row-8': ending('not-child-care', 8, ['ORS 329A.250(4)(b)(F)']),
    'row-9': ending('not-child-care', 9, ['ORS 329A.250(4)(b)(E)', 'ORS 329A.250(6)']),
    'row-10': ending('not-child-care', 10, ['ORS 329A.250(4)(b)(C)']),
    'row-11': ending('ask-department', 11, ['ORS 329A.250(4)(b)(G)']),
    'row-12': ending('child-care', 12, ['ORS 329A.250(4)(a)(A)']),
    'row-12-mixed': ending('child-care', 12, ['ORS 329A.250(4)(a)(A)', 'ORS 329A.250(4)(c)']),
  },
});
