import { type Fen, formatYuan } from '@till/alipay/money';
import type { Clock } from '@till/alipay/time';
import type { AppBook } from '../apps/app-book.ts';
import { type BuyerRefusal, chooseSource, type FundChannel } from '../buyers/buyer.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import { type IdentityCheck, identityOf, isWhoIsWanted } from '../buyers/identity.ts';
import type { Answered, Confirmable, Question } from '../cashier/confirmation.ts';
import type { Schedule } from '../clock/schedule.ts';
import type { Ids } from '../ids/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import * as accounts from '../ledger/posting.ts';
import { NO_NOTICE, type Notice, type Notifier } from '../notifications/notifier.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { TradeContact } from '../trades/trade.ts';
import type { Payer } from '../trades/trade-book.ts';
import type { Authorization, Operation, Step } from './authorization.ts';
import * as rules from './authorization.ts';
import { type AuthorizationNotice, authorizationMessage } from './authorization-message.ts';

export interface AuthorizationRequest {
  readonly appId: string;
  readonly sellerId: string;
  readonly outOrderNo: string;
  readonly outRequestNo: string;
  readonly title: string;
  readonly amountFen: Fen;
  readonly contact: TradeContact;
  readonly extraParam?: string;
  readonly allowed?: readonly FundChannel[];
  readonly identity?: IdentityCheck;
  readonly payerId?: string;
  /** Epoch milliseconds: unconfirmed by then, it is closed. */
  readonly expiresAt: number;
}

export type FreezeRefusal =
  | rules.AuthorizationRefusal
  | BuyerRefusal
  | 'BUYER_NOT_EXIST'
  | 'USER_IDENTITY_INFO_VALIDATE_FAIL'
  | 'USER_ACCOUNT_VALIDATE_FAIL';
export type Frozen = Extract<rules.Changed, { ok: true }> | { readonly ok: false; readonly refusal: FreezeRefusal };

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly buyers: BuyerBook;
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  readonly apps: AppBook;
}

