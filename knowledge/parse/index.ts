import type { DocumentSlug } from '../types.js';
import { parseBulletin } from './bulletin.js';
import type { ParsedDocument } from './draft.js';
import { parseOrs } from './ors.js';
import { parseClassroomSupport, parseOdeSection } from './pages.js';
import { parseRule } from './rule.js';

/** How each source is read: UTF-8 text in, provisions and furniture that together cover every byte once out. */
export const PARSERS: Readonly<Record<DocumentSlug, (source: string) => ParsedDocument>> = {
  'ors-329a': parseOrs,
  'oregon-bulletin-2011-02': parseBulletin,
  'oar-414-600-0035': parseRule,
  'delc-classroom-support': parseClassroomSupport,
  'ode-section-7': parseOdeSection,
};
