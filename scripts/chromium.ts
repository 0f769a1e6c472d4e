import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is on this machine: `CHROMIUM_PATH`, or where packages put it; undefined where there is none. */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  if (env['CHROMIUM_PATH']) return env['CHROMIUM_PATH'];
  return CANDIDATES.find((path) => existsSync(path));
}

/** True on a build server. */
export const inCi = process.env['CI'] === 'true' || process.env['CI'] === '1';

/**
 * Starts Chromium without a window and without any wish to talk to the network.
 * @throws Error where there is none
 */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('There is no Chromium here: install it (apt-get install chromium), or set CHROMIUM_PATH.');
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
