/**
 * What a cashier page does in the browser. It reads its texts and numbers from data attributes, so that the script is
 * a constant and its hash can stand in the page's content security policy. Without it the page still pays, by a plain
 * form post.
 */
export const script = `
const page = document.body.dataset;
const form = document.getElementById('pay-form');
const payButton = document.querySelector('[data-testid=pay]');
const cancelButton = document.querySelector('[data-testid=cancel]');
const errorBox = document.querySelector('[data-testid=error]');
const countdown = document.querySelector('.countdown');
const payLabel = payButton.textContent;
const cashier = '/cashier/' + encodeURIComponent(page.token);
const POLL_MS = 1500, TICK_MS = 500, ANSWER_MS = 30000, GLANCE_MS = 700, SOON_SECONDS = 180;
let busy = false, leaving = false;

function leave(url) {
  const target = url ? new URL(url, location.href) : new URL(location.href);
  if (!/^https?:$/.test(target.protocol)) target.href = location.href;
  // The cashier's own pages keep the language picked here; a merchant's signed address is not touched.
  if (target.pathname.startsWith(cashier)) target.searchParams.set('lang', page.locale);
  leaving = true;
  location.replace(target.href);
}
function showPaid(url) {
  leaving = true;
  payButton.textContent = page.paid;
  payButton.classList.add('done');
  payButton.disabled = cancelButton.disabled = true;
  setTimeout(leave, GLANCE_MS, url);
}
function setBusy(value) {
  busy = value;
  payButton.disabled = cancelButton.disabled = value;
  payButton.textContent = value ? page.paying : payLabel;
}
function showError(text) {
  errorBox.textContent = text;
  errorBox.hidden = text === '';
  if (text) errorBox.scrollIntoView({ block: 'nearest' });
}
async function post(path, body) {
  const response = await fetch(cashier + path, {
    method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(ANSWER_MS),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
  });
  return response.json();
}
function chosen() {
  const buyer = form.querySelector('.pick:checked');
  const channel = buyer.closest('.buyer').querySelector('.channel:checked');
  return channel ? { buyer_id: buyer.value, channel: channel.value } : { buyer_id: buyer.value };
}
async function pay() {
  const answer = await post('/pay', chosen());
  if (answer.status === 'paid') return showPaid(answer.continue_url);
  if (answer.status !== 'refused') return leave();
  setBusy(false);
  showError(page.locale === 'en' ? answer.message_en || answer.message : answer.message);
}
async function cancel() {
  const answer = await post('/cancel', {});
  leave(answer.continue_url);
}
async function attempt(action) {
  if (busy || leaving) return;
  setBusy(true);
  showError('');
  try {
    await action();
  } catch {
    setBusy(false);
    showError(page.networkError);
  }
}
form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(event.submitter === cancelButton ? cancel : pay);
});

let endsAt = performance.now() + Number(page.secondsLeft) * 1000;
function showTimeLeft() {
  const seconds = Math.max(0, Math.round((endsAt - performance.now()) / 1000));
  const two = (number) => String(Math.floor(number)).padStart(2, '0');
  const days = Math.floor(seconds / 86400);
  const clock = two((seconds % 86400) / 3600) + ':' + two((seconds % 3600) / 60) + ':' + two(seconds % 60);
  countdown.querySelector('time').textContent = days > 0 ? days + ' ' + page.days + ' ' + clock : clock;
  countdown.classList.toggle('soon', seconds < SOON_SECONDS);
}
async function poll() {
  try {
    if (busy || leaving) return;
    const response = await fetch(cashier + '/status', { headers: { accept: 'application/json' } });
    if (response.status === 404) return leave();
    const state = await response.json();
    if (busy || leaving) return;
    if (state.status === 'paid') return showPaid(state.continue_url);
    if (state.status === 'closed' || state.status === 'expired') return leave();
    if (Number.isFinite(state.seconds_left)) endsAt = performance.now() + state.seconds_left * 1000;
  } catch {
    // Offline for a moment: the next poll asks again.
  } finally {
    if (!leaving) setTimeout(poll, POLL_MS);
  }
}
// A page shown again by the Back button may be long out of date.
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
setInterval(showTimeLeft, TICK_MS);
setTimeout(poll, POLL_MS);
`;
