/**
 * Outline labels, "(4)(b)(F)". Oregon nests number, lower-case letter, capital, small roman. The trap is `(i)`: the
 * letter after `(h)` and the first roman numeral under `(A)` look the same, so a label is read by where it can stand.
 */

export type LabelType = 'number' | 'letter' | 'capital' | 'roman';

const RANK: Record<LabelType, number> = { number: 0, letter: 1, capital: 2, roman: 3 };
const ROMANS = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];
const LEADING_LABEL = /^\(([0-9]{1,2}|[a-z]{1,4}|[A-Z]{1,2})\)[\s\u00a0]*/u;

/** The labels that open a paragraph, without parentheses, and the length of what they take, white space included. */
export function leadingLabels(text: string): { label: string; offset: number; length: number }[] {
  const found: { label: string; offset: number; length: number }[] = [];
  let offset = 0;
  for (;;) {
    const match = LEADING_LABEL.exec(text.slice(offset));
    if (match?.[1] === undefined) return found;
    found.push({ label: match[1], offset, length: match[0].length });
    offset += match[0].length;
  }
}

/** Which positions a label can take: as a number 1.., a letter a.., a capital A.., a roman numeral i... */
function readings(label: string): { type: LabelType; ordinal: number }[] {
  if (/^[0-9]+$/.test(label)) return [{ type: 'number', ordinal: Number(label) }];
  if (/^[A-Z]$/.test(label)) return [{ type: 'capital', ordinal: label.charCodeAt(0) - 64 }];
  const all: { type: LabelType; ordinal: number }[] = [];
  if (/^[a-z]$/.test(label)) all.push({ type: 'letter', ordinal: label.charCodeAt(0) - 96 });
  const roman = ROMANS.indexOf(label);
  if (roman >= 0) all.push({ type: 'roman', ordinal: roman + 1 });
  return all;
}

export interface Placed {
  type: LabelType;
  /** 0 for a child of the section itself. */
  depth: number;
}

/**
 * Places labels one after another in one outline. Throws on a label that neither continues an open level nor begins
 * a deeper one: a print error must be looked at by a person, never guessed.
 */
export class Outline {
  private readonly open: { type: LabelType; ordinal: number }[] = [];

  constructor(private readonly where: string) {}

  /**
   * @param chained true for the second and later labels of one line, "(1)(a)": such a label is always a first child
   * @param following the label that opens the next line, which decides between `(i)` the letter and `(i)` the numeral
   */
  place(label: string, chained: boolean, following: string | undefined): Placed {
    const options: (Placed & { ordinal: number })[] = [];
    for (const reading of readings(label)) {
      if (!chained) {
        this.open.forEach((level, depth) => {
          if (level.type === reading.type && level.ordinal + 1 === reading.ordinal) options.push({ ...reading, depth });
        });
      }
      const deepest = this.open.at(-1);
      const deeper = deepest === undefined || RANK[reading.type] > RANK[deepest.type];
      // An outline begins with numbers, or with letters where a short section has no numbers.
      const beginsWell = deepest !== undefined || reading.type !== 'roman';
      if (reading.ordinal === 1 && deeper && beginsWell) options.push({ ...reading, depth: this.open.length });
    }
    const chosen =
      options.length > 1 ? options.find((option) => (option.type === 'roman') === (following === 'ii')) : options[0];
    if (chosen === undefined) {
      throw new Error(`${this.where}: label (${label}) does not follow ${JSON.stringify(this.open)}`);
    }
    this.open.length = chosen.depth;
    this.open.push({ type: chosen.type, ordinal: chosen.ordinal });
    return { type: chosen.type, depth: chosen.depth };
  }
}
