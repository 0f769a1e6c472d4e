import MarkdownIt from 'markdown-it';
import type { Locales } from '../../locales/index.js';
import type { HttpRequest, HttpResponse } from '../http/http.js';
import type { Assets } from './assets.js';
import { markup, raw } from './html.js';
import { asked, layout, messagePage, pageHeaders, readerOf } from './layout.js';

/** A summary ready to be shown: the words of the result as Markdown, in the language that it was given in. */
export interface SummaryText {
  tag: string;
  title: string;
  /** The result as it stands in the chat, with [n] as links. */
  markdown: string;
  citations: readonly { name: string; url: string }[];
}

/** Nothing is typed by people here, yet HTML stays off: what is shown is words and quotes alone. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** Block quotes are the law's own words, in English whatever the language of the page. */
function quotedInEnglish(html: string): string {
  return html.replaceAll('<blockquote>', '<blockquote lang="en" dir="ltr">');
}

/** Numbers of paragraphs look like notes, and not like figures of the sentence. */
function withNotes(html: string): string {
  return html.replace(/<a href="([^"]+)">(\d+)<\/a>/g, '<sup class="note"><a href="$1">[$2]</a></sup>');
}

/** A line that is bold as a whole is a heading: on a page people find their way by headings. */
function withHeadings(html: string): string {
  return html.replace(/<p><strong>([^<]+)<\/strong><\/p>/g, '<h2>$1</h2>');
}

/**
 * The page `/summary/<id>`: the take-away of a result, to print or to save. It is found by its id alone, which nobody can guess; it
 * is never cached, and gone when it has expired or its conversation was forgotten.
 */
export async function summaryPage(
  parts: {
    locales: Locales;
    assets: Assets;
    summary: (id: string, baseUrl: string, tag: string | null) => Promise<SummaryText | null>;
  },
  request: HttpRequest,
): Promise<HttpResponse> {
  const { locales, assets } = parts;
  const found = await parts.summary(request.params['id'] ?? '', request.baseUrl, asked(locales, request));
  if (!found) {
    const reader = readerOf(locales, request);
    return messagePage({ reader, assets }, 404, {
      title: reader.t('pages:summary.gone-title'),
      text: reader.t('pages:summary.gone'),
    });
  }
  const reader = readerOf(locales, request, found.tag);
  const { t } = reader;
  const body = layout({
    reader,
    assets,
    title: `${found.title} – ${t('pages:site.name')}`,
    kind: 'plain',
    head: markup`<meta name="robots" content="noindex" />`,
    main: markup`<main id="main" class="wrap summary" tabindex="-1">
      <h1>${found.title}</h1>
      <p>${t('pages:summary.lead')}</p>
      <article>${raw(withHeadings(withNotes(quotedInEnglish(markdown.render(found.markdown)))))}</article>
      <h2>${t('pages:summary.paragraphs')}</h2>
      <ol class="paragraphs">
        ${found.citations.map(({ name, url }) => markup`<li><a href="${url}">${name}</a></li>`)}
      </ol>
      <h2>${t('pages:summary.ask-title')}</h2>
      <p>${t('pages:summary.ask')}</p>
    </main>`,
  });
  return { status: 200, headers: { ...pageHeaders(), 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }, body };
}
