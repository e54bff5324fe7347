import type { Clock } from '@till/alipay/time';
import type { App } from '../apps/app.ts';
import type { AppBook } from '../apps/app-book.ts';
import type { Ids } from '../ids/ids.ts';
import { signedOutcomeUrl } from '../returns/return-url.ts';
import { put, type Records } from '../storage/records.ts';
import type { TradeContact } from '../trades/trade.ts';
import type { Payer } from '../trades/trade-book.ts';

export type ConfirmationKind = 'refund' | 'freeze' | 'transfer' | 'agreement';

/** A page on which somebody says yes to what a merchant asked for: all but payments, which have the cashier. */
export interface Confirmation {
  /** Part of the page's address; nobody can guess it. */
  readonly token: string;
  readonly appId: string;
  /** The merchant for whom the app asks. */
  readonly sellerId: string;
  /** The gateway method that opened it. */
  readonly method: string;
  readonly kind: ConfirmationKind;
  /** What waits to be confirmed, in its own book. */
  readonly id: string;
  readonly contact: TradeContact;
}

/** What opens such a page. `app` acts for the merchant. */
type Opening = Omit<Confirmation, 'token' | 'appId' | 'sellerId'> & { readonly app: App };

/** A text in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** What is asked, as the page shows it. */
export interface Question {
  readonly title: Bilingual;
  readonly rows: readonly (readonly [label: Bilingual, value: string])[];
  /** In yuan. */
  readonly amount?: string;
  /** Whether the page asks who it is: the merchant may know already. */
  readonly asksWho: boolean;
  readonly state: 'open' | 'done' | 'over';
}

export type Answered =
  /** The fields that the return url tells. */
  | { readonly ok: true; readonly fields: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly refusal: string };

/** A book whose entries are confirmed on a page. */
export interface Confirmable {
  ask(id: string): Question | undefined;
  /** Yes. A second yes changes nothing and is told the same. */
  confirm(id: string, payer: Payer): Answered;
}

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly apps: AppBook;
}

export class Confirmations {
  readonly #parts: Parts;
  readonly #books: Readonly<Record<ConfirmationKind, Confirmable>>;

  constructor(parts: Parts, books: Readonly<Record<ConfirmationKind, Confirmable>>) {
    this.#parts = parts;
    this.#books = books;
  }

  /** Returns the page's path. `token` may be a QR code's. */
  open({ app, ...request }: Opening, token = this.#parts.ids.cashierToken()): string {
    const { appId, sellerId } = app;
    this.#parts.records.commit(put('confirmation', token, { ...request, appId, sellerId, token }));
    return `/confirm/${token}`;
  }

  find(token: string): { confirmation: Confirmation; question: Question } | undefined {
    const confirmation = this.#parts.records.get('confirmation', token);
    if (confirmation === undefined) return undefined;
    const question = this.#books[confirmation.kind].ask(confirmation.id);
    return question === undefined ? undefined : { confirmation, question };
  }

  confirm({ kind, id }: Confirmation, payer: Payer): Answered {
    return this.#books[kind].confirm(id, payer);
  }

  /** Where the browser goes on to; undefined if the merchant gave no address. */
  returnUrl(confirmation: Confirmation, fields: Readonly<Record<string, string>>): string | undefined {
    const { apps, clock } = this.#parts;
    const { method, contact } = confirmation;
    const { returnUrl } = contact;
    const app = apps.find(confirmation.appId);
    if (app === undefined || returnUrl === undefined) return undefined;
    const authAppId = apps.authAppIdOf(confirmation);
    return signedOutcomeUrl({ app, authAppId, method, returnUrl, contact, now: clock.now() }, fields);
  }
}
