import { describe, expect, it } from 'vitest';
import { degreeOf, degrees, kinships, type Kinship } from '../../../dialogs/flows/child-care/kinship.js';

/** Degrees by civil law, counted by hand: steps up to the common ancestor and down again. */
const COUNTED: [Kinship, number][] = [
  ['child', 1],
  ['sibling', 2],
  ['grandchild', 2],
  ['niece-or-nephew', 3],
  ['aunt-or-uncle', 3],
  ['great-grandchild', 3],
  ['first-cousin', 4],
  ['grandniece-or-grandnephew', 4],
  ['great-great-grandchild', 4],
  ['first-cousins-child', 5],
  ['parents-first-cousin', 5],
  ['second-cousin', 6],
];

describe('kinship: degrees by civil law (ORS 329A.250(4)(b)(C))', () => {
  it.each(COUNTED)('%s stands at degree %i', (kinship, degree) => {
    expect(degreeOf(kinship)).toBe(degree);
  });

  it('names every tie once, closest first, and draws the line after the fourth degree', () => {
    const table = degrees(4);
    expect(table.flatMap((row) => row.kinships).sort()).toEqual([...kinships].sort());
    expect(table.map((row) => row.degree)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(table.filter((row) => row.within).map((row) => row.degree)).toEqual([1, 2, 3, 4]);
  });
});
