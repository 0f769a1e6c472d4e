import { setup } from 'xstate';
import { guardsOf } from '../../engine/flow.js';
import { asks, ending, flowTypes, initialContext, record } from '../../engine/machine.js';
import { rules } from './rules.js';

const arrow = <G extends keyof typeof rules, T extends string>(guard: G, target: T) =>
  ({ guard, target, actions: 'record' }) as const;
const otherwise = <T extends string>(target: T) => ({ target, actions: 'record' }) as const;

/** After the questions on recorded programs: what is left of the exclusions for a public operator, then for a private one. */
const publicOperators = [arrow('isSchoolDistrict', 'row-3'), arrow('isGovernment', 'row-6')] as const;
const schoolAgeLeft = [
  arrow('isGovernment', 'row-6'),
  arrow('isSchoolAgeEnrichment', 'hours-per-week'),
  arrow('isClub', 'organized-club'),
  otherwise('other-children'),
] as const;

/**
 * The machine of `license`. Rows 13 to 18 assume that the care is child care under the flow `child-care`; the advice says so
 * where that flow was not answered.
 *
 * Readings chosen: recording (rows 1, 2, 5) comes before the exclusions of 329A.250(5), since 329A.255(1) is a duty of its own.
 * Where a question cannot change the outcome any more it is left out: with six children or fewer nobody asks how many are
 * below school age, with two or fewer below school age nobody asks how many are 24 months or younger.
 */
