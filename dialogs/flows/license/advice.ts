import type { Advice, AdviceInput, AdviceItem, FlowLaw, Section } from '../../engine/flow.js';
import {
  expulsionBan,
  familyByRule,
  foundedReport,
  payMakesNoDifference,
  prohibitedIndividual,
  subsidyHasOwnRules,
} from '../notices.js';
import { totalOf } from './facts.js';

type Params = NonNullable<AdviceItem['params']>;

const item = (section: Section, key: string, cites: readonly string[], params?: Params): AdviceItem => ({
  section,
  key,
  cites,
  ...(params && { params }),
});

/** Rows that assume the care to be child care under the flow `child-care`. */
const ROWS_ASSUMING_CHILD_CARE = [13, 14, 15, 16, 17, 18];

const emergencyPlan = item('steps', 'emergency-plan', ['ORS 329A.263(2)']);
const ENROLLMENT = ['ORS 329A.030(2)(a)', 'ORS 329A.030(9)', 'ORS 329A.030(9)(b)'];
const registry = item('steps', 'registry', ['ORS 329A.330(4)(e)', ...ENROLLMENT]);
const registryCertified = item('steps', 'registry', ENROLLMENT);

/** Enrollment in the registry has a fee of its own (329A.275(3)(i)). */
const registryFee = item('cost', 'fee-registry', ['ORS 329A.275(3)(i)', 'ORS 329A.030(4)(b)']);

/** A final cease and desist order can bar a person from caring for children (329A.344, 329A.252(1)(e), (2)(b)). */
function ceaseAndDesist({ figures }: FlowLaw): AdviceItem {
  return item('risk', 'cease-and-desist', ['ORS 329A.344', 'ORS 329A.252(1)(e)', 'ORS 329A.252(2)(b)'], {
    years: figures['prohibited-individual-years'].value,
  });
}

/** A home is a permitted use, also where businesses are; counties may ask more in farm zones (329A.440(2), (3)). */
const zoningHome = item('know', 'notices:zoning-home', ['ORS 329A.440(2)', 'ORS 329A.440(3)']);

/** What a registered family child care home needs (329A.330). */
function registration(law: FlowLaw): AdviceItem[] {
  const { figures } = law;
  return [
    item('steps', 'overview-class', ['ORS 329A.330(4)(a)']),
    item('steps', 'abuse-training', ['ORS 329A.330(4)(b)'], { hours: figures['abuse-training-hours'].value }),
    item('steps', 'first-aid', ['ORS 329A.330(4)(c)']),
    item('steps', 'food-handler', ['ORS 329A.330(4)(d)']),
    item('steps', 'work-sheet', ['ORS 329A.330(3)(a)']),
    registry,
    item('steps', 'on-site-review', ['ORS 329A.330(3)(b)'], { days: figures['on-site-review-days'].value }),
    emergencyPlan,
    item('steps', 'renew-registration', ['ORS 329A.270(1)', 'ORS 329A.270(2)', 'ORS 329A.330(5)'], {
      days: figures['renewal-application-days'].value,
      hours: figures['renewal-training-hours'].value,
    }),
    item('cost', 'fee-registration', ['ORS 329A.275(3)(e)', 'ORS 329A.275(3)(h)', 'ORS 329A.330(3)(a)'], {
      fee: figures['fee-cap-registration'].value,
      class: figures['fee-cap-abuse-class'].value,
    }),
    registryFee,
    item('cost', 'valid-registration', ['ORS 329A.330(5)', 'ORS 329A.330(6)'], {
      years: figures['registration-years'].value,
    }),
    item('risk', 'unregistered', ['ORS 329A.992(4)(b)', 'ORS 329A.992(5)'], {
      penalty: figures['penalty-unlicensed'].value,
    }),
    ceaseAndDesist(law),
    expulsionBan(law),
    item('know', 'may-choose-certification', ['ORS 329A.280(4)']),
    zoningHome,
  ];
}

/** What every certified facility needs (329A.290, 329A.300, 329A.310). */
function certification(
  law: FlowLaw,
  kind: 'family' | 'center' | 'outdoor',
  spaces: number | null,
): { items: AdviceItem[]; derived: Record<string, number> } {
  const { figures } = law;
  const qualifications = kind === 'outdoor' ? ['ORS 329A.290', 'ORS 329A.290(4)(b)(B)'] : ['ORS 329A.290'];
  const items = [
    item('steps', kind === 'outdoor' ? 'show-qualifications-outdoor' : 'show-qualifications', qualifications),
    item('steps', 'apply-certification', ['ORS 329A.310(1)']),
    registryCertified,
    emergencyPlan,
    ...(kind === 'family' ? [item('steps', 'expulsion-rules', ['ORS 329A.280(2)'])] : []),
    item('steps', 'renew-certification', ['ORS 329A.270(1)', 'ORS 329A.270(2)', 'ORS 329A.310(4)'], {
      days: figures['renewal-application-days'].value,
    }),
  ];
  const derived: Record<string, number> = {};
  if (kind === 'outdoor') items.push(item('stops', 'no-outdoor-fee', ['ORS 329A.275(2)']));
  else {
    const [initial, space, cites] =
      kind === 'family'
        ? ([
            figures['fee-cap-certified-family-initial'].value,
            figures['fee-cap-certified-family-space'].value,
            ['ORS 329A.275(3)(a)', 'ORS 329A.275(3)(b)'],
          ] as const)
        : ([
            figures['fee-cap-center-initial'].value,
            figures['fee-cap-center-space'].value,
            ['ORS 329A.275(3)(c)', 'ORS 329A.275(3)(d)'],
          ] as const);
    items.push(item('cost', 'fee-certification', cites, { initial, space }));
    if (spaces !== null) {
      items.push(item('cost', 'fee-certification-spaces', cites, { spaces, annual: spaces * space }));
      derived['feeCapInitial'] = initial;
      derived['feeCapAnnual'] = spaces * space;
    }
  }
  items.push(
    registryFee,
    item('cost', 'valid-certification', ['ORS 329A.310(3)', 'ORS 329A.310(4)'], {
      years: figures['certification-years'].value,
    }),
    item('cost', 'temporary-certification', ['ORS 329A.300(2)'], {
      days: figures['temporary-certification-days'].value,
      months: figures['temporary-certification-months'].value,
    }),
    item('risk', 'uncertified-crime', ['ORS 329A.990']),
    item('risk', 'uncertified-penalty', ['ORS 329A.992(4)(a)', 'ORS 329A.992(5)'], {
      penalty: figures['penalty-unlicensed'].value,
    }),
    ceaseAndDesist(law),
    expulsionBan(law),
  );
  if (kind === 'family') items.push(zoningHome);
  if (kind === 'center') items.push(item('know', 'notices:zoning-center', ['ORS 329A.440(4)']));
  return { items, derived };
}

