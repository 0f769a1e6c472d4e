// @ts-check
/**
 * A small help for source pages, which work without it: an address whose paragraph stands here under another version
 * or another spelling still finds it, and one that is not here is said to be missing.
 */

/** The element that a fragment means: by its id, else without the version, else in any case of letters. */
function find(/** @type {string} */ id) {
  const exact = document.getElementById(id);
  if (exact) return exact;
  const plain = id.replace(/@[^@]*$/, '');
  const unversioned = document.getElementById(plain);
  if (unversioned) return unversioned;
  const loose = (/** @type {string} */ text) => text.toLowerCase().replace(/\s+/g, '');
  const same = [...document.querySelectorAll('[data-key]')].filter((element) => loose(element.id) === loose(plain));
  return same.length === 1 ? (same[0] ?? null) : null;
}

/** Opens the contents at the section in which the paragraph stands. @param {Element} found */
function markInOutline(found) {
  for (const old of document.querySelectorAll('.outline [aria-current]')) old.removeAttribute('aria-current');
  for (let head = found.closest('.headed'); head; head = head.parentElement?.closest('.headed') ?? null) {
    const href = `#${encodeURIComponent(head.id)}`;
    const link = [...document.querySelectorAll('.outline a')].find((entry) => entry.getAttribute('href') === href);
    if (!link) continue;
    link.setAttribute('aria-current', 'location');
    link.closest('details')?.setAttribute('open', '');
    return;
  }
}

function follow() {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // Not percent-encoded: taken as it stands.
  }
  const found = id === '' ? null : find(id);
  const missing = document.getElementById('lost');
  if (missing) missing.hidden = id === '' || found !== null;
  if (found) markInOutline(found);
  if (found && found.id !== id) location.replace(`#${encodeURIComponent(found.id)}`);
}

window.addEventListener('hashchange', follow);
follow();
