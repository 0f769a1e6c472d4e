import { randomBytes } from 'node:crypto';
import { MAX_TEXT_LENGTH } from '../botframework/activities.js';
import type { HttpRequest, HttpResponse } from '../http/http.js';
import type { IsoDate, Law } from '../../knowledge/types.js';
import { datesOf } from '../../locales/dates.js';
import { NUMBERS } from '../localized.js';
import type { Assets } from './assets.js';
import { markup } from './html.js';
import { FIRST_DAY } from './sources.js';
import { chatPolicy, layout, pageHeaders, type Reader } from './layout.js';

/** Stands for the day in the sentence that names it, so that the day can be marked up. */
const ASIDE = '\u0000';

/** The edition as the source prints it, in the words of the language. */
function editionIn({ t }: Reader, printed: string | null | undefined): string {
  const year = /\d{4}/.exec(printed ?? '')?.[0];
  return year === undefined ? '' : t('pages:chat.edition', { year });
}

/**
 * The page with the chat. Every sentence that the page's script may show stands in the page already, hidden, so that
 * the script holds no words of any language.
 */
export function chatPage(
  { reader, assets, law, flows }: { reader: Reader; assets: Assets; law: Law; flows: readonly string[] },
  request: HttpRequest,
  today: IsoDate,
): HttpResponse {
  const { t, language } = reader;
  const nonce = randomBytes(16).toString('base64');
  const statute = law.documents.find((document) => document.slug === 'ors-329a');
  const day = datesOf(language).day(today);
  const asOf = t('pages:chat.as-of', { date: ASIDE, edition: editionIn(reader, statute?.edition) });
  const [before = '', after = ''] = asOf.split(ASIDE);
  const choices = markup`<ul class="choices">
    ${flows.map((flow) => {
      const query = new URLSearchParams({ flow, lang: language.tag });
      return markup`<li><a class="usa-button usa-button--outline" href="/?${query.toString()}" data-start="${flow}">${t(`${flow}:title`)}</a> <span class="pitch">${t(`${flow}:pitch`)}</span></li>`;
    })}
  </ul>`;
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
<p class="plain-facts">${t('pages:chat.not-advice')} ${t('pages:site.privacy')}</p>
</div>
<section class="chat-frame" aria-label="${t('pages:chat.region')}">
<div class="chat-bar">
<p data-intl="${language.intl}" data-months="${language.monthNames?.map(({ written }) => written).join('|')}" data-written="${language.dayWritten}">${before}<time id="as-of-day" datetime="${today}">${day}</time>${after}</p>
<button type="button" id="erase" class="usa-button usa-button--outline" disabled>${t('pages:chat.erase')}</button>
</div>
<div id="notices" role="status">
<p class="notice" data-notice="connecting">${t('pages:chat.connecting')}</p>
<p class="notice warning" data-notice="slow">${t('pages:chat.slow')} <a href="/">${t('pages:chat.reload')}</a></p>
<p class="notice" data-notice="erased" hidden>${t('pages:chat.erased')}</p>
<p class="notice" data-notice="lost" hidden>${t('pages:chat.lost')}</p>
<p class="notice warning" data-notice="offline" hidden>${t('pages:chat.offline')}</p>
<p class="notice warning" data-notice="too-long" hidden>${t('pages:chat.too-long', { most: new Intl.NumberFormat(NUMBERS).format(MAX_TEXT_LENGTH) })}</p>
<p class="notice warning" data-notice="bad-day" hidden>${t('pages:error.bad-date.title')}. ${t('pages:error.early-date.text', { first: datesOf(language).day(FIRST_DAY) })}</p>
<p class="notice warning" data-notice="erase-failed" hidden>${t('pages:chat.erase-failed')}</p>
<p class="notice warning" data-notice="failed" hidden>${t('pages:chat.failed')}
<button type="button" id="retry" class="usa-button usa-button--outline">${t('pages:chat.retry')}</button></p>
<p class="notice warning" data-notice="no-bundle" hidden>${t('pages:chat.no-bundle')}
<a href="/">${t('pages:chat.reload')}</a></p>
</div>
<noscript><p class="notice warning">${t('pages:chat.no-script')}
<a href="/sources">${t('pages:chat.read-law')}</a></p></noscript>
<div id="web-chat" data-bundle="${assets.url('webchat.js')}" data-locale="${t('pages:chat.web-chat-locale')}" data-longest="${MAX_TEXT_LENGTH}" data-guide-said="${t('pages:chat.guide-said')}">
${
  // Somebody who comes back has a conversation to see instead.
  (request.headers['cookie'] ?? '').includes('guide_session=')
    ? null
    : markup`<div class="first" id="first"><p>${t('welcome.hello')}</p><p>${t('welcome.can')}</p>${choices}</div>`
}</div>
</section>
<div class="more">
<h2>${t('pages:chat.can')}</h2>
${choices}
<p>${t('pages:chat.anything')}</p>
<form class="other-day" method="get" action="/">
<label class="usa-label" for="as-of">${t('pages:chat.other-day')}</label>
<p><input class="usa-input" type="date" id="as-of" name="as-of" min="${FIRST_DAY}" required />
<button type="submit" class="usa-button usa-button--outline">${t('pages:sources.show-date')}</button></p>
</form>
</div>
<dialog id="erase-dialog" aria-labelledby="erase-title">
<form method="dialog">
<h2 id="erase-title">${t('pages:chat.erase-title')}</h2>
<p>${t('pages:chat.erase-text')}</p>
<p class="actions"><button class="usa-button usa-button--outline" value="cancel" autofocus>${t('pages:chat.erase-cancel')}</button>
<button value="erase" class="usa-button usa-button--secondary">${t('pages:chat.erase-confirm')}</button></p>
</form>
</dialog>
</main>`,
  });
  return { status: 200, headers: { ...pageHeaders(chatPolicy(nonce)), 'cache-control': 'no-store' }, body };
}
