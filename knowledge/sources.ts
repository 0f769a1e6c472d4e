import type { DocumentSlug } from './types.js';

/** What is known of a source document before it is read; sizes are taken from the file itself at build time. */
export interface SourceDescription {
  slug: DocumentSlug;
  file: string;
  title: string;
  edition: string | null;
  lastUpdated: string | null;
  historical: boolean;
  /** Pinned: the parser was proved against exactly these bytes, so other bytes stop the build. */
  sha256: string;
}

/** The five sources, in the order in which they rank as law: statute, current rule, agency page, guidance, history. */
export const SOURCES: readonly SourceDescription[] = [
  {
    slug: 'ors-329a',
    file: 'ors-329a.txt',
    title: 'ORS chapter 329A, Child Care',
    edition: '2023 edition',
    lastUpdated: null,
    historical: false,
    sha256: '8fc59e99997642add1a3f70404d338ccc61c1de324a1221214d683fa2f212bd5',
  },
  {
    slug: 'oar-414-600-0035',
    file: 'oar-414-600-0035.txt',
    title: 'OAR 414-600-0035, Core Services (Relief Nurseries)',
    edition: null,
    lastUpdated: 'Jun. 8, 2021',
    historical: false,
    sha256: '36fe4f6221b25076b250bd067f59ae79cbebd501cc504d1ea65bbc668d6b2459',
  },
  {
    slug: 'delc-classroom-support',
    file: 'delc-classroom-support.txt',
    title: 'Department of Early Learning and Care, Professional Learning: Classroom Support',
    edition: null,
    lastUpdated: null,
    historical: false,
    sha256: 'd2d6288c694c38ffe21ed75edcb383e889e72076a0ea0f616d5a8594a301b1df',
  },
  {
    slug: 'ode-section-7',
    file: 'ode-section-7.txt',
    title:
      'Oregon Department of Education, Section 7: Getting Better: Support and Improvement Opportunities and Expectations',
    edition: null,
    lastUpdated: null,
    historical: false,
    sha256: '443339d56f78a352957688ed0fcb0b07e6e978ccf8fb35fb672c4ec2c9264b1c',
  },
  {
    slug: 'oregon-bulletin-2011-02',
    file: 'oregon-bulletin-2011-02.txt',
    title: 'Oregon Bulletin, Employment Department, Child Care Division, chapter 414',
    edition: 'Oregon Bulletin, February 1, 2011',
    lastUpdated: null,
    historical: true,
    sha256: 'ffaa496964a88ab5fab20a4d3c90d2287ca7a10fea79b9a4a42e3a956dc0a365',
  },
];

/** How ids of the two pages begin: "DELC Classroom Support#Inclusive Partners". */
export const PAGE_PREFIX = {
  'delc-classroom-support': 'DELC Classroom Support',
  'ode-section-7': 'ODE Section 7',
} as const;
