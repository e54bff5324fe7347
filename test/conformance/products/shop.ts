import type { RegisteredApp, Sandbox } from '@till/sandbox';
import { expect } from 'vitest';
import type { NotifyReceiver } from '../../fixtures/notify-receiver.ts';
import { readForm } from '../../fixtures/payment-form.ts';
import type { Answer, Asked, Client, Fields, Upload } from '../clients/client.ts';
import type { Mode } from '../clients/mode.ts';
import { officialClient } from '../clients/official-client.ts';
import { ourClient } from '../clients/our-client.ts';
import { answerProblems } from '../facts/answer-problems.ts';

/** What a call may carry beside its content. */
type More = Omit<Asked, 'method' | 'content'>;

/** The methods that did what they are for: calls answered, pages opened. */
interface Met {
  readonly answered: Set<string>;
  readonly opened: Set<string>;
}

/** A merchant's program: one client in one mode, before the sandbox. Every answer it gets is checked by the facts. */
export class Shop {
  readonly client: Client;
  readonly met: Met = { answered: new Set(), opened: new Set() };
  readonly sandbox: Sandbox;
  readonly app: RegisteredApp;
  /** Who gets the money: the merchant for whom the app acts, or its own owner. */
  readonly sellerId: string;
  readonly inbox: NotifyReceiver;
  readonly protocol: Mode['protocol'];

  constructor(parts: {
    sandbox: Sandbox;
    mode: Mode;
    app: RegisteredApp;
    privateKey: string;
    inbox: NotifyReceiver;
    actsFor?: { sellerId: string; appAuthToken: string };
  }) {
    const { sandbox, mode, app, privateKey, inbox, actsFor } = parts;
    const token = actsFor === undefined ? {} : { appAuthToken: actsFor.appAuthToken };
    const identity = { mode, app, privateKey, sandboxUrl: sandbox.url, ...token };
    this.client = mode.sdk === 'ours' ? ourClient(identity) : officialClient(identity);
    this.sandbox = sandbox;
    this.app = app;
    this.sellerId = actsFor?.sellerId ?? app.seller_id;
    this.inbox = inbox;
    this.protocol = mode.protocol;
  }

  /** A call that succeeds. */
  async done(method: string, content?: Fields, more: More = {}): Promise<Fields> {
    const answer = await this.client.call({ method, ...(content === undefined ? {} : { content }), ...more });
    expect(answer.refusal, `${method}: ${JSON.stringify(answer.fields)}`).toBeUndefined();
    return this.#checked(method, answer);
  }

  /** The code of a call that Alipay refuses. */
  async refused(method: string, content?: Fields, more: More = {}): Promise<string | undefined> {
    const answer = await this.client.call({ method, ...(content === undefined ? {} : { content }), ...more });
    this.#checked(method, answer);
    return answer.refusal;
  }

  async uploaded(upload: Upload): Promise<Fields> {
    const answer = await this.client.upload(upload);
    expect(answer.refusal, JSON.stringify(answer.fields)).toBeUndefined();
    return this.#checked(upload.method, answer);
  }

  #checked(method: string, answer: Answer): Fields {
    expect(answerProblems(method, this.protocol, answer)).toEqual([]);
    if (answer.refusal === undefined) this.met.answered.add(method);
    return answer.fields;
  }

  /** Opens a page by its url, as a browser does; the address of the cashier, or of the page that asks. */
  async visit(method: string, content: Fields): Promise<string> {
    const url = this.client.pageUrl(method, content, this.#pageUrls());
    return this.#opened(method, await fetch(url, { redirect: 'manual' }));
  }

  /** Opens a page by its form. */
  async submit(method: string, content: Fields): Promise<string> {
    const form = readForm(this.client.pageForm(method, content, this.#pageUrls()));
    const body = new URLSearchParams(form.fields);
    return this.#opened(method, await fetch(form.action, { method: form.method, body, redirect: 'manual' }));
  }

  #pageUrls() {
    return { notifyUrl: this.inbox.url, returnUrl: 'https://shop.example/back?a=1' };
  }

  /** Hands an order string to what stands for the Alipay app. */
  async handToApp(method: string, content: Fields): Promise<string> {
    const body = this.client.orderString(method, content, { notifyUrl: this.inbox.url });
    const taken = await fetch(`${this.sandbox.url}/app`, { method: 'POST', body, redirect: 'manual' });
    const gateway = new URL(taken.headers.get('location') ?? '', this.sandbox.url);
    return this.#opened(method, await fetch(gateway, { redirect: 'manual' }));
  }

  async #opened(method: string, page: Response): Promise<string> {
    const location = page.headers.get('location');
    if (location === null) throw new Error(`${method} opens no page: ${await page.text()}`);
    this.met.opened.add(method);
    await fetch(location);
    return location;
  }

  /** A person says yes on a page that asks. */
  async confirm(page: string, buyerId: string): Promise<void> {
    const body = new URLSearchParams({ buyer_id: buyerId });
    const answer = await fetch(`${page}/yes`, { method: 'POST', body, redirect: 'manual' });
    expect([200, 303]).toContain(answer.status);
  }

  /** Somebody gives the app leave on an authorisation page; the code that the app gets. */
  async consented(page: string, query: Readonly<Record<string, string>>, person: string): Promise<string> {
    const asked = new URLSearchParams({ app_id: this.app.app_id, redirect_uri: 'https://shop.example/in', ...query });
    const consent = await fetch(`${this.sandbox.url}/oauth2/${page}.htm?${asked}`, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'yes', person }),
      redirect: 'manual',
    });
    const { searchParams } = new URL(consent.headers.get('location') ?? '');
    return searchParams.get('auth_code') ?? searchParams.get('app_auth_code') ?? '';
  }

  /** Alipay's number of a trade of this app. */
  tradeNo(outTradeNo: string): string {
    const [trade] = this.sandbox.trades({ app_id: this.app.app_id, out_trade_no: outTradeNo });
    if (trade === undefined) throw new Error(`There is no trade ${outTradeNo}.`);
    return trade.trade_no;
  }

  /** The messages about something that have come, each taken for Alipay's by the client. */
  async told(about: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>[]> {
    await this.sandbox.advance(0);
    const wanted = Object.entries({ app_id: this.app.app_id, ...about });
    return this.inbox.bodies.flatMap((body) => {
      const fields = Object.fromEntries(new URLSearchParams(body));
      if (wanted.some(([name, value]) => fields[name] !== value)) return [];
      expect(this.client.believes(body)).toBe(true);
      expect(this.client.believes(body.replace('app_id=', 'app_id=1'))).toBe(false);
      return [fields];
    });
  }
}
