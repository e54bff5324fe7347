import { createHash } from 'node:crypto';

/**
 * What the shop's pages do in the browser. Texts and addresses come from data attributes, so that the script is a
 * constant and its hash can stand in the content security policy. Every page works without it.
 */
export const script = `
const live = document.getElementById('live');
const offline = document.getElementById('offline');
const POLL_WAITING_MS = 1000, POLL_SETTLED_MS = 5000, ANSWER_MS = 35000;

for (const form of document.forms) guard(form);
function guard(form) {
  form.addEventListener('submit', () => {
    const buttons = form.querySelectorAll('button');
    // Disabled only after the browser has taken the button's value along.
    setTimeout(() => { for (const button of buttons) button.disabled = true; });
  });
}
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
addEventListener('keydown', (event) => {
  const shut = document.querySelector('.x');
  if (event.key === 'Escape' && shut) location.replace(shut.href);
});

// An address with a fragment takes the focus away from the autofocus attribute, and until the page has loaded.
addEventListener('load', () => document.querySelector('.sheet button')?.focus({ preventScroll: true }));

if (live) {
  let shown = live.dataset.version;
  async function poll() {
    try {
      const response = await fetch(live.dataset.url, { signal: AbortSignal.timeout(ANSWER_MS) });
      if (!response.ok) throw new Error('HTTP ' + response.status);
      const fresh = await response.json();
      offline.hidden = true;
      if (fresh.version !== shown) show(fresh);
    } catch {
      offline.hidden = false;
    }
    setTimeout(poll, live.dataset.state === 'waiting' ? POLL_WAITING_MS : POLL_SETTLED_MS);
  }
  function show(fresh) {
    const open = [...live.querySelectorAll('details[open]')].map((details) => details.id);
    shown = fresh.version;
    live.dataset.state = fresh.state;
    live.innerHTML = fresh.html;
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    document.getElementById('news').textContent = live.querySelector('h1')?.textContent ?? '';
    for (const form of live.querySelectorAll('form')) guard(form);
  }
  setTimeout(poll, POLL_WAITING_MS);
}
`;

/** A script's name in a content security policy. */
export function scriptSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
