// @ts-check
/**
 * Starts the chat: gets a session, connects Web Chat to this server's own Direct Line, and tells the person in the
 * page's own words what is going on. All words stand in the page; this file holds none.
 */

/** @typedef {{ conversationId: string, token: string, resumed: boolean }} Session */

const CONNECTION = { online: 2, expiredToken: 3, failed: 4 };
/** A second tap on the same button within this time is the same tap. */
const DOUBLE_TAP_MS = 700;
/** A message box that has been locked for so long was forgotten. */
const LOCKED_MS = 500;
/** How long a message may wait for the connection before Web Chat calls it unsent: what its own limit allows. */
const SEND_MS = 290_000;
/** How long our own server may take for an answer. */
const SESSION_MS = 20_000;
/** Remembers that this tab had a chat, so that we can say when it is gone. It names nobody and ends with the tab. */
const HAD_CHAT = 'had-chat';
/** In the address of a page that only followed the guide into another language. */
const KEEP = '#keep';
/** The guide speaks in several messages: the last one says in which language it goes on. */
const LANGUAGE_SETTLES_MS = 900;

/** Web Chat moves by itself while messages and buttons come in; a place that we choose is chosen again after that. */
const WHILE_IT_SETTLES_MS = [300, 900, 1800];

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
};

const frame = byId('web-chat');
const eraseButton = /** @type {HTMLButtonElement} */ (byId('erase'));
const eraseDialog = /** @type {HTMLDialogElement} */ (byId('erase-dialog'));
const today = byId('as-of-day').getAttribute('datetime');
const nonce = /** @type {HTMLScriptElement} */ (byId('page-script')).nonce;

/** What the address asks for: a flow to start, a day to read the law as of, a language that was picked. */
const wishes = new URLSearchParams(location.search);
/** Commands that wait until the chat is connected. @type {{ value: object, text: string }[]} */
const waiting = [];
/** @type {any} Web Chat's store, once it is connected */
let connectedStore;

/** True once the page itself has asked the guide for something: the answer is what counts then, not the greeting. */
let hasAsked = false;
/** True once the person has moved in the chat since: the page leaves the place to them then. */
let hasMoved = false;
for (const move of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
  frame.addEventListener(move, () => (hasMoved = true), { passive: true });
}

/** Gives a command as if its button had been pressed. @param {object} value @param {string} text */
function command(value, text) {
  hasAsked = true;
  hasMoved = false;
  if (connectedStore) {
    connectedStore.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE_BACK', payload: { value, text, displayText: text } });
  } else waiting.push({ value, text });
}

/** @type {any} the connection that is shown now */
let directLine;
/** @type {Session | undefined} */
let session;

// On a small screen the keyboard and the footer push the chat away: writing brings it back as a whole. Only the text box
// does that: were the page to move under a finger that presses a button, the press would be lost.
frame.addEventListener('focusin', ({ target }) => {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
  if (matchMedia('(max-width: 40rem)').matches) frame.closest('.chat-frame')?.scrollIntoView({ block: 'nearest' });
});

/** Shows one of the page's notices, or takes it away. @param {string} name @param {boolean} [shown] */
function notice(name, shown = true) {
  const element = document.querySelector(`[data-notice="${name}"]`);
  if (element instanceof HTMLElement) element.hidden = !shown;
}

/** Loads Web Chat's bundle, once. @returns {Promise<any>} */
function loadBundle() {
  const held = /** @type {any} */ (window).WebChat;
  if (held) return Promise.resolve(held);
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = frame.dataset.bundle ?? '';
    script.addEventListener('load', () => resolve(/** @type {any} */ (window).WebChat));
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('Web Chat did not load'));
    });
    document.head.append(script);
  });
}

/** Asks our server about the session. @param {'POST' | 'DELETE'} method @param {object} [body] */
async function askSession(method, body) {
  const response = await fetch('/chat/session', {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(SESSION_MS),
  });
  if (!response.ok) throw new Error(`session: ${response.status}`);
  return response;
}

