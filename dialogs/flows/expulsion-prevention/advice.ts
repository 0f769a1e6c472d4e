import type { Advice, AdviceInput, AdviceItem, Answers, Facts, Section } from '../../engine/flow.js';
import { isLicensed, isUnderBan, isUnderDuty, questions } from './facts.js';

const CCRR_PAGE = 'DELC Classroom Support#Childcare Resource and Referral (CCR&R)';
const INCLUSIVE_PAGE = 'DELC Classroom Support#Inclusive Partners';
const PREVENTION_PAGE = 'DELC Classroom Support#Suspension and Expulsion Prevention';

const DUTY = ['ORS 329A.600(4)(g)'];
const HELP = ['ORS 329A.600(3)(c)', 'ORS 329A.600(3)(f)'];
const BAN = ['ORS 329A.625', 'ORS 329A.625#Note'];

/** Yes or no where the facts settle it, null where open facts could turn it either way. */
type Finding = boolean | null;

/** A test of the program's status and funding, over every way in which what is open of the two can turn out. */
function settled(facts: Answers, test: (facts: Facts) => boolean): Finding {
  const could = (name: 'program-status' | 'public-funding'): readonly string[] => {
    const ids: readonly string[] = questions[name].answers;
    const given = facts[name];
    return typeof given === 'string' && ids.includes(given) ? [given] : ids;
  };
  const found = new Set(
    could('program-status').flatMap((status) =>
      could('public-funding').map((funding) => test({ 'program-status': status, 'public-funding': funding })),
    ),
  );
  return found.size === 1 ? found.has(true) : null;
}

/** What the endings that are possible say of one of the two facts; the ending of `ask-department` says nothing of either. */
function agreed(rows: readonly number[], holdsIn: readonly number[]): Finding {
  const found = new Set(rows.map((row) => (row === 1 ? null : holdsIn.includes(row))));
  return found.size === 1 ? (found.values().next().value as Finding) : null;
}

/**
 * What goes with a result of `expulsion-prevention`: steps for each role that the person may have, in order, then what to
 * know. Where facts are open, a sentence that holds in part of the cases names its condition itself.
 */
export function advise({ rows, facts, law }: AdviceInput): Advice {
  const mustRequest = agreed(rows, [2, 3]);
  const prohibited = agreed(rows, [2, 4]);
  const schoolAge = rows.every((row) => row === 1);
  const maybeSchoolAge = rows.includes(1);

  const open = (name: keyof typeof questions): boolean => {
    const ids: readonly string[] = questions[name].answers;
    return !ids.includes(facts[name] as string);
  };
  const maybe = (name: keyof typeof questions, answer: string): boolean => open(name) || facts[name] === answer;
  const afterwards = facts['situation'] === 'already-excluded';
  const operative = law.asOf >= law.figures['expulsion-ban-operative'].value;
  const underDuty = settled(facts, isUnderDuty);
  const underBan = settled(facts, isUnderBan);
  const maybeLicensed = settled(facts, isLicensed) !== false;

  const items: AdviceItem[] = [];
  const add = (section: Section, key: string, cites: readonly string[]): void => {
    items.push({ section, key, cites });
  };

  const parent = maybe('role', 'parent');
  const staff = maybe('role', 'program-staff');
  const partner = maybe('role', 'ccrr-or-partner');

  /** The first step of a role: to bring in the program's services, as a duty or as an offer. */
  const request = (role: 'parent' | 'staff' | 'partner'): void => {
    if (maybeSchoolAge) add('steps', `${role}-ask-department`, DUTY);
    if (schoolAge) return;
    if (mustRequest === true) add('steps', `${role}-must-request`, [...DUTY, ...HELP]);
    else if (mustRequest === false) add('steps', `${role}-may-request`, HELP);
    else add('steps', `${role}-request`, [...DUTY, ...HELP]);
  };

  if (parent) {
    request('parent');
    if (prohibited) add('steps', 'parent-show-ban', BAN);
    add('steps', 'parent-referral', ['ORS 329A.120(2)(b)']);
  }
  if (staff) {
    request('staff');
    if (prohibited) add('steps', afterwards ? 'staff-ban-broken' : 'staff-ban', BAN);
    add('steps', 'staff-coaching', ['ORS 329A.120(2)(a)', CCRR_PAGE]);
  }
  if (partner) {
    request('partner');
    add('steps', 'partner-coaching', ['ORS 329A.120(2)(a)', CCRR_PAGE]);
    add('steps', 'partner-referral', ['ORS 329A.120(2)(b)']);
  }
  // 390(4) names certified, registered, recorded and subsidized care: exempt care that no public money pays for is left out.
  const unsubsidized = facts['program-status'] === 'exempt' && facts['public-funding'] === 'none';
  if ((parent || partner) && !unsubsidized) {
    add('steps', 'complaint', ['ORS 329A.390(4)']);
  }
  if (maybe('needs-accommodation', 'yes')) add('steps', 'inclusive-partners', [INCLUSIVE_PAGE]);

  // 348 speaks of a "child care facility", which 250(5) keeps apart from recorded programs.
  if ((parent || partner) && maybeLicensed) {
    add('know', 'disclosure-protected', ['ORS 329A.348(1)', 'ORS 329A.348(2)(d)']);
    add('know', 'disclosure-penalty', ['ORS 329A.348(2)(d)', 'ORS 329A.994']);
  }

  if (!schoolAge) {
    if (mustRequest !== true) {
      if (underDuty === null) add('know', 'duty-covers', DUTY);
      else if (!underDuty) add('know', 'duty-not-here', DUTY);
      else if (afterwards) add('know', 'duty-came-before', DUTY);
      else add('know', 'duty-if-expulsion', DUTY);
    }

    const maybeBefore = afterwards && (!operative || maybe('excluded-before-operative', 'yes'));
    if (underBan === null) add('know', operative ? 'ban-covers' : 'ban-covers-later', BAN);
    else if (!underBan) add('know', operative ? 'ban-not-here' : 'ban-not-here-later', BAN);
    else if (maybeBefore) add('know', 'ban-not-back', BAN);
    else if (!operative) add('know', 'ban-later', BAN);
    else if (prohibited !== true) add('know', 'ban-if', BAN);
    if (operative && underBan !== false && facts['excluded-before-operative'] !== 'yes') {
      add('know', 'side-by-side', ['ORS 329A.600(4)(g)', 'ORS 329A.330(5)(d)', 'ORS 329A.625']);
    }

    if ((staff || partner) && maybe('program-status', 'registered')) {
      add('risk', 'registered-renewal', ['ORS 329A.330(5)(d)']);
    }
    if ((staff || partner) && maybe('program-status', 'certified')) {
      add('know', 'certified-family-rules', ['ORS 329A.280(2)']);
    }
  }
  if (maybeSchoolAge) add('know', 'school-age-open', [...DUTY, ...BAN]);

  add('stops', 'no-request-form', [PREVENTION_PAGE]);
  if (maybe('needs-accommodation', 'yes')) add('stops', 'no-inclusive-form', [INCLUSIVE_PAGE]);
  add('stops', 'no-definitions', ['ORS 329A.600(4)(c)']);
  add('stops', 'no-department-rules', ['ORS 329A.600(4)(g)', 'ORS 329A.600(6)']);
  if (prohibited !== false && !schoolAge) add('stops', 'no-remedy', ['ORS 329A.625']);

  return {
    items,
    derived: {
      ...(mustRequest !== null && { mustRequest }),
      ...(prohibited !== null && { prohibited }),
    },
  };
}
