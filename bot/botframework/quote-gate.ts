import { checkVerbatim, NotVerbatim } from '../../knowledge/index.js';
import { isVerbatim } from '../../knowledge/verbatim.js';
import type { Citation, Law } from '../../knowledge/types.js';

/** Text as a reader sees it: without the marks that `escapeMarkdown` sets. */
export function unescapeMarkdown(text: string): string {
  return text.replace(/\\([\\`*_{}[\]<>#|~"'(.\-+,])/g, '$1');
}

/**
 * The last thing before a message goes out: every line of a block quote, and every abstract, must occur word for word in
 * the paragraph that it names. It reads the finished text, whatever made it.
 *
 * @throws NotVerbatim where one does not: a fault, and nothing of the message is sent
 */
export function checkQuotes(law: Law, text: string, citations: readonly Citation[]): void {
  for (const { provision, quote } of citations) checkVerbatim(law, provision, quote);
  for (const line of text.split('\n')) {
    if (!line.startsWith('> ')) continue;
    const words = unescapeMarkdown(line.slice(2)).trim();
    // Names of paragraphs stand in bold above their words.
    if (words === '' || words.startsWith('**')) continue;
    const bare = words.replace(/^… /, '').replace(/ …$/, '');
    const found = citations.some(
      ({ provision, leadIns }) =>
        isVerbatim(law, provision, bare) ||
        leadIns.some(({ key, name, text: lead }) => {
          const above = law.byKey(key);
          return above !== undefined && words === `${name}: ${lead}` && isVerbatim(law, above, lead);
        }),
    );
    if (!found) throw new NotVerbatim(citations.map(({ id }) => id).join(', '), bare);
  }
}