/** The conversation of this browser; a new one where it has none. @returns {Promise<Session>} */
async function openSession() {
  const response = await askSession('POST', { locale: document.documentElement.lang });
  return response.json();
}

/**
 * Keeps a source's words as they are printed. Web Chat's Markdown turns straight quotes into curly ones, "(c)" into a
 * copyright sign, two dots into an ellipsis; a backslash before such a character holds it back. Links are left alone.
 * @param {string} markdown
 */
function asPrinted(markdown) {
  return markdown
    .split('\n')
    .map((line) =>
      /^ {0,3}\[[^\]]+\]:\s/.test(line)
        ? line
        : line.replace(
            /\\[\s\S]|https?:\/\/\S+|["']|(?<!\])\((?=(?:c|r|tm|p)\))|\.{2,}|\+-|(?<=\S ?)-{2,}|[?!]{4,}|,{2,}/gi,
            (found) => (/^(\\|https?:)/i.test(found) ? found : found.replace(/[^]/g, '\\$&')),
          ),
    )
    .join('\n');
}

/** Block quotes are the law's own words, in English whatever the language of the chat. @param {string} html */
function quotedInEnglish(html) {
  return html.replaceAll('<blockquote>', '<blockquote lang="en" dir="ltr">');
}

/** The language of each message that came, by its text: a chat may have gone on in another. @type {Map<string, string>} */
const languages = new Map();

/** Marks a message that is in another language than the page. @param {string} text @param {string} html */
function inItsLanguage(text, html) {
  const tag = languages.get(text);
  if (!tag || tag === document.documentElement.lang) return html;
  const link = /** @type {HTMLElement | null} */ (document.querySelector(`.languages [lang="${CSS.escape(tag)}"]`));
  return link ? `<div lang="${link.lang}" dir="${link.dir}">${html}</div>` : html;
}

/** Colors and sizes come from the page's style sheet, so that dark mode and Web Chat follow one set of values. */
const styleOptions = {
  // A long answer is shown from its beginning, not from its end.
  autoScrollSnapOnPage: true,
  autoScrollSnapOnPageOffset: -56,
  accent: 'var(--accent)',
  subtle: 'var(--ink-soft)',
  backgroundColor: 'transparent',
  primaryFont: 'var(--font)',
  fontSizeSmall: '0.875rem',
  bubbleBackground: 'var(--surface)',
  bubbleBorderColor: 'var(--line)',
  bubbleBorderRadius: 10,
  bubbleTextColor: 'var(--ink)',
  bubbleMaxWidth: 720,
  bubbleMinWidth: 0,
  bubbleMinHeight: 0,
  bubbleFromUserBackground: 'var(--accent)',
  bubbleFromUserBorderColor: 'var(--accent)',
  bubbleFromUserBorderRadius: 10,
  bubbleFromUserTextColor: 'var(--on-accent)',
  messageActivityWordBreak: 'break-word',
  notificationText: 'var(--ink-soft)',
  timestampColor: 'var(--ink-soft)',
  emojiSet: {},
  hideUploadButton: true,
  markdownRenderHTML: false,
  sendTimeout: SEND_MS,
  sendBoxBackground: 'var(--paper)',
  sendBoxBorderTop: 'solid 1px var(--line)',
  sendBoxButtonColor: 'var(--accent)',
  sendBoxButtonShadeColorOnHover: 'var(--surface)',
  sendBoxButtonShadeColorOnActive: 'var(--surface)',
  sendBoxButtonKeyboardFocusIndicatorBorderColor: 'var(--accent)',
  sendBoxHeight: 52,
  sendBoxPlaceholderColor: 'var(--ink-soft)',
  sendBoxTextColor: 'var(--ink)',
  sendBoxTextWrap: true,
  suggestedActionLayout: 'flow',
  suggestedActionBackgroundColor: 'var(--paper)',
  suggestedActionBackgroundColorOnHover: 'var(--surface)',
  suggestedActionBackgroundColorOnActive: 'var(--surface)',
  suggestedActionBorderColor: 'var(--accent)',
  suggestedActionBorderRadius: 8,
  suggestedActionBorderWidth: 2,
  suggestedActionHeight: 44,
  suggestedActionTextColor: 'var(--accent)',
  suggestedActionKeyboardFocusIndicatorBorderColor: 'var(--accent)',
  suggestedActionKeyboardFocusIndicatorBorderStyle: 'solid',
  suggestedActionKeyboardFocusIndicatorBorderWidth: 2,
  suggestedActionsVisualKeyboardIndicatorColor: 'var(--accent)',
  transcriptVisualKeyboardIndicatorColor: 'var(--accent)',
  transcriptActivityVisualKeyboardIndicatorColor: 'var(--accent)',
  transcriptOverlayButtonBackground: 'var(--accent)',
  transcriptOverlayButtonBackgroundOnFocus: 'var(--accent)',
  transcriptOverlayButtonBackgroundOnHover: 'var(--accent)',
  transcriptOverlayButtonColor: 'var(--on-accent)',
  transcriptOverlayButtonColorOnFocus: 'var(--on-accent)',
  transcriptOverlayButtonColorOnHover: 'var(--on-accent)',
};

