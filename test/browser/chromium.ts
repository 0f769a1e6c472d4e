import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is on this machine; undefined where there is none. */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  return CANDIDATES.find((path) => existsSync(path));
}

/** True on a build server, where a test that cannot run is a failure. */
export const inCi = process.env.CI === 'true' || process.env.CI === '1';

/** True where the browser tests cannot run and may be skipped. Says once how to get what they need. */
export function skipWithoutChromium(): boolean {
  if (findChromium() !== undefined || inCi) return false;
  console.warn('Browser tests skipped: install Chromium (apt-get install chromium) or set CHROMIUM_PATH to a Chrome.');
  return true;
}

/** Starts Chromium without a window and without any wish to talk to the network. */
export function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('The browser tests need Chromium: install it, or set CHROMIUM_PATH.');
  }
  return chromium.launch({
    executablePath,
    args: [
      // Neither root nor most build servers' containers can use Chromium's own sandbox.
      ...(process.getuid?.() === 0 || inCi ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
