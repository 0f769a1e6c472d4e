/** Room for an excerpt in a list of answers, in characters. */
const MOST_CHARACTERS = 300;

/**
 * A passage of a quote, word for word: the whole where it fits, else the run of sentences that says most of what was
 * asked, cut at a word. Nothing is added, so that it can be found in the source.
 * @param weigh how much a passage says of the question
 */
export function excerptOf(quote: string, weigh: (text: string) => number): string {
  if (quote.length <= MOST_CHARACTERS) return quote;
  const starts = [0, ...[...quote.matchAll(/(?<=[.;:!?]) (?=[(\p{Lu}“$\d-])/gu)].map((match) => match.index + 1)];
  let best = 0;
  let most = -1;
  starts.forEach((start, index) => {
    // Of passages that say the same, the one that says it at once.
    const sentence = quote.slice(start, starts[index + 1]);
    const weight = weigh(cutAtWord(quote.slice(start))) + weigh(sentence) / 100;
    if (weight > most) {
      most = weight;
      best = start;
    }
  });
  return cutAtWord(quote.slice(best));
}

function cutAtWord(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const cut = text.slice(0, MOST_CHARACTERS + 1);
  const end = cut.lastIndexOf(' ');
  return end > 0 ? cut.slice(0, end) : cut.slice(0, MOST_CHARACTERS);
}
