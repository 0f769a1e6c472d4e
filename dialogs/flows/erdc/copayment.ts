/**
 * The most that a copayment may be (ORS 329A.500(5)(a): it "may not exceed seven percent of the household income"), in
 * cents. Whole numbers all the way: a limit is never rounded up, and 7 percent of a floating number may fall on either
 * side of a cent.
 */
export function copaymentCapInCents(income: number, percent: number): number {
  const hundredths = inCents(income) * percent;
  return (hundredths - (hundredths % 100)) / 100;
}

/** An amount in dollars as a whole number of cents. */
export function inCents(dollars: number): number {
  return Math.round(dollars * 100);
}

/** Cents as dollars with two places: 8641 is "86.41". */
export function asDollars(cents: number): string {
  const rest = cents % 100;
  return `${(cents - rest) / 100}.${String(rest).padStart(2, '0')}`;
}