/** Holds back the second of two taps on the same button, before it shows as a message of its own. */
function oneTapOnly() {
  let last = '';
  let at = -Infinity;
  return () => (/** @type {any} */ next) => (/** @type {any} */ action) => {
    if (action.type === 'WEB_CHAT/SEND_MESSAGE_BACK') {
      const now = performance.now();
      const value = JSON.stringify(action.payload.value);
      const isSecondTap = value === last && now - at < DOUBLE_TAP_MS;
      last = value;
      at = now;
      if (isSecondTap) return action;
    }
    return next(action);
  };
}

/**
 * Holds back the second click of a double click: a button of the next question may stand under the pointer by then, which nobody
 * has read. @param {MouseEvent} event
 */
function oneClickOnly(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (event.detail > 1 && target?.closest('.webchat__suggested-action')) event.stopPropagation();
}

/**
 * Keeps what is written while the connection is gone, and sends it when it is back. The server knows a message that comes
 * twice by its id.
 * @param {any} connection
 */
function sendWhenOnline(connection) {
  const post = connection.postActivity.bind(connection);
  connection.postActivity = (/** @type {any} */ activity) => ({
    subscribe(/** @type {any} */ observer) {
      const isTooLong = (activity.text ?? '').length > Number(frame.dataset['longest']);
      notice('too-long', isTooLong);
      if (isTooLong) {
        observer.error?.(new Error('the message is too long'));
        return { unsubscribe: () => undefined };
      }
      /** @type {any} */
      let sent;
      const wait = () => window.addEventListener('online', send, { once: true });
      const send = () => {
        sent = post(activity).subscribe({
          next: (/** @type {unknown} */ id) => observer.next?.(id),
          complete: () => observer.complete?.(),
          error: (/** @type {unknown} */ reason) => (navigator.onLine ? observer.error?.(reason) : wait()),
        });
      };
      if (navigator.onLine) send();
      else wait();
      return {
        unsubscribe: () => {
          window.removeEventListener('online', send);
          sent?.unsubscribe();
        },
      };
    },
  });
}

/** Tells when Web Chat is ready to send, and gives it what has waited. */
function whenConnected(/** @type {any} */ store) {
  return (/** @type {any} */ next) => (/** @type {any} */ action) => {
    const result = next(action);
    if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED') {
      connectedStore = store;
      for (const { value, text } of waiting.splice(0)) command(value, text);
    }
    return result;
  };
}

/**
 * Follows what the guide says: the day by which it reads the law stands above the chat; where it goes on in another language,
 * the page does too.
 * @param {any} activity
 */
