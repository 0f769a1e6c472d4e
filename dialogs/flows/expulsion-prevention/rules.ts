import type { Rule } from '../../engine/flow.js';
import { isLicensed, isUnderBan, isUnderDuty } from './facts.js';

const DUTY = ['ORS 329A.600(4)(g)'];
const BAN = ['ORS 329A.625', 'ORS 329A.625#Note'];

/**
 * The rules of `expulsion-prevention`. Two facts decide, each by itself: `mustRequest` and `isProhibited`. The others say
 * which question the two still need.
 */
export const rules = {
  /** (4)(g) speaks of "a young child in an early childhood care or education program"; where that ends it does not say. */
  isNotEarlyChildhood: { cites: DUTY, holds: (f) => f['early-childhood'] === 'no' },
  /** A license brings a program under both paragraphs, so that its funding no longer matters. */
  isLicensed: { cites: [...DUTY, ...BAN], holds: isLicensed },
  /** The day of an exclusion matters once the ban is operative, and only for a program that it covers. */
  turnsOnTheDay: {
    cites: BAN,
    holds: (f, { asOf, figures }) =>
      f['situation'] === 'already-excluded' && asOf >= figures['expulsion-ban-operative'].value && isUnderBan(f),
  },
  /** A child who is out already: what the law asked then is told apart from what it asks now. */
  isExcluded: { cites: [...DUTY, ...BAN], holds: (f) => f['situation'] === 'already-excluded' },
  /** (4)(g): "when a young child ... is facing potential expulsion"; a suspension, or an exclusion that has happened, is not that. */
  mustRequest: { cites: DUTY, holds: (f) => f['situation'] === 'facing-expulsion' && isUnderDuty(f) },
  /** Operative from a day on: what was done before it is read as not reached. */
  isProhibited: {
    cites: BAN,
    holds: (f, { asOf, figures }) =>
      asOf >= figures['expulsion-ban-operative'].value &&
      f['situation'] !== 'wants-support' &&
      f['excluded-before-operative'] !== 'yes' &&
      isUnderBan(f),
  },
} satisfies Record<string, Rule>;
