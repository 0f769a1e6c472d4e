import { randomBytes } from 'node:crypto';
import type { HttpResponse } from '../http/http.js';
import type { IsoDate, Law } from '../../knowledge/types.js';
import type { Assets } from './assets.js';
import { markup } from './html.js';
import { chatPolicy, dateInWords, layout, pageHeaders, type Reader } from './layout.js';

/**
 * The page with the chat. Every sentence that the page's script may show stands in the page already, hidden, so that
 * the script holds no words of any language.
 */
export function chatPage(
  { reader, assets, law }: { reader: Reader; assets: Assets; law: Law },
  today: IsoDate,
): HttpResponse {
  const { t, language } = reader;
  const nonce = randomBytes(16).toString('base64');
  const statute = law.documents.find((document) => document.slug === 'ors-329a');
  const body = layout({
    reader,
    assets,
    kind: 'chat',
    title: t('pages:chat.title'),
    head: markup`<link rel="preload" as="script" href="${assets.url('webchat.js')}" />
      <script type="module" id="page-script" nonce="${nonce}" src="${assets.url('chat.js')}"></script>`,
    main: markup`<main id="main" class="wrap chat-grid" tabindex="-1">
<div class="intro">
<p class="lead">${t('pages:chat.lead')}</p>
<p class="plain-facts">${t('pages:chat.not-advice')}</p>
</div>
<section class="chat-frame" aria-label="${t('pages:chat.region')}">
<div class="chat-bar">
<p>${t('pages:chat.as-of', { date: dateInWords(today, language), edition: statute?.edition ?? '' })}</p>
<button type="button" id="erase" disabled>${t('pages:chat.erase')}</button>
</div>
<div id="notices" role="status">
<p class="notice" data-notice="connecting">${t('pages:chat.connecting')}</p>
<p class="notice warning" data-notice="slow">${t('pages:chat.slow')} <a href="/">${t('pages:chat.reload')}</a></p>
<p class="notice" data-notice="erased" hidden>${t('pages:chat.erased')}</p>
<p class="notice" data-notice="lost" hidden>${t('pages:chat.lost')}</p>
<p class="notice warning" data-notice="offline" hidden>${t('pages:chat.offline')}</p>
<p class="notice warning" data-notice="erase-failed" hidden>${t('pages:chat.erase-failed')}</p>
<p class="notice warning" data-notice="failed" hidden>${t('pages:chat.failed')}
<button type="button" id="retry">${t('pages:chat.retry')}</button></p>
<p class="notice warning" data-notice="no-bundle" hidden>${t('pages:chat.no-bundle')}
<a href="/">${t('pages:chat.reload')}</a></p>
</div>
<noscript><p class="notice warning">${t('pages:chat.no-script')}
<a href="/sources">${t('pages:chat.read-law')}</a></p></noscript>
<div id="web-chat" data-bundle="${assets.url('webchat.js')}"></div>
</section>
<dialog id="erase-dialog" aria-labelledby="erase-title">
<form method="dialog">
<h2 id="erase-title">${t('pages:chat.erase-title')}</h2>
<p>${t('pages:chat.erase-text')}</p>
<p class="actions"><button value="cancel" autofocus>${t('pages:chat.erase-cancel')}</button>
<button value="erase" class="danger">${t('pages:chat.erase-confirm')}</button></p>
</form>
</dialog>
</main>`,
  });
  return { status: 200, headers: { ...pageHeaders(chatPolicy(nonce)), 'cache-control': 'no-store' }, body };
}
