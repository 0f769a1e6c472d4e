import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flows } from '../dialogs/flows/index.js';
import { loadKnowledge } from '../knowledge/index.js';
import { loadLocales } from '../locales/index.js';
import { languagePacks } from '../locales/packs.js';
import { GuideDialog } from './botframework/guide-dialog.js';
import { createGuide, dayInOregon, figureParams, summaryKey, type Guide } from './guide.js';
import { logToStdout } from './http/log.js';
import { pageRoutes, refusalPage } from './pages/index.js';
import type { GuideServerParts } from './server.js';
import type { DurableStorage } from './storage/storage.js';

/** What the guide itself brings to the server. */
export type Composition = Pick<GuideServerParts, 'dialog' | 'apology' | 'routes'>;

/** The folder that holds package.json: the sources when run by tsx, the same when run from dist/. */
export function projectRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(join(from, 'package.json'))) return from;
  if (dirname(from) === from) throw new Error('no package.json above the program');
  return projectRoot(dirname(from));
}

/** The only place that knows all parts: the words, the law, the conversation and the pages. */
export async function compose(storage: DurableStorage, now: () => Date = () => new Date()): Promise<Composition> {
  const root = projectRoot();
  const packs = languagePacks(join(root, 'locales'));
  const { law, search, explanations } = loadKnowledge(join(root, 'build', 'knowledge'), packs);
  const locales = await loadLocales(join(root, 'locales'), (tag, key) => {
    logToStdout({ event: 'missing-words', tag, key });
  });
  const guide = createGuide({ law, search, explanations, flows, locales, now });
  const assetsDir = join(root, 'build', 'assets');
  const pages = pageRoutes({
    law,
    locales,
    flows,
    search,
    explain: guide.explain,
    figures: figureParams,
    sourcesDir: join(root, 'knowledge', 'sources'),
    assetsDir,
    today: () => dayInOregon(now()),
    summary: async (id, baseUrl, tag) => {
      const key = summaryKey(id);
      const { [key]: stored } = await storage.read([key]);
      return guide.summarize(stored, baseUrl, tag);
    },
  });
  await sweepSummaries(storage, guide, now());
  return {
    dialog: new GuideDialog(guide),
    apology: guide.apology,
    routes: (routes) => {
      for (const { method, path, handler } of pages) routes.register(method, path, handler);
      routes.onRefusal(refusalPage({ locales, assetsDir }));
    },
  };
}

/** Deletes the summary pages that have expired. */
async function sweepSummaries(storage: DurableStorage, guide: Guide, instant: Date): Promise<void> {
  const keys = await storage.keys(summaryKey(''));
  const items = await storage.read(keys);
  const gone = keys.filter((key) => guide.isExpired(items[key], instant));
  if (gone.length > 0) await storage.delete(gone);
}
