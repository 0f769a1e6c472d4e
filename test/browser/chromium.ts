import { findChromium, inCi, launchChromium } from '../../scripts/chromium.js';

export { launchChromium as launch };

/** True where the browser tests cannot run and may be skipped; on a build server that is a failure. Says how to get what they need. */
export function skipWithoutChromium(): boolean {
  if (findChromium() !== undefined || inCi) return false;
  console.warn('Browser tests skipped: install Chromium (apt-get install chromium) or set CHROMIUM_PATH to a Chrome.');
  return true;
}