function follow(activity) {
  if (activity.type !== 'message' || activity.from?.role === 'user') return;
  if (activity.text && activity.locale) languages.set(activity.text, activity.locale);
  const day = /** @type {any[]} */ (activity.entities ?? []).find(
    ({ type }) => type === 'oregon-child-care/as-of',
  )?.asOf;
  if (day) showDay(day);
  if (hasAsked && !hasMoved) showTheLast(frame);
  if (/** @type {any[]} */ (activity.entities ?? []).some(({ type }) => type === 'oregon-child-care/forgotten'))
    return void erase();
  const asks = /** @type {any[]} */ (activity.entities ?? []).find(({ question }) => question === 'switch-language');
  // An offer is written in the language that it offers.
  if (!activity.locale || asks) return;
  clearTimeout(settling);
  settling = setTimeout(() => turnTo(activity.locale), LANGUAGE_SETTLES_MS);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;
/** The language that was picked on the page, until the guide speaks it. */
let picked = wishes.get('lang');

/** Opens the page in the language that the guide has gone on in. @param {string} tag */
function turnTo(tag) {
  if (tag === document.documentElement.lang) picked = null;
  else if (!picked) location.replace(`/?${new URLSearchParams({ lang: tag }).toString()}${KEEP}`);
}

/** @param {string} day */
function showDay(day) {
  const time = byId('as-of-day');
  const { intl, months, written } = time.parentElement?.dataset ?? {};
  const date = new Date(`${day}T00:00:00Z`);
  /** Names of the months that the page writes itself. */
  const own = months ? months.split('|') : [];
  time.setAttribute('datetime', day);
  const parts = new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' })
    .formatToParts(date)
    .map(({ type, value }) => ({ type, value: type === 'month' ? (own[date.getUTCMonth()] ?? value) : value }));
  time.textContent = written
    ? written.replace(/\{\{(\w+)\}\}/g, (_, name) => parts.find(({ type }) => type === name)?.value ?? '')
    : parts.map(({ value }) => value).join('');
  // Whoever goes from here to the law reads it as of the same day.
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('.site-header nav a'))) {
    const url = new URL(link.href);
    if (!['/reference', '/sources'].includes(url.pathname)) continue;
    if (day === today) url.searchParams.delete('as-of');
    else url.searchParams.set('as-of', day);
    link.href = url.href;
  }
}

/** True for a calendar day "YYYY-MM-DD" that the page's own choice of a day takes. @param {string} text */
function isReadable(text) {
  const input = /** @type {HTMLInputElement} */ (byId('as-of').cloneNode());
  input.value = text;
  return input.value === text && input.validity.valid;
}

/** What the address asks for, once: a reload does not ask again. @param {boolean} resumed */
function fulfillWishes(resumed) {
  const tag = wishes.get('lang');
  const name = document.querySelector('.languages [aria-current]')?.textContent ?? '';
  // A page that only followed the guide into a language has nothing to tell it.
  if (tag && resumed && location.hash !== KEEP) {
    command({ command: 'language', tag }, name);
    focusWhenShown = true;
  } else picked = null;
  const day = wishes.get('as-of');
  if (day && isReadable(day)) command({ command: 'as-of', date: day }, day);
  else if (day) notice('bad-day');
  const flow = wishes.get('flow');
  const link = flow ? document.querySelector(`[data-start="${CSS.escape(flow)}"]`) : null;
  if (flow && link) command({ command: 'start', flow }, link.textContent ?? flow);
  if (location.hash === KEEP) focusWhenShown = true;
  if (location.search || location.hash === KEEP) history.replaceState(null, '', location.pathname);
}

/** True where the page was only turned into another language: the person was writing, and goes on writing. */
let focusWhenShown = false;

