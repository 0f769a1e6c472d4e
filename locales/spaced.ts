/**
 * Puts spaces between the words of a language that writes none ("看五个孩子" -> "看 五 个 孩子"); the text itself for
 * languages that do.
 */
export function spacedIn(tag: string, spaces: boolean): (text: string) => string {
  if (spaces) return (text) => text;
  const segmenter = new Intl.Segmenter(tag, { granularity: 'word' });
  return (text) => [...segmenter.segment(text)].map(({ segment }) => segment).join(' ');
}