export const machine = setup({ types: flowTypes, actions: { record }, guards: guardsOf(rules) }).createMachine({
  id: 'license',
  context: initialContext,
  initial: 'operator',
  states: {
    operator: { meta: asks('operator'), on: { answer: [otherwise('program-type')] } },
    'program-type': {
      meta: asks('program-type'),
      on: {
        answer: [
          arrow('mayBeEducational', 'primarily-educational'),
          arrow('isSchoolDistrict', 'row-3'),
          arrow('isLicensedResidential', 'row-4'),
          arrow('isSchoolAgeType', 'school-age-only'),
          arrow('isGovernment', 'row-6'),
          otherwise('other-children'),
        ],
      },
    },
    'primarily-educational': {
      meta: asks('primarily-educational'),
      on: {
        answer: [
          arrow('isEducational', 'hours-per-day'),
          ...publicOperators,
          arrow('isCooperative', 'hours-per-day'),
          arrow('isParentsOnPremises', 'parent-activity'),
          otherwise('other-children'),
        ],
      },
    },
    'hours-per-day': {
      meta: asks('hours-per-day'),
      on: {
        answer: [
          arrow('isShortEducationalPrivate', 'row-1'),
          arrow('isShortEducational', 'row-2'),
          arrow('isEducational', 'child-hours-per-day'),
          arrow('isShortCooperative', 'coop-conditions'),
          otherwise('other-children'),
        ],
      },
    },
    'child-hours-per-day': {
      meta: asks('child-hours-per-day'),
      on: {
        answer: [
          arrow('isNoChildLong', 'row-2'),
          ...publicOperators,
          arrow('isParentsOnPremises', 'parent-activity'),
          otherwise('other-children'),
        ],
      },
    },
    'school-age-only': {
      meta: asks('school-age-only'),
      on: { answer: [arrow('isSchoolAgeOnly', 'out-of-school-hours'), ...schoolAgeLeft] },
    },
    'out-of-school-hours': {
      meta: asks('out-of-school-hours'),
      on: { answer: [arrow('isOutOfSchool', 'replaces-parent-care'), ...schoolAgeLeft] },
    },
    'replaces-parent-care': {
      meta: asks('replaces-parent-care'),
      on: { answer: [arrow('leavesParentCare', 'row-5'), ...schoolAgeLeft] },
    },
    'hours-per-week': {
      meta: asks('hours-per-week'),
      on: { answer: [arrow('isFewHoursAWeek', 'row-7'), otherwise('other-children')] },
    },
    'organized-club': {
      meta: asks('organized-club'),
      on: { answer: [arrow('isOrganizedClub', 'row-8'), otherwise('other-children')] },
    },
    'coop-conditions': {
      meta: asks('coop-conditions'),
      on: { answer: [arrow('meetsCoopConditions', 'row-9'), otherwise('other-children')] },
    },
    'parent-activity': {
      meta: asks('parent-activity'),
      on: { answer: [arrow('areParentsNotWorking', 'row-10'), otherwise('other-children')] },
    },
    'other-children': {
      meta: asks('other-children'),
      on: { answer: [arrow('isNoMoreThanThree', 'row-11'), otherwise('one-family')] },
    },
    'one-family': {
      meta: asks('one-family'),
      on: { answer: [arrow('isOneFamily', 'row-12'), otherwise('setting')] },
    },
    setting: {
      meta: asks('setting'),
      on: {
        answer: [
          arrow('isOutdoorCertified', 'row-13'),
          arrow('isOutdoors', 'row-14'),
          arrow('isOtherIndoor', 'row-15'),
          arrow('isOverSixteen', 'row-18'),
          otherwise('resident-counted'),
        ],
      },
    },
    'resident-counted': {
      meta: asks('resident-counted'),
      on: {
        answer: [
          arrow('isOverSixteen', 'row-18'),
          arrow('isOtherDwelling', 'row-17'),
          arrow('isOverTen', 'row-17-ten'),
          arrow('isSchoolAgeOnly', 'row-16'),
          arrow('isNoMoreThanSix', '24-months-or-younger'),
          otherwise('under-school-age'),
        ],
      },
    },
    'under-school-age': {
      meta: asks('under-school-age'),
      on: {
        answer: [
          arrow('isOverSixYoung', 'row-17-six'),
          arrow('isNoMoreThanTwoYoung', 'row-16'),
          otherwise('24-months-or-younger'),
        ],
      },
    },
    '24-months-or-younger': {
      meta: asks('24-months-or-younger'),
      on: { answer: [arrow('isOverTwoYoungest', 'row-17-two'), otherwise('row-16')] },
    },
    'row-1': ending('record-preschool', 1, ['ORS 329A.250(9)', 'ORS 329A.255(1)']),
    'row-2': ending('ask-department', 2, ['ORS 329A.250(9)', 'ORS 329A.255(1)']),
    'row-3': ending('not-required', 3, ['ORS 329A.250(5)(d)(A)', 'ORS 329A.280(5)']),
    'row-4': ending('not-required', 4, ['ORS 329A.250(5)(e)']),
    'row-5': ending('record-school-age', 5, ['ORS 329A.250(13)', 'ORS 329A.250(16)', 'ORS 329A.255(1)']),
    'row-6': ending('not-required', 6, ['ORS 329A.250(5)(d)', 'ORS 329A.280(5)']),
    'row-7': ending('not-required', 7, ['ORS 329A.250(5)(b)']),
    'row-8': ending('not-required', 8, ['ORS 329A.250(5)(c)']),
    'row-9': ending('not-required', 9, ['ORS 329A.250(5)(f)', 'ORS 329A.250(8)']),
    'row-10': ending('not-required', 10, ['ORS 329A.250(5)(g)']),
    'row-11': ending('not-required', 11, ['ORS 329A.250(4)(b)(F)']),
    'row-12': ending('not-required', 12, ['ORS 329A.250(4)(b)(E)', 'ORS 329A.250(6)']),
    'row-13': ending('certification-outdoor', 13, ['ORS 329A.250(5)', 'ORS 329A.280(1)', 'ORS 329A.280(3)']),
    'row-14': ending('ask-department', 14, ['ORS 329A.280(1)']),
    'row-15': ending('certification-center', 15, ['ORS 329A.280(1)', 'ORS 329A.280(3)']),
    'row-16': ending('registration', 16, ['ORS 329A.330(1)', 'ORS 329A.330(2)']),
    'row-17': ending('certification-family', 17, ['ORS 329A.280(1)', 'ORS 329A.280(2)']),
    'row-17-ten': ending('certification-family', 17, ['ORS 329A.280(1)', 'ORS 329A.280(2)', 'ORS 329A.330(2)']),
    'row-17-six': ending('certification-family', 17, ['ORS 329A.280(1)', 'ORS 329A.280(2)', 'ORS 329A.330(2)(a)']),
    'row-17-two': ending('certification-family', 17, ['ORS 329A.280(1)', 'ORS 329A.280(2)', 'ORS 329A.330(2)(b)']),
    'row-18': ending('certification-center', 18, ['ORS 329A.280(1)', 'ORS 329A.280(3)']),
  },
});
