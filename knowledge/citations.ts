/**
 * Reads the spellings that people use for a paragraph: "ORS 329A.250(4)(b)(C)", "250 4 b C", "§250(4)", "section 600
 * (4)(g)", "OAR 414-350-0010(19)", "chapter 595 section 3". Grammar only: whether the paragraph exists is the law's
 * business. Numbers in questions ("10 kids", "4 hours", a phone number) are not citations.
 */

export interface CitationSuffix {
  /** "2023" or "2025-07-01", after "@". */
  version: string | null;
  /** "#Note", "#Note-2", "#History"; `spelledOut` where it was written as a word ("note under 329A.625"). */
  annotation: { kind: 'Note' | 'History'; number: number | null; spelledOut: boolean } | null;
}

export type CitationReading =
  | {
      kind: 'section';
      /** "ORS 329A.250" or "OAR 414-350-0010", whether or not the sources hold it. */
      root: string;
      labels: string[];
      suffix: CitationSuffix;
      /** True where the words can mean nothing but a citation; false for "section 125", which may be of another law. */
      certain: boolean;
      /** True for "250 4 b": a citation only if there is such a section. */
      bare: boolean;
    }
  | {
      kind: 'session-law';
      year: string | null;
      chapter: string;
      section: string;
      labels: string[];
      suffix: CitationSuffix;
    }
  | { kind: 'order'; number: string };