/** Shows a conversation. @param {any} webChat @param {Session} opened */
function show(webChat, opened) {
  directLine?.end();
  directLine = webChat.createDirectLine({
    domain: `${location.origin}/v3/directline`,
    token: opened.token,
    conversationId: opened.conversationId,
    // From the first message on, so that a reload shows the whole conversation again.
    watermark: '0',
  });
  const connection = directLine;
  sendWhenOnline(connection);
  const isCurrent = () => connection === directLine;
  connection.connectionStatus$.subscribe((/** @type {number} */ status) => {
    if (!isCurrent()) return;
    if (status === CONNECTION.online) {
      notice('connecting', false);
      notice('slow', false);
      notice('failed', false);
      eraseButton.disabled = false;
    } else if (status === CONNECTION.expiredToken) {
      void renewToken(connection);
    } else if (status === CONNECTION.failed) {
      notice('failed');
    }
  });
  // The stream ends with an error when the server no longer has the conversation.
  connection.activity$.subscribe({
    next: follow,
    error: () => {
      if (isCurrent()) void start();
    },
  });

  const element = document.createElement('div');
  element.className = 'web-chat-root';
  for (const old of frame.querySelectorAll('.web-chat-root')) old.remove();
  frame.append(element);
  connectedStore = undefined;
  takeOverFrom(element);
  sayOnce(element);
  keepOpenForWriting(element);
  element.addEventListener('click', oneClickOnly, { capture: true });
  webChat.renderWebChat(
    {
      directLine: connection,
      dir: document.documentElement.dir,
      locale: frame.dataset['locale'],
      // What a screen reader hears before each message; Web Chat's own words speak of a "bot", in Arabic of one whom somebody met.
      overrideLocalizedStrings: { ACTIVITY_BOT_SAID_ALT: frame.dataset['guideSaid'] },
      nonce,
      renderMarkdown: (/** @type {string} */ text, /** @type {any} */ lines, /** @type {any} */ links) =>
        inItsLanguage(text, quotedInEnglish(webChat.renderMarkdown(asPrinted(text), lines, links))),
      store: webChat.createStore({}, whenConnected, oneTapOnly()),
      styleOptions,
    },
    element,
  );
}

/** What the page showed at first gives way to the first message. @param {HTMLElement} element */
function takeOverFrom(element) {
  const first = document.getElementById('first');
  const observer = new MutationObserver(() => {
    if (!element.querySelector('.webchat__bubble')) return;
    observer.disconnect();
    const had = first?.contains(document.activeElement);
    first?.remove();
    if (session?.resumed) showTheLast(element);
    if (!had && !focusWhenShown) return;
    focusWhenShown = false;
    /** @type {HTMLElement | null} */ (element.querySelector('[data-id="webchat-sendbox-input"]'))?.focus();
  });
  observer.observe(element, { childList: true, subtree: true });
}

/**
 * A screen reader hears a message and its answers once. Web Chat would have it hear the answers three times: in the message, as the
 * buttons of the message (site.scss takes those away) and as the row of buttons, which is in reach by Tab or Alt+Shift+A.
 * @param {HTMLElement} element
 */
function sayOnce(element) {
  const observer = new MutationObserver(() => {
    for (const row of element.querySelectorAll('.webchat__suggested-actions[aria-live="polite"]')) {
      row.setAttribute('aria-live', 'off');
    }
  });
  observer.observe(element, { childList: true, subtree: true });
}

/**
 * Web Chat locks its message box for a moment, so that focus brings up no keyboard on a phone; after two presses at once it would
 * stay locked.
 * @param {HTMLElement} element
 */
function keepOpenForWriting(element) {
  let wait = 0;
  const observer = new MutationObserver(() => {
    const box = element.querySelector('textarea[readonly]');
    if (!box) return;
    clearTimeout(wait);
    wait = window.setTimeout(() => box.removeAttribute('readonly'), LOCKED_MS);
  });
  observer.observe(element, { subtree: true, attributeFilter: ['readonly'] });
}

/** After a change of language the question that is open is what counts, from its first line. @param {HTMLElement} element */
function showTheLast(element) {
  for (const wait of WHILE_IT_SETTLES_MS) {
    setTimeout(() => {
      if (hasAsked && hasMoved) return;
      const transcript = element.querySelector('.webchat__basic-transcript__scrollable');
      const last = [...element.querySelectorAll('.webchat__bubble')].at(-1);
      if (!transcript || !last) return;
      transcript.scrollTop += last.getBoundingClientRect().top - transcript.getBoundingClientRect().top - 8;
    }, wait);
  }
}

