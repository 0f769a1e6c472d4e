import type { Config } from './config.js';
import type { GuideServerParts } from './server.js';

/** What the guide itself brings to the server. */
export type Composition = Pick<GuideServerParts, 'dialog' | 'apology' | 'routes'>;

/** The only place that knows all parts: the words, the law, the conversation and the pages. */
export async function compose(_config: Config): Promise<Composition> {
  const { EchoDialog } = await import('./botframework/echo-dialog.js');
  return {
    dialog: new EchoDialog(),
    apology: () => 'Something went wrong. Please try again.',
  };
}
