import { and, setup } from 'xstate';
import { guardsOf } from '../../engine/flow.js';
import { asks, ending, flowTypes, initialContext, record } from '../../engine/machine.js';
import { rules } from './rules.js';

/**
 * The machine of `expulsion-prevention`. What the law turns on is asked first, then who asks and whether the child needs an
 * accommodation, which change the steps alone; the last answer leads to the ending that the two facts name. Where the child is
 * out already, the same row has an ending of its own, since its reason speaks of what was done.
 */
export const machine = setup({ types: flowTypes, actions: { record }, guards: guardsOf(rules) }).createMachine({
  id: 'expulsion-prevention',
  context: initialContext,
  initial: 'early-childhood',
  states: {
    'early-childhood': {
      meta: asks('early-childhood'),
      on: {
        answer: [
          { guard: 'isNotEarlyChildhood', target: 'role', actions: 'record' },
          { target: 'situation', actions: 'record' },
        ],
      },
    },
    situation: {
      meta: asks('situation'),
      on: { answer: { target: 'program-status', actions: 'record' } },
    },
    'program-status': {
      meta: asks('program-status'),
      on: {
        answer: [
          { guard: 'turnsOnTheDay', target: 'excluded-before-operative', actions: 'record' },
          { guard: 'isLicensed', target: 'role', actions: 'record' },
          { target: 'public-funding', actions: 'record' },
        ],
      },
    },
    'public-funding': {
      meta: asks('public-funding'),
      on: {
        answer: [
          { guard: 'turnsOnTheDay', target: 'excluded-before-operative', actions: 'record' },
          { target: 'role', actions: 'record' },
        ],
      },
    },
    'excluded-before-operative': {
      meta: asks('excluded-before-operative'),
      on: { answer: { target: 'role', actions: 'record' } },
    },
    role: {
      meta: asks('role'),
      on: { answer: { target: 'needs-accommodation', actions: 'record' } },
    },
    'needs-accommodation': {
      meta: asks('needs-accommodation'),
      on: {
        answer: [
          { guard: 'isNotEarlyChildhood', target: 'row-1', actions: 'record' },
          { guard: and(['mustRequest', 'isProhibited']), target: 'row-2', actions: 'record' },
          { guard: 'mustRequest', target: 'row-3', actions: 'record' },
          { guard: and(['isProhibited', 'isExcluded']), target: 'row-4-excluded', actions: 'record' },
          { guard: 'isProhibited', target: 'row-4', actions: 'record' },
          { guard: 'isExcluded', target: 'row-5-excluded', actions: 'record' },
          { target: 'row-5', actions: 'record' },
        ],
      },
    },
    'row-1': ending('ask-department', 1, ['ORS 329A.600(4)(g)']),
    'row-2': ending('prohibited-and-must-request', 2, ['ORS 329A.600(4)(g)', 'ORS 329A.625', 'ORS 329A.625#Note']),
    'row-3': ending('must-request', 3, ['ORS 329A.600(4)(g)']),
    'row-4': ending('prohibited', 4, ['ORS 329A.625', 'ORS 329A.625#Note']),
    'row-4-excluded': ending('prohibited', 4, ['ORS 329A.625', 'ORS 329A.625#Note']),
    'row-5': ending('may-request', 5, ['ORS 329A.600(3)(c)', 'ORS 329A.600(3)(f)']),
    'row-5-excluded': ending('may-request', 5, ['ORS 329A.600(3)(c)', 'ORS 329A.600(3)(f)']),
  },
});
