/**
 * The shapes in which the law is held. Everything here is data or a pure look-up; nothing reads a clock, a channel
 * or a language. Dates are ISO calendar days ("2025-07-01") as they count in Oregon; offsets are UTF-8 bytes.
 */

/** A calendar day, "YYYY-MM-DD". Days compare as strings. */
export type IsoDate = string;

export type DocumentSlug =
  'ors-329a' | 'oregon-bulletin-2011-02' | 'oar-414-600-0035' | 'delc-classroom-support' | 'ode-section-7';

/** One source document, as it was copied in. */
export interface SourceDocument {
  slug: DocumentSlug;
  /** How the document names itself, in English: "ORS chapter 329A". */
  title: string;
  /** "2023 edition", "Oregon Bulletin, February 1, 2011", ... as the source prints it; null where it prints none. */
  edition: string | null;
  /** The "last updated" that the source prints, as printed ("Jun. 8, 2021"); null where it prints none. */
  lastUpdated: string | null;
  /** True where the document is history only (the 2011 Bulletin). */
  historical: boolean;
  /** File name under knowledge/sources, its size in bytes and its SHA-256. */
  file: string;
  bytes: number;
  sha256: string;
}

export type ProvisionKind =
  | 'section' // ORS 329A.250, OAR 414-350-0010, OAR 414-600-0035
  | 'subsection' // (1)
  | 'paragraph' // (a)
  | 'subparagraph' // (A)
  | 'item' // (i)
  | 'note' // an editor's note under a section: ORS 329A.625#Note
  | 'session-law' // 2023 c.595 §3, and everything below it
  | 'stub' // a section number of which only the history is left: ORS 329A.140
  | 'history' // a history line: ORS 329A.250#History
  | 'order' // the head of an order of the Bulletin
  | 'heading'; // a part of a page, by its heading as printed

/**
 * Where a provision stands on a date.
 * - in-force: statute text that is operative on the date.
 * - pending: operative from a later date.
 * - superseded: replaced by a later text of the same section.
 * - repealed: a note or section that was repealed on or before the date.
 * - historical: the rules of the 2011 Bulletin, always.
 * - undated: the pages and OAR 414-600-0035, which never claim to be in force.
 */
export type ProvisionStatus = 'in-force' | 'pending' | 'superseded' | 'repealed' | 'historical' | 'undated';

export interface Provision {
  /** Canonical id without a version: "ORS 329A.250(4)(b)(F)". */
  id: string;
  /** What follows "@" in the versioned id ("2023", "2025-07-01"); null where the id has one version only. */
  version: string | null;
  /** Unique in the whole body of law: `id`, or `id@version` where there are several versions. */
  key: string;
  /** Other ids for the same words: "2021 c.576 §1" for "2021 c.518 §3b", which the source prints once for both. */
  aliases: string[];
  document: DocumentSlug;
  kind: ProvisionKind;
  /** The label as printed: "(F)", "329A.250", "414-350-0020", a heading. Mislabeled ones stay as printed. */
  label: string;
  /** The section's catch line, a definition's term or a page's heading; null where there is none. */
  heading: string | null;
  /** Keys. A section's history line and the notes printed under it are its children too, after its subsections. */
  parent: string | null;
  children: string[];
  /**
   * Keys, in printed order among siblings (same document); history and notes form a row of their own. Null at the ends.
   * The second text of a section follows its first.
   */
  previous: string | null;
  next: string | null;
  /**
   * The provision's own text (its label and lead-in, up to its first child or, without one, up to the next provision,
   * white space between them included): bytes [start, end) of the file.
   */
  start: number;
  /** The byte at which its words begin, after label and heading. */
  body: number;
  end: number;
  /**
   * The end of its last descendant: [start, wholeEnd) is the provision with all below it. A section's notes, which are
   * printed after it, lie outside.
   */
  wholeEnd: number;
  /** First day on which this text is operative; null where the sources do not say, which is: as the edition has it. */
  from: IsoDate | null;
  /** First day on which it no longer is (repealed, replaced, expired); null where the sources give none. */
  until: IsoDate | null;
  /** True for the Bulletin: old rules, never current law. */
  historical: boolean;
  /** What a reader must know about the print itself ("printed (1) where (D) is meant"); null for most. */
  printNote: string | null;
}

