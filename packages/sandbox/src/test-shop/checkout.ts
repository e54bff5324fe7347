type Fetch = typeof globalThis.fetch;

/**
 * Opens a payment page as a browser does: sends the form or follows the address, up to the page itself. The number of
 * the trade that is to be paid there; undefined if it is a page of another kind.
 * @throws {Error} with the gateway's reason, when it refuses.
 */
export async function openCheckout(formOrUrl: string, fetch: Fetch): Promise<string | undefined> {
  const isForm = formOrUrl.trimStart().startsWith('<');
  if (!isForm && !URL.canParse(formOrUrl)) {
    throw new Error(
      `${JSON.stringify(formOrUrl.slice(0, 60))} cannot be opened: give the HTML of a form, or an address.`,
    );
  }
  const response = await (isForm ? sendForm(formOrUrl, fetch) : fetch(formOrUrl));
  const charset = /charset=gbk/i.test(response.headers.get('content-type') ?? '') ? 'gbk' : 'utf-8';
  const page = new TextDecoder(charset).decode(await response.arrayBuffer());
  const reason = /class="reason">([^<]*)</.exec(page)?.[1];
  if (reason === undefined && response.ok) return tradeNoAt(response.url, fetch);
  throw new Error(`The gateway refused the page: ${unescapeHtml(reason ?? page.slice(0, 200))}`);
}

async function tradeNoAt(address: string, fetch: Fetch): Promise<string | undefined> {
  const cashier = /^[^?]*\/cashier\/[\w-]+/.exec(address)?.[0];
  if (cashier === undefined) return undefined;
  const status = (await (await fetch(`${cashier}/status`)).json()) as { trade_no?: string };
  return status.trade_no;
}

function sendForm(form: string, fetch: Fetch): Promise<Response> {
  const tag = /<form[^>]*>/i.exec(form)?.[0] ?? '';
  const action = attribute(tag, 'action');
  if (action === undefined) throw new Error('This is no form: it has no action to be sent to.');
  const inputs = [...form.matchAll(/<input[^>]*>/gi)].map(([input]) => input);
  const fields = inputs.flatMap((input) => {
    const name = attribute(input, 'name');
    return name === undefined ? [] : [[name, attribute(input, 'value') ?? ''] as const];
  });
  const body = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  if (/^get$/i.test(attribute(tag, 'method') ?? ''))
    return fetch(`${action}${action.includes('?') ? '&' : '?'}${body}`);
  return fetch(action, { method: 'POST', body });
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : unescapeHtml(value);
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", '#39': "'", lt: '<', gt: '>', amp: '&' };

function unescapeHtml(text: string): string {
  return text.replace(/&(quot|apos|#39|lt|gt|amp);/g, (_all, name: string) => ENTITIES[name] ?? '');
}