/** All pre-authorisations. */
export class AuthorizationBook implements Confirmable {
  readonly #parts: Parts;
  readonly #byNumber: RecordIndex<Authorization>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#byNumber = parts.records.indexBy('authorization', ({ outOrderNo }) => [outOrderNo]);
    for (const authorization of parts.records.all('authorization')) this.#watch(authorization);
  }

  get(authNo: string): Authorization | undefined {
    return this.#parts.records.get('authorization', authNo);
  }

  /** A merchant's, whichever app it was made through. If both numbers are given, `authNo` wins. */
  find(sellerId: string, numbers: { authNo?: string; outOrderNo?: string }): Authorization | undefined {
    const { authNo, outOrderNo = '' } = numbers;
    const found = authNo === undefined ? [...this.#byNumber.of(outOrderNo)] : [this.get(authNo)];
    return found.find((one) => one?.sellerId === sellerId);
  }

  /** A merchant asks for money to be frozen: the same request again is the same authorisation. */
  open(request: AuthorizationRequest): Authorization | { readonly refusal: rules.AuthorizationRefusal } {
    const { records, ids, clock } = this.#parts;
    const earlier = this.find(request.sellerId, { outOrderNo: request.outOrderNo });
    if (earlier !== undefined) {
      const [first] = earlier.operations;
      const isSame =
        first?.outRequestNo === request.outRequestNo &&
        first.amountFen === request.amountFen &&
        earlier.title === request.title;
      return isSame ? earlier : { refusal: 'UNIQUE_VIOLATION' };
    }
    const { outRequestNo, amountFen, ...terms } = request;
    const createdAt = clock.now();
    const operationId = ids.operationId();
    const authorization: Authorization = {
      ...terms,
      authNo: ids.authNo(),
      status: 'INIT',
      createdAt,
      operations: [{ operationId, outRequestNo, type: 'FREEZE', amountFen, status: 'INIT', createdAt }],
    };
    records.commit(put('authorization', authorization.authNo, authorization));
    this.#watch(authorization);
    return authorization;
  }

  /** The buyer who was asked is known; he has still to agree. */
  expect(authorization: Authorization, payer: { buyerId: string; logonId: string }, more: RecordChange): Authorization {
    const expecting = { ...authorization, payer };
    this.#parts.records.commit(put('authorization', authorization.authNo, expecting), more);
    return expecting;
  }

  /** The buyer agrees, and the money is frozen. */
  freeze(authorization: Authorization, payer: Payer, more: readonly RecordChange[] = []): Frozen {
    const { buyers, clock } = this.#parts;
    const buyer = buyers.find(payer.buyerId);
    const [first] = authorization.operations;
    if (buyer === undefined || first === undefined) return { ok: false, refusal: 'BUYER_NOT_EXIST' };
    const { allowed, identity, payerId = buyer.id } = authorization;
    if (identity !== undefined && !isWhoIsWanted(identityOf(buyer), identity, clock.now())) {
      return { ok: false, refusal: 'USER_IDENTITY_INFO_VALIDATE_FAIL' };
    }
    if (payerId !== buyer.id) return { ok: false, refusal: 'USER_ACCOUNT_VALIDATE_FAIL' };
    const sources = allowed === undefined ? {} : { allowed };
    const source = chooseSource(buyer, { ...payer, ...sources, amountFen: first.amountFen, spentTodayFen: 0n });
    const frozen = rules.freeze(authorization, source.ok ? source.channel : 'ALIPAYACCOUNT', buyer, clock.now());
    if (!frozen.ok) return frozen;
    if (!source.ok) return source;
    const from = accounts.buyerAccount(buyer.id, source.channel);
    const entries = accounts.moveBetween(from, accounts.frozenAccount(authorization.authNo), first.amountFen, 'freeze');
    this.#change(frozen, entries, 'fund_auth_freeze', more);
    return frozen;
  }

  /** Part of the frozen money goes back to the buyer. */
  unfreeze(authorization: Authorization, step: Omit<Step, 'operationId'>, notifyUrl?: string): rules.Changed {
    const { ids, clock } = this.#parts;
    const full = { ...step, operationId: ids.operationId() };
    const told = this.#telling(authorization, notifyUrl);
    const released = rules.release(told, 'UNFREEZE', full, clock.now());
    if (released.ok && released.moved) {
      this.#change(released, this.#giveBack(authorization, step.amountFen), 'fund_auth_unfreeze');
    }
    return released;
  }

  /** Undoes a freeze whose outcome the merchant does not know. */
  cancel(
    before: Authorization,
    remark: string,
    notifyUrl?: string,
  ): { action: 'close' | 'unfreeze' } | { refusal: rules.AuthorizationRefusal } {
    const { clock, ids } = this.#parts;
    const authorization = this.#telling(before, notifyUrl);
    const action = rules.cancellation(authorization, clock.now());
    const [first] = authorization.operations;
    if (first === undefined || (action !== 'close' && action !== 'unfreeze')) {
      return {
        refusal: first === undefined || action === 'close' || action === 'unfreeze' ? 'ILLEGAL_STATUS' : action,
      };
    }
    if (action === 'close') {
      const closed = rules.close(authorization);
      this.#change(
        { authorization: closed, operation: { ...first, status: 'CLOSED' } },
        [],
        'fund_auth_operation_cancel',
      );
      return { action };
    }
    const { outRequestNo, amountFen } = first;
    const step = { operationId: ids.operationId(), outRequestNo, amountFen, remark };
    const released = rules.release(authorization, 'UNFREEZE', step, clock.now());
    if (!released.ok) return released;
    const closed: Authorization = { ...released.authorization, status: 'CLOSED' };
    this.#change(
      { ...released, authorization: closed },
      this.#giveBack(authorization, amountFen),
      'fund_auth_operation_cancel',
    );
    return { action };
  }

  /**
   * A payment out of the frozen money: the changes that belong into the payment's transaction. With `completes`, the
   * rest goes back to the buyer.
   */
  pay(
    authorization: Authorization,
    outTradeNo: string,
    amountFen: Fen,
    completes: boolean,
  ): rules.Changed & { changes: RecordChange[]; send(): void } {
    const { ids, clock, ledger } = this.#parts;
    const step = { operationId: ids.operationId(), outRequestNo: outTradeNo, amountFen };
    const paid = rules.release(authorization, 'PAY', step, clock.now());
    if (!paid.ok) return { ...paid, changes: [], send: () => undefined };
    const rest = rules.restFen(paid.authorization);
    const back = { operationId: ids.operationId(), outRequestNo: outTradeNo, amountFen: rest };
    const ended = completes && rest > 0n ? rules.release(paid.authorization, 'UNFREEZE', back, clock.now()) : undefined;
    if (!ended?.ok) {
      const changes = [put('authorization', authorization.authNo, paid.authorization)];
      return { ...paid, changes, send: () => undefined };
    }
    const notice = this.#notice(ended.authorization, ended.operation, 'fund_auth_unfreeze');
    const moved = ledger.post({ ...this.#about(authorization), entries: this.#giveBack(authorization, rest) });
    const changes = [put('authorization', authorization.authNo, ended.authorization), ...moved, ...notice.changes];
    return { ...paid, changes, send: () => notice.send() };
  }

  ask(authNo: string): Question | undefined {
    const authorization = this.get(authNo);
    if (authorization === undefined) return undefined;
    const [first] = authorization.operations;
    return {
      title: { zh: '资金预授权冻结', en: 'Freeze a deposit' },
      amount: formatYuan(first?.amountFen ?? 0n),
      rows: [
        [{ zh: '说明', en: 'Title' }, authorization.title],
        [{ zh: '商户订单号', en: 'Order number' }, authorization.outOrderNo],
      ],
      asksWho: true,
      state: authorization.status === 'INIT' ? 'open' : authorization.status === 'CLOSED' ? 'over' : 'done',
    };
  }

  confirm(authNo: string, payer: Payer): Answered {
    const authorization = this.get(authNo);
    if (authorization === undefined) return { ok: false, refusal: 'TRADE_NOT_EXIST' };
    const fields = { auth_no: authNo, out_order_no: authorization.outOrderNo };
    if (authorization.status === 'AUTHORIZED' || authorization.status === 'FINISH') return { ok: true, fields };
    const expected = authorization.payer?.buyerId;
    if (expected !== undefined && payer.buyerId !== '' && payer.buyerId !== expected) {
      return { ok: false, refusal: 'TRADE_BUYER_NOT_MATCH' };
    }
    const frozen = this.freeze(authorization, { ...payer, buyerId: expected ?? payer.buyerId });
    return frozen.ok ? { ok: true, fields } : { ok: false, refusal: frozen.refusal };
  }

  #giveBack({ authNo, payer }: Authorization, amountFen: Fen): accounts.Entry[] {
    const buyer = accounts.buyerAccount(payer?.buyerId ?? '', payer?.channel ?? 'ALIPAYACCOUNT');
    return accounts.moveBetween(accounts.frozenAccount(authNo), buyer, amountFen, 'unfreeze');
  }

  #about({ appId, authNo, outOrderNo, title, payer }: Authorization) {
    return { appId, bizNo: authNo, outNo: outOrderNo, title, counterparty: payer?.logonId ?? '' };
  }

  /** Writes a step down, with the money it moved, and tells the merchant. */
  #change(
    { authorization, operation }: { authorization: Authorization; operation: Operation },
    entries: readonly accounts.Entry[],
    type: AuthorizationNotice,
    more: readonly RecordChange[] = [],
  ): void {
    const { records, ledger } = this.#parts;
    const moved = entries.length === 0 ? [] : ledger.post({ ...this.#about(authorization), entries });
    const notice = this.#notice(authorization, operation, type);
    const changed = put('authorization', authorization.authNo, authorization);
    records.commit(changed, ...moved, ...more, ...notice.changes);
    notice.send();
    this.#watch(authorization);
  }

  #telling(authorization: Authorization, notifyUrl: string | undefined): Authorization {
    if (notifyUrl === undefined) return authorization;
    return { ...authorization, contact: { ...authorization.contact, notifyUrl } };
  }

  #notice(authorization: Authorization, operation: Operation, type: AuthorizationNotice): Notice {
    const { appId, authNo, contact } = authorization;
    const { notifyUrl: url, charset, signType } = contact;
    if (url === undefined) return NO_NOTICE;
    const authAppId = this.#parts.apps.authAppIdOf(authorization);
    const fields = (notifyId: string) => ({
      ...authorizationMessage(authorization, operation, type, notifyId),
      auth_app_id: authAppId,
    });
    return this.#parts.notifier.announce({ subject: authNo, appId, url, charset, signType, fields });
  }

  #watch({ authNo, status, expiresAt }: Authorization): void {
    if (status !== 'INIT' && status !== 'AUTHORIZED') return;
    this.#parts.schedule.at(expiresAt, () => this.#expire(authNo));
  }

  /** Unconfirmed: closed, and nobody is told (as at Alipay, by default). Frozen for too long: the rest goes back. */
  #expire(authNo: string): void {
    const authorization = this.get(authNo);
    if (authorization === undefined || this.#parts.clock.now() < authorization.expiresAt) return;
    if (authorization.status === 'INIT')
      this.#parts.records.commit(put('authorization', authNo, rules.close(authorization)));
    if (authorization.status !== 'AUTHORIZED') return;
    const outRequestNo = `expiry-${authNo}`;
    this.unfreeze(authorization, { outRequestNo, amountFen: rules.restFen(authorization), remark: '冻结到期自动解冻' });
  }
}