const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** White space (no-break spaces too) folded, invisible characters gone, dashes made hyphens, full-width forms made plain. */
export function tidySpelling(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u202f\u2007]/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/329[аА]/g, '329A')
    .trim()
    .replace(/^["'“‘«(]+(?=(?:ors|oar|§|\d{3}))/i, '')
    .replace(/[\s.,;:?!"'”’»]+$/, '');
}

/** Words that stand for "section" before a number, in the languages that people here write. */
const SECTION_WORD =
  '(?:§+|sections?|sects?\\.?|secs?\\.?|statutes?|art[ií]culos?|arts?\\.?|secci[oó]n(?:es)?|ley|điều|mục|stat(?:ya|ья)|стат(?:ья|ьи|тя)|раздел|розділ|المادة|القسم)';
/** Words between labels that name a level: "subsection 4 paragraph b". */
const LEVEL_WORD =
  /\b(?:sub-?sections?|sub-?paragraphs?|paragraphs?|para|items?|clauses?|sub-?secci[oó]n|p[aá]rrafo|inciso|apartado|numeral|literal)\b\.?/giu;

const ORS = new RegExp(
  `^(oregon revised statutes?|ors)?\\.?\\s*(${SECTION_WORD})?\\s*(chapter 329a\\s*,?\\s*|329a\\s*[.:\\s-]?\\s*)?(${SECTION_WORD})?\\s*(\\d{3})(?!\\d)(.*)$`,
  'iu',
);
const OTHER_ORS = /^ors\.?\s*(?:§+\s*)?(\d{1,3}[a-z]?)\.(\d{3})(?!\d)(.*)$/i;
const OAR = /^(oar|oregon administrative rules?|rule|regla)?\.?\s*(?:§+\s*)?(\d{3})-(\d{3})-(\d{4})(?!\d)(.*)$/i;
const SESSION_CHAPTER_FIRST =
  /^(?:oregon laws )?(?:(\d{4}),?\s*)?(?:or(?:egon)? laws,? )?c(?:h(?:apter|ap)?)?\.? ?(\d{1,3})(?:,? oregon laws (\d{4}))?,?\s*(?:§+|sec(?:tion|s)?\.?|secci[oó]n)\s*(\d{1,3}[a-z]?)(?![0-9a-z])(.*)$/i;
const SESSION_SECTION_FIRST =
  /^(?:§+|sec(?:tion)?\.?|secci[oó]n)\s*(\d{1,3}[a-z]?)((?:\s*\([0-9a-z]+\))*),?\s*(?:of |de )?c(?:h(?:apter|ap)?)?\.? ?(\d{1,3})(?:,?\s*(?:of )?(?:oregon laws|or laws)(?: of)?)?(?:,?\s*(\d{4}))?$/i;
const ORDER =
  /^(?:oregon bulletin,? )?(?:adm\. ?|administrative )?(?:order )?(?:no\.:? ?)?(ccd \d{1,2}-\d{4}) ?(\(temp\))?$/i;
const ANNOTATION_FIRST = /^(?:the )?(?:(first|second) )?(note|history) (?:under|of|to|for|on) (.+)$/i;
const ANNOTATION_LAST = /^(.*?\d[^\s,#]*)(?:(#)|,?\s+)(?:(first|second) )?(note|history)(?:[-\s]?(\d))?$/i;
const VERSION_LAST = /^(.*\S)\s*@\s*(\d{4}(?:-\d{2}-\d{2})?)$/;

/** "Subsection (4)(b) of 329A.250", "apartado 4 del artículo 250": the labels first. */
const LABELS_FIRST =
  /^(?:sub-?sections?|sub-?paragraphs?|paragraphs?|para\.?|items?|clauses?|sub-?secci[oó]n|p[aá]rrafo|inciso|apartado|numeral|literal)\s+((?:\(?(?:\d{1,2}|[a-z]{1,4})\)?\s?){1,5})\s*(?:of|in|under|de|del)\s+(?:the\s+|la\s+|el\s+)?(.*\d{3}.*)$/i;

/** What the text, as a whole, says as a citation; null where it is none. */
export function readCitation(text: string): CitationReading | null {
  let rest = tidySpelling(text);
  const suffix: CitationSuffix = { version: null, annotation: null };
  const version = VERSION_LAST.exec(rest);
  if (version?.[1] !== undefined && version[2] !== undefined) {
    suffix.version = version[2];
    rest = version[1];
  }
  const first = ANNOTATION_FIRST.exec(rest);
  const last = ANNOTATION_LAST.exec(rest);
  if (first?.[2] !== undefined && first[3] !== undefined) {
    suffix.annotation = { kind: annotationKind(first[2]), number: ordinal(first[1]), spelledOut: true };
    rest = first[3];
  } else if (last?.[1] !== undefined && last[4] !== undefined) {
    const number = last[5] === undefined ? ordinal(last[3]) : Number(last[5]);
    suffix.annotation = { kind: annotationKind(last[4]), number, spelledOut: last[2] === undefined };
    rest = last[1];
  }
  const labelsFirst = LABELS_FIRST.exec(rest);
  if (labelsFirst?.[1] !== undefined && labelsFirst[2] !== undefined)
    rest = `${labelsFirst[2]} ${labelsFirst[1].trim()}`;
  return readSession(rest, suffix) ?? readRule(rest, suffix) ?? readStatute(rest, suffix) ?? readOrder(rest);
}

function ordinal(word: string | undefined): number | null {
  return word === undefined ? null : word.toLowerCase() === 'first' ? 1 : 2;
}

function annotationKind(word: string): 'Note' | 'History' {
  return word.toLowerCase() === 'note' ? 'Note' : 'History';
}

function readSession(text: string, suffix: CitationSuffix): CitationReading | null {
  const chapterFirst = SESSION_CHAPTER_FIRST.exec(text);
  if (chapterFirst?.[2] !== undefined && chapterFirst[4] !== undefined) {
    const labels = readLabels(chapterFirst[5] ?? '');
    if (labels === null) return null;
    const year = chapterFirst[1] ?? chapterFirst[3] ?? null;
    return {
      kind: 'session-law',
      year,
      chapter: chapterFirst[2],
      section: chapterFirst[4].toLowerCase(),
      labels,
      suffix,
    };
  }
  const sectionFirst = SESSION_SECTION_FIRST.exec(text);
  if (sectionFirst?.[1] === undefined || sectionFirst[3] === undefined) return null;
  const labels = readLabels(sectionFirst[2] ?? '');
  if (labels === null) return null;
  const [, section, , chapter, year] = sectionFirst;
  return { kind: 'session-law', year: year ?? null, chapter, section: section.toLowerCase(), labels, suffix };
}

function readRule(text: string, suffix: CitationSuffix): CitationReading | null {
  const match = OAR.exec(text);
  if (match === null) return null;
  const [, prefix, chapter, division, rule, tail] = match;
  // Without "OAR" the same shape is a phone number, so only rules of the Child Care Division's chapter are meant.
  if (prefix === undefined && !(chapter === '414' && rule?.startsWith('0'))) return null;
  const labels = readLabels(tail ?? '');
  if (labels === null) return null;
  return { kind: 'section', root: `OAR ${chapter}-${division}-${rule}`, labels, suffix, certain: true, bare: false };
}

function readStatute(text: string, suffix: CitationSuffix): CitationReading | null {
  const other = OTHER_ORS.exec(text);
  if (other?.[1] !== undefined && other[2] !== undefined && other[1].toUpperCase() !== '329A') {
    const labels = readLabels(other[3] ?? '');
    const root = `ORS ${other[1].toUpperCase()}.${other[2]}`;
    return labels === null ? null : { kind: 'section', root, labels, suffix, certain: true, bare: false };
  }
  const match = ORS.exec(text);
  if (match?.[5] === undefined) return null;
  const [, ors, before, chapter, after, section, tail] = match;
  const labels = readLabels(tail ?? '');
  if (labels === null) return null;
  const named = ors !== undefined || chapter !== undefined;
  const bare = !named && before === undefined && after === undefined;
  // "250" or "250 4" may be any number; "250 4 b" and "250(4)" are not.
  const hasParentheses = /^\s*\(/.test(tail ?? '');
  if (bare && !hasParentheses && labels.length < 2 && suffix.version === null) return null;
  if (bare && labels.length === 0) return null;
  const certain = named || labels.length > 0 || suffix.annotation !== null;
  return { kind: 'section', root: `ORS 329A.${section}`, labels, suffix, certain, bare };
}

function readOrder(text: string): CitationReading | null {
  const match = ORDER.exec(text);
  if (match?.[1] === undefined) return null;
  return { kind: 'order', number: `${match[1].toUpperCase()}${match[2] === undefined ? '' : '(Temp)'}` };
}

const ROMAN = /^(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})$/i;
const TOKEN =
  /^[\s.,;:/-]*(?:\(\s*([0-9]{1,2}|[a-z]{1,4})\s*\)|([0-9]{1,2})(?![0-9])([a-z]{0,3})(?![a-z0-9])|([a-z]{1,4})(?![a-z0-9]))/i;

/** "(4)(b)(C)", " 4 b C", ".4.b.C", "4bC" as labels; null where the words are anything else. */
function readLabels(text: string): string[] | null {
  let rest = text.replace(LEVEL_WORD, ' ').trim();
  const labels: string[] = [];
  while (rest !== '') {
    const match = TOKEN.exec(rest);
    if (match === null) return null;
    const [whole, inParentheses, digits, attached, letters] = match;
    if (inParentheses !== undefined) labels.push(inParentheses);
    else if (digits !== undefined) {
      if (/^[ap]m$/i.test(attached ?? '')) return null;
      labels.push(digits, ...(attached ?? ''));
    } else if (letters !== undefined) {
      if (letters.length > 1 && !ROMAN.test(letters)) return null;
      labels.push(letters);
    }
    rest = rest.slice(whole.length);
  }
  const isNumber = (label: string): boolean => /^[0-9]+$/.test(label);
  if (labels.length > 5 || labels.slice(1).some(isNumber)) return null;
  if (labels[0] !== undefined && !isNumber(labels[0])) return null;
  return labels.map((label) => (isNumber(label) ? String(Number(label)) : label));
}