/** What a recorded program needs (329A.255). */
function recording(law: FlowLaw, kind: 'preschool' | 'school-age'): AdviceItem[] {
  const { figures } = law;
  const [fee, cite] =
    kind === 'preschool'
      ? ([figures['fee-cap-preschool-record'].value, 'ORS 329A.275(3)(f)'] as const)
      : ([figures['fee-cap-school-age-record'].value, 'ORS 329A.275(3)(g)'] as const);
  return [
    item('steps', 'apply-record', ['ORS 329A.255(2)']),
    item('steps', 'registry-recorded', [...ENROLLMENT, 'ORS 329A.030(11)(c)(D)', 'ORS 329A.030(11)(c)(J)']),
    item('steps', 'post-notice', ['ORS 329A.255(7)']),
    item('cost', 'fee-record', ['ORS 329A.255(2)', cite], { fee }),
    registryFee,
    item('cost', 'valid-record', ['ORS 329A.255(4)', 'ORS 329A.255(5)'], { years: figures['record-years'].value }),
    item('risk', 'unrecorded', ['ORS 329A.255(10)'], { penalty: figures['penalty-record'].value }),
    ceaseAndDesist(law),
  ];
}

/** What is said with a result of `license`: the checklist of whoever must hold something, each step with its paragraph. */
export function advise({ outcome, rows, endings, facts, law, elsewhere }: AdviceInput): Advice {
  const any = (wanted: readonly number[]): boolean => rows.some((row) => wanted.includes(row));
  const known = typeof facts['other-children'] === 'number';
  const counted = known && (facts['resident-counted'] === undefined || typeof facts['resident-counted'] === 'number');
  const total = counted ? totalOf(facts) : null;
  const derived: Record<string, string | number | boolean> = {};
  if (total !== null && any(ROWS_ASSUMING_CHILD_CARE)) derived['total'] = total;
  const items: AdviceItem[] = [];

  switch (outcome) {
    case 'registration':
      items.push(...registration(law));
      break;
    case 'certification-family':
    case 'certification-center':
    case 'certification-outdoor': {
      const kind =
        outcome === 'certification-family' ? 'family' : outcome === 'certification-center' ? 'center' : 'outdoor';
      const certified = certification(law, kind, total);
      items.push(...certified.items);
      Object.assign(derived, certified.derived);
      break;
    }
    case 'record-preschool':
      items.push(...recording(law, 'preschool'), item('know', 'recording-is-own-duty', ['ORS 329A.255(1)']));
      break;
    case 'record-school-age':
      items.push(...recording(law, 'school-age'));
      if (facts['operator'] === 'government') {
        items.push(
          item('stops', 'public-school-age', [
            'ORS 329A.250(13)(a)',
            'ORS 329A.250(13)(b)',
            'ORS 329A.250(5)(h)',
            'ORS 329A.255(1)',
          ]),
        );
      }
      break;
  }
  if (any([2])) items.push(item('stops', 'preschool-doubt', ['ORS 329A.250(9)', 'ORS 329A.255(1)']));
  if (any([14])) items.push(item('stops', 'outdoor-before', ['ORS 329A.280(1)']));
  if (outcome === 'not-required' && any([3, 6])) items.push(item('know', 'may-apply', ['ORS 329A.280(5)']));
  if (any([11, 12])) {
    items.push(payMakesNoDifference, foundedReport(law), prohibitedIndividual(law), subsidyHasOwnRules);
  }
  if (any([12])) items.push(familyByRule);
  if (any(ROWS_ASSUMING_CHILD_CARE) && elsewhere['child-care'] === undefined) {
    items.push(item('know', 'assumes-child-care', ['ORS 329A.250(4)', 'ORS 329A.250(4)(b)(C)']));
  }
  if (outcome.startsWith('certification') || outcome === 'registration' || outcome.startsWith('record')) {
    items.push(item('stops', 'council-rules', ['ORS 329A.260']));
  }
  if (endings.length === 1 && endings[0] === 'row-17' && facts['setting'] === 'other-dwelling') {
    items.push(item('know', 'not-own-home', ['ORS 329A.330(1)', 'ORS 329A.250(11)']));
  }
  return { items, derived };
}
