import { findChromium, launchChromium } from '../chromium.js';
import { percentile } from './load.js';
import { start } from './process.js';

const LOADS = 5;

/** What one file of the page weighs on the way to a browser that takes brotli, in bytes. */
export interface Weight {
  name: string;
  bytes: number;
}

/** Milliseconds from the start of a navigation, medians of several loads with an empty cache. */
export interface PageTimes {
  /** A page of law, rendered by the server: the base. */
  source: number;
  /** The four choices of the first screen, which work already. */
  firstChoices: number;
  /** The chat's own first buttons. */
  chatReady: number;
}

/** The page and every file that it names, as they travel. */
export async function pageWeight(): Promise<Weight[]> {
  const server = await start('bot/main.js');
  try {
    const weigh = async (path: string): Promise<{ bytes: number; text: string }> => {
      const response = await fetch(server.url + path, { headers: { 'accept-encoding': 'br' } });
      const length = response.headers.get('content-length');
      const text = await response.text();
      return { bytes: length === null ? Buffer.byteLength(text) : Number(length), text };
    };
    const page = await weigh('/');
    const files = [...new Set([...page.text.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? ''))];
    const weights: Weight[] = [{ name: 'the page itself', bytes: page.bytes }];
    for (const file of files)
      weights.push({ name: file.replace(/^\/assets\/|\.[0-9a-f]{12}/g, ''), bytes: (await weigh(file)).bytes });
    return weights;
  } finally {
    await server.stop();
  }
}

/** How soon the first screen and the chat are there; null where there is no Chromium. */
export async function pageTimes(): Promise<PageTimes | null> {
  if (findChromium() === undefined) return null;
  const server = await start('bot/main.js');
  const browser = await launchChromium();
  const load = async (path: string, selector: string): Promise<number> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const began = performance.now();
    await page.goto(server.url + path, { waitUntil: 'commit' });
    await page.waitForSelector(selector);
    const took = performance.now() - began;
    await context.close();
    return took;
  };
  try {
    const times: Record<keyof PageTimes, number[]> = { source: [], firstChoices: [], chatReady: [] };
    for (let i = 0; i < LOADS; i++) {
      times.source.push(await load('/sources/delc-classroom-support', 'article'));
      times.firstChoices.push(await load('/', '#first [data-start]'));
      times.chatReady.push(await load('/', '.webchat__suggested-action'));
    }
    const median = (values: readonly number[]): number => percentile(values, 0.5);
    return {
      source: median(times.source),
      firstChoices: median(times.firstChoices),
      chatReady: median(times.chatReady),
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}
