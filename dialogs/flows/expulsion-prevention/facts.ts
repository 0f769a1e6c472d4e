import type { Facts, Question } from '../../engine/flow.js';

/**
 * The questions of `expulsion-prevention`: a child may be suspended or expelled, or has been (ORS 329A.600, 329A.625).
 * The order is the one in which open questions are asked: first what the law turns on, then what changes the steps alone.
 */
export const questions = {
  'early-childhood': {
    input: 'choice',
    answers: ['yes', 'no'],
    why: ['ORS 329A.600(4)(g)', 'ORS 329A.625'],
  },
  situation: {
    input: 'choice',
    answers: ['facing-expulsion', 'facing-suspension', 'already-excluded', 'wants-support'],
    why: ['ORS 329A.600(4)(g)', 'ORS 329A.625'],
  },
  'program-status': {
    input: 'choice',
    answers: ['certified', 'registered', 'recorded', 'exempt'],
    why: ['ORS 329A.600(4)(g)', 'ORS 329A.625'],
  },
  'public-funding': {
    input: 'choice',
    answers: ['delc-state-funds', 'other-public-funds', 'none'],
    why: ['ORS 329A.600(4)(g)', 'ORS 329A.625'],
  },
  'excluded-before-operative': {
    input: 'choice',
    answers: ['yes', 'no'],
    why: ['ORS 329A.625', 'ORS 329A.625#Note'],
  },
  role: {
    input: 'choice',
    answers: ['parent', 'program-staff', 'ccrr-or-partner'],
    adviceOnly: true,
    why: ['ORS 329A.600(3)(c)', 'ORS 329A.120(2)(a)', 'ORS 329A.120(2)(b)'],
  },
  'needs-accommodation': {
    input: 'choice',
    answers: ['yes', 'no'],
    adviceOnly: true,
    why: ['DELC Classroom Support#Inclusive Partners'],
  },
} satisfies Record<string, Question>;

/** Certified under ORS 329A.280 or registered under ORS 329A.330: what both 329A.600(4)(g) and 329A.625 name first. */
export function isLicensed(facts: Facts): boolean {
  const status = facts['program-status'];
  return status === 'certified' || status === 'registered';
}

/** 329A.600(4)(g): certified, registered, or receiving public funding of any kind for early childhood care and education. */
export function isUnderDuty(facts: Facts): boolean {
  const funding = facts['public-funding'];
  return isLicensed(facts) || funding === 'delc-state-funds' || funding === 'other-public-funds';
}

/** 329A.625: certified, registered, or receiving state public funds from DELC; other public money is not enough. */
export function isUnderBan(facts: Facts): boolean {
  return isLicensed(facts) || facts['public-funding'] === 'delc-state-funds';
}
