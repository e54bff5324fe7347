import { formatYuan } from '@till/alipay/money';
import { type Clock, formatBeijing } from '@till/alipay/time';
import { chooseSource } from '../buyers/buyer.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import type { Answered, Confirmable, Question } from '../cashier/confirmation.ts';
import type { Schedule } from '../clock/schedule.ts';
import type { Ids } from '../ids/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import * as accounts from '../ledger/posting.ts';
import type { Messenger } from '../messages/messenger.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { Payer } from '../trades/trade-book.ts';
import { findPayee, type PayeeRefusal } from './payee.ts';
import { isRefusedByBank, isSameTransfer, type Transfer, type TransferTerms } from './transfer.ts';

export type TransferRefusal = PayeeRefusal | 'PAYMENT_INFO_INCONSISTENCY' | 'PAYER_BALANCE_NOT_ENOUGH';

export type Transferred =
  | { readonly ok: true; readonly transfer: Transfer }
  | { readonly ok: false; readonly refusal: TransferRefusal };

export interface TransferRequest {
  readonly appId: string;
  readonly sellerId: string;
  readonly terms: TransferTerms;
  readonly passbackParams?: string;
}

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly buyers: BuyerBook;
  readonly ledger: Ledger;
  readonly messenger: Messenger;
}

/** How long a bank takes to answer, and how long a page waits for its payer. */
const BANK_MS = 2 * 60 * 60 * 1000;
const PAGE_MS = 24 * 60 * 60 * 1000;

