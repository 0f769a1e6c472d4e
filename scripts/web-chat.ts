/** The glide of Web Chat's transcript and of its rows: so many of its steps as milliseconds have passed, over five. */
const GLIDE = /\((\w+\(\)\(\)-\w)\)\/5\)/g;
/** It scrolls the transcript, and rows of cards or buttons. */
const PLACES = 2;

/**
 * Web Chat's bundle for people who ask their system for less motion: it glides to a new message in script, whatever the style sheet
 * says, and has no option against it (docs/decisions/page-chat.md). For them the glide is over with its first step.
 * @throws Error where the bundle is not as it was when this was written
 */
export function heedingReducedMotion(bundle: string): string {
  let found = 0;
  const changed = bundle.replace(GLIDE, (_, passed: string) => {
    found++;
    return `(${passed})/(matchMedia("(prefers-reduced-motion: reduce)").matches?.001:5))`;
  });
  if (found !== PLACES) {
    throw new Error(`Web Chat's bundle glides in ${found} places, not in ${PLACES}: look at scripts/web-chat.ts anew`);
  }
  return changed;
}
