/**
 * What the console does in the browser: it makes the calls that buttons and forms name, copies, compares texts, and
 * fetches the page anew every two seconds. A constant, so that its hash can stand in the content security policy.
 * Without it the pages still show everything.
 */
export const script = `
const REFRESH_MS = 2000, TOAST_MS = 3000, READING_MS = 60;
const said = document.body.dataset;
const live = document.getElementById('live');
const toast = document.getElementById('toast');
const secret = document.getElementById('secret');
const written = (parts) => [...parts].map((part) => part.outerHTML);
let shown = written(live.children), toastTimer, isOffline = false, isPressed = false;

function tell(text, isBad) {
  clearTimeout(toastTimer);
  toast.textContent = text;
  toast.classList.toggle('bad', Boolean(isBad));
  toast.hidden = false;
  toastTimer = setTimeout(() => { toast.hidden = true; }, TOAST_MS + READING_MS * text.length);
}
async function copy(text) {
  await navigator.clipboard.writeText(text);
  tell(said.copied);
}

// The page is fetched whole and only what lives is replaced, unless somebody is in the middle of something there.
function isInUse() {
  if (isPressed) return true;
  const active = document.activeElement;
  if (active && live.contains(active) && /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName)) return true;
  const selection = getSelection();
  if (selection && !selection.isCollapsed && live.contains(selection.anchorNode)) return true;
  return [...live.querySelectorAll('textarea, input')].some((field) => field.value !== field.defaultValue);
}
async function fetchPage() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return page.getElementById('live');
}
// A part that says what it said stays, scrolled as it is; in one that changes, the keyboard stays where it was.
function replace(next) {
  if (next === null) return;
  const before = shown, focused = place(document.activeElement);
  shown = written(next.children);
  const open = new Set([...live.querySelectorAll('details[open]')].map((each) => each.dataset.key));
  const scrolled = live.querySelector('nav').scrollLeft;
  [...next.children].forEach((part, index) => { if (shown[index] !== before[index]) live.children[index].replaceWith(part); });
  for (const each of live.querySelectorAll('details')) if (open.has(each.dataset.key)) each.open = true;
  live.querySelector('nav').scrollLeft = scrolled;
  if (focused) focusOn(focused);
}
// Where the keyboard is: at something with a name, or at the so-and-so-many-th of its kind.
const alike = (tag, name) => [...live.querySelectorAll(tag)].filter((each) => each.dataset.testid === name);
function place(element) {
  if (!element || !live.contains(element)) return undefined;
  const { tagName: tag, dataset: { testid: name } } = element;
  return { tag, name, index: alike(tag, name).indexOf(element) };
}
function focusOn({ tag, name, index }) {
  const again = alike(tag, name)[index];
  if (again && again !== document.activeElement) again.focus({ preventScroll: true });
}
async function refresh(force) {
  try {
    if (!force && (document.hidden || isInUse())) return;
    const next = await fetchPage();
    if (force || !isInUse()) replace(next);
    if (isOffline) toast.hidden = true;
    isOffline = false;
  } catch {
    isOffline = true;
    tell(said.offline, true);
  }
}
async function keepFresh() {
  await refresh(false);
  setTimeout(keepFresh, REFRESH_MS);
}

async function call(target, body) {
  const [method, path] = target.split(' ');
  const response = await fetch(path, { method, body, headers: { accept: 'application/json' } });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message || said.failed);
  return answer;
}
function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (value === '') continue;
    const kind = form.elements[name].dataset.kind;
    // The clock's field shows Beijing time, whatever the browser's zone.
    fields[name] = kind === 'beijing' ? value + (value.length === 16 ? ':00' : '') + '+08:00' : value;
  }
  return fields;
}
async function act(element, target, body, buttons) {
  const pressed = place(buttons[0]);
  toast.hidden = true;
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await call(target, body);
    if (answer.app_private_key) {
      secret.querySelector('pre').textContent = answer.app_private_key;
      secret.showModal();
    }
    if (element.matches('form')) element.reset();
    if (element.dataset.done) tell(element.dataset.done);
    if (document.activeElement) document.activeElement.blur();
    await refresh(true);
  } catch (error) {
    tell(error instanceof TypeError ? said.offline : error.message, true);
  } finally {
    for (const button of buttons) button.disabled = false;
    if (pressed && document.activeElement === document.body) focusOn(pressed);
  }
}
// What is replaced between press and release would never be clicked.
document.addEventListener('pointerdown', () => { isPressed = true; });
for (const end of ['pointerup', 'pointercancel', 'dragend', 'blur']) addEventListener(end, () => setTimeout(() => { isPressed = false; }));
document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { copy: text, call: target, body, confirm: question } = button.dataset;
  if (text !== undefined) copy(text).catch(() => tell(said.failed, true));
  if ('copySecret' in button.dataset) copy(secret.querySelector('pre').textContent);
  if ('close' in button.dataset) secret.close();
  if (target && (!question || confirm(question))) act(button, target, body, [button]);
});
secret.addEventListener('close', () => { secret.querySelector('pre').textContent = ''; });
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.dataset.call) return;
  event.preventDefault();
  const raw = form.querySelector('[data-whole-body]');
  act(form, form.dataset.call, raw ? raw.value : JSON.stringify(fieldsOf(form)), [...form.querySelectorAll('button')]);
});

// The text that somebody's program signed, against the text that the gateway verified.
async function digestOf(text) {
  if (!globalThis.crypto || !crypto.subtle) return '';
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
function marked(line, characters, at) {
  const mark = document.createElement('mark');
  mark.textContent = characters[at] === undefined ? line.dataset.end : characters[at].replace('\\n', '⏎').replace(' ', '␣');
  line.replaceChildren((at > 30 ? '…' : '') + characters.slice(Math.max(0, at - 30), at).join(''), mark, characters.slice(at + 1, at + 31).join(''));
}
document.addEventListener('input', async (event) => {
  const field = event.target;
  if (!('expected' in field.dataset)) return;
  const result = document.getElementById('comparison');
  const theirs = [...field.value], ours = [...field.dataset.expected];
  let at = 0;
  while (at < ours.length && ours[at] === theirs[at]) at++;
  const isSame = at === ours.length && at === theirs.length;
  result.hidden = field.value === '';
  result.querySelector('[data-same]').hidden = !isSame;
  result.querySelector('[data-differs]').hidden = isSame;
  result.querySelector('[data-at]').textContent = at + 1;
  marked(result.querySelector('.ours'), ours, at);
  marked(result.querySelector('.theirs'), theirs, at);
  const digest = await digestOf(field.value);
  result.querySelector('[data-other-text]').hidden = !field.dataset.digest || !digest || digest === field.dataset.digest;
});
const here = live.querySelector('nav [aria-current]');
if (here) here.scrollIntoView({ block: 'nearest', inline: 'center' });
setTimeout(keepFresh, REFRESH_MS);
`;