/** All transfers. */
export class TransferBook implements Confirmable {
  readonly #parts: Parts;
  /** By each of its numbers. */
  readonly #byNumber: RecordIndex<Transfer>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#byNumber = parts.records.indexBy('transfer', ({ orderId, payFundOrderId, terms }) => [
      ...new Set([orderId, payFundOrderId, terms.outBizNo]),
    ]);
    for (const transfer of parts.records.all('transfer')) this.#watch(transfer);
  }

  /** By any of its numbers; only the merchant's own, whichever app it was asked for through. */
  find(
    sellerId: string,
    numbers: { orderId?: string; payFundOrderId?: string; outBizNo?: string },
  ): Transfer | undefined {
    const { orderId, payFundOrderId, outBizNo } = numbers;
    for (const transfer of this.#byNumber.of(orderId ?? payFundOrderId ?? outBizNo ?? '')) {
      if (transfer.sellerId !== sellerId) continue;
      if (orderId !== undefined && orderId !== transfer.orderId) continue;
      if (payFundOrderId !== undefined && payFundOrderId !== transfer.payFundOrderId) continue;
      if (orderId !== undefined || payFundOrderId !== undefined || outBizNo === transfer.terms.outBizNo)
        return transfer;
    }
    return undefined;
  }

  /** The merchant sends money. The same request again moves nothing and is told the same. */
  send(request: TransferRequest): Transferred {
    const { ledger, buyers, clock } = this.#parts;
    const { appId, sellerId, terms } = request;
    const earlier = this.#earlier(request);
    if (earlier !== undefined) return earlier;
    const payee = findPayee(terms.payee, { buyers, ledger, appId, sellerId });
    if (!payee.ok) return payee;
    if (ledger.spendableOf(sellerId) < terms.amountFen) return { ok: false, refusal: 'PAYER_BALANCE_NOT_ENOUGH' };
    const at = clock.now();
    const toBank = payee.account === accounts.BANK;
    const transfer: Transfer = {
      ...this.#begin(request),
      status: toBank ? 'DEALING' : 'SUCCESS',
      paidAt: at,
      ...(toBank ? { dueAt: at + BANK_MS } : {}),
    };
    const entries = accounts.moveBetween(
      accounts.merchantAccount(sellerId),
      payee.account,
      terms.amountFen,
      'transfer',
    );
    this.#change(transfer, this.#post(transfer, payee.name, entries));
    return { ok: true, transfer };
  }

  /** Somebody shall send money through a page (`alipay.fund.trans.page.pay`). */
  request(request: TransferRequest): Transferred {
    const { buyers, ledger, records, clock } = this.#parts;
    const earlier = this.#earlier(request);
    if (earlier !== undefined) return earlier;
    if (request.terms.payee !== undefined) {
      const payee = findPayee(request.terms.payee, { buyers, ledger, appId: request.appId, sellerId: '' });
      if (!payee.ok) return payee;
    }
    const transfer: Transfer = { ...this.#begin(request), status: 'WAIT_PAY', dueAt: clock.now() + PAGE_MS };
    records.commit(put('transfer', transfer.orderId, transfer));
    this.#watch(transfer);
    return { ok: true, transfer };
  }

  ask(orderId: string): Question | undefined {
    const transfer = this.#parts.records.get('transfer', orderId);
    if (transfer === undefined) return undefined;
    const { terms, status } = transfer;
    return {
      title: { zh: '转账', en: 'Transfer' },
      amount: formatYuan(terms.amountFen),
      rows: [
        [{ zh: '说明', en: 'Title' }, terms.title ?? ''],
        [{ zh: '收款方', en: 'To' }, terms.payee?.identity ?? ''],
        [{ zh: '商户单号', en: 'Merchant number' }, terms.outBizNo],
      ],
      asksWho: true,
      state: status === 'WAIT_PAY' ? 'open' : status === 'CLOSED' ? 'over' : 'done',
    };
  }

  /** Somebody pays on the page; without a named payee the merchant gets the money. */
  confirm(orderId: string, payer: Payer): Answered {
    const { records, buyers, ledger, clock } = this.#parts;
    const transfer = records.get('transfer', orderId);
    if (transfer === undefined || transfer.status === 'CLOSED') return { ok: false, refusal: 'TRADE_HAS_CLOSE' };
    const fields = { order_id: orderId, out_biz_no: transfer.terms.outBizNo, status: 'SUCCESS' };
    if (transfer.status !== 'WAIT_PAY') return { ok: true, fields };
    const buyer = buyers.find(payer.buyerId);
    if (buyer === undefined) return { ok: false, refusal: 'BUYER_NOT_EXIST' };
    const { amountFen, payee } = transfer.terms;
    const source = chooseSource(buyer, { ...payer, amountFen, spentTodayFen: 0n });
    if (!source.ok) return source;
    const { appId, sellerId } = transfer;
    // Since the page was opened the payee may have become one who cannot be paid.
    const to = payee === undefined ? undefined : findPayee(payee, { buyers, ledger, appId, sellerId: '' });
    if (to?.ok === false) return to;
    const account = to?.account ?? accounts.merchantAccount(sellerId);
    const from = accounts.buyerAccount(buyer.id, source.channel);
    if (account.startsWith(`buyer:${buyer.id}:`)) return { ok: false, refusal: 'PAYER_PAYEE_CANNOT_SAME' };
    const paid: Transfer = { ...transfer, status: 'SUCCESS', paidAt: clock.now() };
    this.#change(paid, this.#post(paid, buyer.logonId, accounts.moveBetween(from, account, amountFen, 'transfer')));
    return { ok: true, fields };
  }

  #earlier({ sellerId, terms }: TransferRequest): Transferred | undefined {
    const earlier = this.find(sellerId, { outBizNo: terms.outBizNo });
    if (earlier === undefined) return undefined;
    if (isSameTransfer(earlier.terms, terms)) return { ok: true, transfer: earlier };
    return { ok: false, refusal: 'PAYMENT_INFO_INCONSISTENCY' };
  }

  #begin(request: TransferRequest) {
    const { ids, clock } = this.#parts;
    return { ...request, orderId: ids.orderId(), payFundOrderId: ids.orderId(), createdAt: clock.now() };
  }

  #post(transfer: Transfer, counterparty: string, entries: readonly accounts.Entry[]): RecordChange[] {
    const { appId, orderId, terms } = transfer;
    return this.#parts.ledger.post({
      appId,
      bizNo: orderId,
      outNo: terms.outBizNo,
      title: terms.title ?? '转账',
      counterparty,
      ...(terms.remark === undefined ? {} : { remark: terms.remark }),
      entries,
    });
  }

  /** Writes a new state down, with the money it moved and the message about it. */
  #change(transfer: Transfer, moved: readonly RecordChange[]): void {
    const { records, messenger } = this.#parts;
    const { appId, orderId } = transfer;
    const notice = messenger.tell(appId, 'alipay.fund.trans.order.changed', orderId, changedContent(transfer));
    records.commit(put('transfer', orderId, transfer), ...moved, ...notice.changes);
    notice.send();
    this.#watch(transfer);
  }

  #watch({ orderId, dueAt, status }: Transfer): void {
    if (dueAt === undefined || (status !== 'DEALING' && status !== 'WAIT_PAY')) return;
    this.#parts.schedule.at(dueAt, () => this.#fallDue(orderId));
  }

  #fallDue(orderId: string): void {
    const transfer = this.#parts.records.get('transfer', orderId);
    if (transfer?.status === 'WAIT_PAY') this.#change({ ...transfer, status: 'CLOSED' }, []);
    if (transfer?.status === 'DEALING') this.#hearFromBank(transfer);
  }

  #hearFromBank(transfer: Transfer): void {
    const { terms, sellerId } = transfer;
    if (!isRefusedByBank(terms)) {
      this.#change({ ...transfer, status: 'SUCCESS' }, []);
      return;
    }
    const failed = { errorCode: 'PAYEE_CARD_INFO_ERROR', failReason: '收款方银行卡信息有误' };
    const seller = accounts.merchantAccount(sellerId);
    const back = accounts.moveBetween(accounts.BANK, seller, terms.amountFen, 'transfer');
    this.#change({ ...transfer, status: 'REFUND', ...failed }, this.#post(transfer, '银行退票', back));
  }
}

function changedContent({ terms, ...transfer }: Transfer): object {
  return {
    out_biz_no: terms.outBizNo,
    order_id: transfer.orderId,
    pay_fund_order_id: transfer.payFundOrderId,
    status: transfer.status,
    product_code: terms.productCode,
    biz_scene: terms.bizScene,
    trans_amount: formatYuan(terms.amountFen),
    ...(transfer.paidAt === undefined ? {} : { pay_date: formatBeijing(transfer.paidAt) }),
    action_type: 'FINISH',
    ...(transfer.errorCode === undefined ? {} : { error_code: transfer.errorCode }),
    ...(transfer.failReason === undefined ? {} : { fail_reason: transfer.failReason }),
  };
}
