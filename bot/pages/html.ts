/** Text that is HTML already. Only `markup` and `raw` make it, so that a plain string can never reach a page unescaped. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for use between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(textOf).join('');
}

/** Tagged template: every value is escaped unless it is `Html`; null, undefined and false give nothing; lists are joined. */
export function markup(strings: TemplateStringsArray, ...values: Part[]): Html {
  let text = strings[0] ?? '';
  values.forEach((value, index) => {
    text += textOf(value) + (strings[index + 1] ?? '');
  });
  return new Html(text);
}

/** Marks a string as HTML. For fixed markup of our own only, never for anything that came from a source or a person. */
export function raw(text: string): Html {
  return new Html(text);
}

/** Joins pieces of HTML without anything between them; much faster than nested templates for long pages. */
export function join(parts: readonly Html[]): Html {
  return new Html(parts.map((part) => part.text).join(''));
}