/** Bytes of a source that belong to no provision: contents, headings between sections, navigation, blank lines. */
export interface Furniture {
  document: DocumentSlug;
  name: 'contents' | 'title' | 'heading' | 'navigation' | 'blank' | 'footer' | 'picture';
  start: number;
  end: number;
}

/** A provision with the words around it that make it read whole. Every text is cut from the source byte for byte. */
export interface Citation {
  /**
   * The canonical id as of the day: plain where its text is the one operative ("ORS 329A.250(5)"), with the version
   * where it is another ("ORS 329A.250(5)@2025-07-01" before that day).
   */
  id: string;
  provision: Provision;
  /**
   * How it is written for people: "ORS 329A.250 (4)(b)(F)". A text that is not the one operative on the day carries its
   * version in words: "ORS 329A.250 (5), as operative from July 1, 2025".
   */
  name: string;
  /**
   * The words below the provision's label and heading, children included, white-space runs folded to one space. Without
   * history line and notes, which are cited by themselves; an order of the Bulletin without its rules.
   */
  quote: string;
  /** The lead-ins of its ancestors from the section down, in order, white space folded, so that it reads whole. */
  leadIns: { key: string; name: string; text: string }[];
  status: ProvisionStatus;
  asOf: IsoDate;
}

/** What `cite` makes of what a person typed. */
export type CiteResult =
  | { kind: 'found'; citations: Citation[] } // several where both a `c` and a `C` exist, or an id has a Note and a Note-2
  | { kind: 'not-found'; id: string; nearest: Citation | null } // well formed, but not in the sources; nearest ancestor that exists
  | { kind: 'not-a-citation' };

export interface SearchHit {
  citation: Citation;
  /** Higher is better; comparable within one query only. */
  score: number;
  /** A passage of the provision word for word (white space folded), at most about 300 characters, cut at words. */
  excerpt: string;
}

export type SearchResult =
  | { abstained: false; query: string; asOf: IsoDate; hits: SearchHit[] }
  | {
      abstained: true;
      query: string;
      asOf: IsoDate;
      topic: string | null;
      topicTitle: string | null;
      related: Citation[];
    };

/** What the index needs of a language; locales supply it, knowledge never imports them. */
export interface LanguagePack {
  tag: string;
  /** Splits text into lower-cased, folded, stemmed index terms. Null: the built-in English pipeline. */
  tokenize?: ((text: string) => string[]) | null;
  /** Instead of `tokenize`: a text as words, and the term of a word. Mistyped words can then be mended. */
  words?: (text: string) => string[];
  term?: (word: string) => string;
  /** What the best topic's score counts beside the best provision's, as measured for this language. */
  topicWeight?: number;
}

/** The body of law with its look-ups. Pure: the date is an argument of every question that depends on it. */
export interface Law {
  documents: readonly SourceDocument[];
  provisions: readonly Provision[];
  furniture: readonly Furniture[];
  /** By exact key ("ORS 329A.250(5)@2025-07-01"), or by plain id where the id has one version. */
  byKey(key: string): Provision | undefined;
  /** The version of `id` that is operative on the day; an id with a version suffix names that version whatever the day. */
  at(id: string, asOf: IsoDate): Provision | undefined;
  /** All versions of an id, oldest first. */
  versions(id: string): Provision[];
  status(provision: Provision, asOf: IsoDate): ProvisionStatus;
  /** The provision's own text, byte for byte. */
  text(provision: Provision): string;
  /** The provision with all below it, byte for byte. */
  wholeText(provision: Provision): string;
  /** "ORS 329A.250 (4)(b)(F)" */
  name(provision: Provision): string;
  /** Throws UnknownProvision where the id does not resolve on that day: a flow that cites it is broken. */
  citation(id: string, asOf: IsoDate): Citation;
  /** Reads a citation in any spelling that people use ("ORS 329A.250(4)(b)(C)", "250 4 b C", "414-350-0020 (4)"). */
  cite(spelling: string, asOf: IsoDate): CiteResult;
  /** True where the text, as a whole, is meant as a citation (so that the conversation tries `cite` before `search`). */
  looksLikeCitation(text: string): boolean;
}

export interface SearchIndex {
  search(query: string, options: { asOf: IsoDate; locale: string; limit?: number; topicFactor?: number }): SearchResult;
}

/** Thrown when code names a provision that the sources do not hold: a fault of ours, never of the person. */
export class UnknownProvision extends Error {
  constructor(readonly id: string) {
    super(`no provision ${id} in the sources`);
    this.name = 'UnknownProvision';
  }
}
