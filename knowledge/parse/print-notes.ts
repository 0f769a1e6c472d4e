/**
 * What a reader must know about the print itself, by id. The text and its labels stay as printed; these notes only say
 * what a careful reader would see.
 */
export const PRINT_NOTES: Readonly<Record<string, string>> = {
  'OAR 414-350-0020(4)(b)(C)':
    'Printed as (C) below (4)(b), the deadline for a renewal, though a new subsection on fees begins here: the rule for centers that the same Bulletin prints, OAR 414-300-0010, has it as its subsection (5).',
  'OAR 414-350-0020(4)(b)(D)':
    'Printed as (D) below (4)(b), though it belongs to the filing fee in (C): the rule for centers that the same Bulletin prints, OAR 414-300-0010, has it as its (5)(a).',
  'OAR 414-350-0020(4)(b)(E)':
    'Printed as (E) below (4)(b), though it belongs to the filing fee in (C): the rule for centers that the same Bulletin prints, OAR 414-300-0010, has it as its (5)(b).',
  '2021 c.518 §3b':
    'Printed once for two laws, section 3b of chapter 518 and section 1 of chapter 576, Oregon Laws 2021, as the bracket at its end says.',
};
