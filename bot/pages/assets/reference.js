// @ts-check
/**
 * A small help for the staff view, which works without it: results come while one types, and buttons copy a citation or a
 * quote.
 */

/** How long to wait for the next letter. */
const PAUSE_MS = 180;

const status = document.getElementById('status');
const results = document.getElementById('results');
const box = /** @type {HTMLInputElement | null} */ (document.getElementById('q'));
const day = /** @type {HTMLInputElement | null} */ (document.getElementById('as-of'));

let asked = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Fetches what the words in the box find, unless something newer was asked meanwhile. */
async function find() {
  if (!box || !results || !status) return;
  const turn = ++asked;
  const query = new URLSearchParams({ q: box.value });
  if (day?.value) query.set('as-of', day.value);
  const picked = new URLSearchParams(location.search).get('lang');
  if (picked) query.set('lang', picked);
  const response = await fetch(`${results.dataset['from']}?${query}`).catch(() => null);
  if (turn !== asked || !response?.ok) return;
  const html = await response.text();
  if (turn !== asked) return;
  // The server escapes all that it puts into this part.
  results.innerHTML = html;
  const count = results.querySelectorAll('.found > li').length;
  const nothing = results.querySelector('.nothing');
  status.textContent =
    box.value.trim() === '' ? '' : nothing ? (nothing.textContent ?? '') : `${status.dataset['found']} ${count}`;
  const address = new URL(location.href);
  if (box.value.trim() === '') address.searchParams.delete('q');
  else address.searchParams.set('q', box.value);
  history.replaceState(null, '', address);
}

box?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(() => void find(), PAUSE_MS);
});

// Another day changes every sentence of the page, not the results alone.
day?.addEventListener('change', () => {
  if (day.value === '' || day.validity.valid) day.form?.requestSubmit();
});

for (const row of document.querySelectorAll('.copies'))
  if (row instanceof HTMLElement) row.hidden = !navigator.clipboard;
document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null;
  if (!(button instanceof HTMLElement)) return;
  void navigator.clipboard.writeText(button.dataset['copy'] ?? '').then(() => {
    if (status) status.textContent = status.dataset['copied'] ?? '';
  });
});