/**
 * Shows a new chat from its first word. Web Chat begins at the end, which hides the greeting on a small screen; it goes
 * to the end again by itself when the person answers.
 */
function showFromTheTop() {
  const observer = new MutationObserver(() => {
    const transcript = frame.querySelector('.webchat__basic-transcript__scrollable');
    if (!transcript?.querySelector('.webchat__bubble')) return;
    observer.disconnect();
    for (const wait of WHILE_IT_SETTLES_MS) {
      setTimeout(() => {
        // Whoever has answered or moved meanwhile is further on.
        if (!hasMoved && !hasAsked && !frame.querySelector('.webchat__bubble--from-user'))
          transcript.scrollTo({ top: 0 });
      }, wait);
    }
  });
  observer.observe(frame, { childList: true, subtree: true });
}

/** Gives a connection whose token ran out a new one, or starts anew. @param {any} connection */
async function renewToken(connection) {
  try {
    const renewed = await openSession();
    if (renewed.conversationId === session?.conversationId) connection.reconnect(renewed);
    else await start(renewed);
  } catch {
    notice('failed');
  }
}

/** Opens or reopens the conversation of this browser. @param {Session} [opened] a session that is open already */
async function start(opened) {
  notice('failed', false);
  notice('no-bundle', false);
  notice('connecting');
  eraseButton.disabled = true;
  const bundle = loadBundle();
  bundle.catch(() => undefined);
  let found;
  try {
    found = opened ?? (await openSession());
  } catch {
    return stop('failed');
  }
  let webChat;
  try {
    webChat = await bundle;
  } catch {
    return stop('no-bundle');
  }
  if (!found.resumed && sessionStorage.getItem(HAD_CHAT)) notice('lost');
  sessionStorage.setItem(HAD_CHAT, 'yes');
  session = found;
  gaveWay = false;
  tabs.postMessage(found.conversationId);
  if (!found.resumed) showFromTheTop();
  fulfillWishes(found.resumed);
  show(webChat, found);
}

/**
 * One conversation has one stream: of the tabs that show it, the one that is looked at has it. A tab that gave way takes it
 * back when the person comes to it, with all that was said meanwhile.
 */
const tabs = new BroadcastChannel('guide-chat');
let gaveWay = false;
tabs.addEventListener('message', ({ data }) => {
  if (!session || data !== session.conversationId) return;
  gaveWay = true;
  const given = directLine;
  directLine = undefined;
  given?.end();
});
window.addEventListener('focus', () => {
  if (gaveWay) void start();
});

/** @param {string} why */
function stop(why) {
  notice('connecting', false);
  notice('slow', false);
  notice(why);
}

/** Erases the chat on the server and begins with a fresh page, which keeps nothing of it in memory either. */
async function erase() {
  eraseButton.disabled = true;
  notice('erase-failed', false);
  try {
    await askSession('DELETE');
  } catch {
    eraseButton.disabled = false;
    notice('erase-failed');
    return;
  }
  directLine?.end();
  sessionStorage.removeItem(HAD_CHAT);
  history.replaceState(null, '', `${location.pathname}#erased`);
  location.reload();
}

eraseButton.addEventListener('click', () => {
  eraseDialog.returnValue = 'cancel';
  eraseDialog.showModal();
});
eraseDialog.addEventListener('close', () => {
  if (eraseDialog.returnValue === 'erase') void erase();
});
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('[data-start]') : null;
  if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  // Below the chat on a small screen: the question comes above.
  frame.closest('.chat-frame')?.scrollIntoView({ block: 'nearest' });
  command({ command: 'start', flow: link.dataset['start'] }, link.textContent ?? '');
});
byId('retry').addEventListener('click', () => void start());
window.addEventListener('offline', () => notice('offline'));
window.addEventListener('online', () => notice('offline', false));

if (location.hash === '#erased') {
  history.replaceState(null, '', location.pathname);
  notice('erased');
  focusWhenShown = true;
}
void start();
