import { formatYuan } from '@till/alipay/money';
import type { Clock } from '@till/alipay/time';
import type { AppBook } from '../apps/app-book.ts';
import { type Buyer, PAYMENT_PASSWORD } from '../buyers/buyer.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import { identityOf, isWhoIsWanted } from '../buyers/identity.ts';
import type { Answered, Confirmable, Question } from '../cashier/confirmation.ts';
import type { Ids } from '../ids/ids.ts';
import { NO_NOTICE, type Notice, type Notifier } from '../notifications/notifier.ts';
import { openIdOf } from '../oauth/oauth-book.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { Trade, TradeContact } from '../trades/trade.ts';
import type { Payer } from '../trades/trade-book.ts';
import {
  type Agreement,
  type AgreementTerms,
  agreementFields,
  type Deduction,
  isSigned,
  type SignerTerms,
  statusSigned,
} from './agreement.ts';

export interface AgreementRequest {
  readonly appId: string;
  readonly sellerId: string;
  readonly terms: AgreementTerms;
  readonly contact: TradeContact;
  readonly wanted: SignerTerms;
  readonly invalidAt: number;
}

/** How an agreement is named when its number is not at hand. */
export interface AgreementKey {
  readonly agreementNo?: string;
  readonly externalAgreementNo?: string;
  readonly personalProductCode?: string;
  readonly signScene?: string;
  readonly userId?: string;
}

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly buyers: BuyerBook;
  readonly notifier: Notifier;
  readonly apps: AppBook;
}

/** All agreements. */
export class AgreementBook implements Confirmable {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get(agreementNo: string): Agreement | undefined {
    return this.#parts.records.get('agreement', agreementNo);
  }

  /** A merchant's latest that fits all that is given, whichever app it was made through. */
  find(sellerId: string, key: AgreementKey): Agreement | undefined {
    const fits = <T>(wanted: T | undefined, value: T | undefined) => wanted === undefined || wanted === value;
    return [...this.#parts.records.all('agreement')]
      .filter(
        ({ agreementNo, sellerId: owner, terms, signer }) =>
          owner === sellerId &&
          fits(key.agreementNo, agreementNo) &&
          fits(key.externalAgreementNo, terms.externalAgreementNo) &&
          fits(key.personalProductCode, terms.personalProductCode) &&
          fits(key.signScene, terms.signScene) &&
          fits(key.userId, signer?.userId),
      )
      .at(-1);
  }

  /** A merchant asks for an agreement; nothing holds until somebody signs. */
  open(request: AgreementRequest): Agreement {
    const { records, ids, clock } = this.#parts;
    const agreementNo = ids.agreementNo();
    const agreement: Agreement = {
      ...request,
      agreementNo,
      status: 'TEMP',
      createdAt: clock.now(),
      deductions: [],
    };
    records.commit(put('agreement', agreementNo, agreement));
    return agreement;
  }

  ask(agreementNo: string): Question | undefined {
    const agreement = this.get(agreementNo);
    if (agreement === undefined) return undefined;
    const isOpen = agreement.signedAt === undefined;
    const isOver = agreement.status === 'STOP' || (isOpen && this.#isTooLate(agreement));
    const { periodRule, signScene, externalAgreementNo } = agreement.terms;
    const period = periodRule === undefined ? '' : `${periodRule.period} ${periodRule.type}`;
    return {
      title: { zh: '免密支付签约', en: 'Let the merchant take payments' },
      rows: [
        [{ zh: '场景', en: 'Scene' }, signScene ?? ''],
        [{ zh: '商户协议号', en: 'Agreement number' }, externalAgreementNo ?? ''],
        [{ zh: '周期', en: 'Period' }, period],
        [
          { zh: '单次最高', en: 'At most, each time' },
          periodRule === undefined ? '' : formatYuan(periodRule.singleFen),
        ],
      ],
      asksWho: true,
      state: isOver ? 'over' : isOpen ? 'open' : 'done',
    };
  }

  /** Somebody signs. */
  confirm(agreementNo: string, { buyerId, password = PAYMENT_PASSWORD }: Payer): Answered {
    const agreement = this.get(agreementNo);
    const buyer = this.#parts.buyers.find(buyerId);
    if (agreement === undefined || agreement.status === 'STOP') return { ok: false, refusal: 'TRADE_HAS_CLOSE' };
    if (agreement.signedAt !== undefined) return { ok: true, fields: told(agreement) };
    if (this.#isTooLate(agreement)) return { ok: false, refusal: 'TRADE_HAS_CLOSE' };
    if (buyer === undefined) return { ok: false, refusal: 'BUYER_NOT_EXIST' };
    if (buyer.frozen === true) return { ok: false, refusal: 'BUYER_ENABLE_STATUS_FORBID' };
    if (!this.#isWanted(agreement, buyer)) return { ok: false, refusal: 'USER_IDENTITY_INFO_VALIDATE_FAIL' };
    if (password !== PAYMENT_PASSWORD) return { ok: false, refusal: 'PAYMENT_PASSWORD_ERROR' };
    const signer = { userId: buyer.id, logonId: buyer.logonId };
    const status = statusSigned(agreement.terms);
    const signed: Agreement = { ...agreement, status, signer, signedAt: this.#parts.clock.now() };
    this.#change(signed, 'dut_user_sign', status);
    return { ok: true, fields: told(signed) };
  }

  /** The merchant lets what was signed hold. What holds already stays as it is. */
  takeEffect(agreement: Agreement): Agreement {
    if (agreement.status !== 'TEMP') return agreement;
    const holding: Agreement = { ...agreement, status: 'NORMAL' };
    this.#parts.records.commit(put('agreement', agreement.agreementNo, holding));
    return holding;
  }

  #isTooLate({ wanted }: Agreement): boolean {
    return wanted?.signBy !== undefined && this.#parts.clock.now() > wanted.signBy;
  }

  #isWanted({ appId, wanted = {} }: Agreement, buyer: Buyer): boolean {
    const { userId = buyer.id, openId, identity } = wanted;
    if (userId !== buyer.id || (openId !== undefined && openId !== openIdOf(appId, buyer.id))) return false;
    return identity === undefined || isWhoIsWanted(identityOf(buyer), identity, this.#parts.clock.now());
  }

  /**
   * Who pays an order with `agreement_sign_params` signs by that: the changes belong into the payment's transaction.
   * One that holds already, under the merchant's own number, is not signed again.
   */
  signByPaying({ appId, sellerId, terms: { signing }, contact }: Trade, buyer: Buyer): Notice {
    if (signing === undefined) return NO_NOTICE;
    const { terms, invalidAt, notifyUrl } = signing;
    const { externalAgreementNo } = terms;
    const earlier = externalAgreementNo === undefined ? undefined : this.find(sellerId, { externalAgreementNo });
    if (earlier !== undefined && isSigned(earlier)) return NO_NOTICE;
    const now = this.#parts.clock.now();
    const signed: Agreement = {
      ...{ appId, sellerId, terms, invalidAt, agreementNo: this.#parts.ids.agreementNo() },
      status: statusSigned(terms),
      contact: notifyUrl === undefined ? contact : { ...contact, notifyUrl },
      signer: { userId: buyer.id, logonId: buyer.logonId },
      ...{ createdAt: now, signedAt: now, deductions: [] },
    };
    const notice = this.#notice(signed, 'dut_user_sign', signed.status);
    return { ...notice, changes: [put('agreement', signed.agreementNo, signed), ...notice.changes] };
  }

  /** The merchant or the person ends it. False if it does not hold. */
  unsign(agreement: Agreement, notifyUrl?: string): boolean {
    if (!isSigned(agreement)) return false;
    const contact = notifyUrl === undefined ? agreement.contact : { ...agreement.contact, notifyUrl };
    this.#change({ ...agreement, contact, status: 'STOP' }, 'dut_user_unsign', 'UNSIGN');
    return true;
  }

  /** The change that notes a deduction; it belongs into the payment's transaction. */
  deducted(agreement: Agreement, deduction: Deduction): RecordChange {
    const next = { ...agreement, deductions: [...agreement.deductions, deduction] };
    return put('agreement', agreement.agreementNo, next);
  }

  #change(agreement: Agreement, type: string, status: string): void {
    const notice = this.#notice(agreement, type, status);
    this.#parts.records.commit(put('agreement', agreement.agreementNo, agreement), ...notice.changes);
    notice.send();
  }

  #notice(agreement: Agreement, type: string, status: string): Notice {
    const { appId, agreementNo, contact, signer } = agreement;
    const { notifyUrl: url, charset, signType } = contact;
    if (url === undefined) return NO_NOTICE;
    const fields = (notifyId: string) => ({
      charset: charset === 'gbk' ? 'GBK' : 'utf-8',
      notify_time: '',
      alipay_user_id: signer?.userId ?? '',
      sign: '',
      ...told(agreement),
      version: '1.0',
      notify_id: notifyId,
      notify_type: type,
      auth_app_id: this.#parts.apps.authAppIdOf(agreement),
      app_id: appId,
      sign_type: signType,
      status,
    });
    return this.#parts.notifier.announce({ subject: agreementNo, appId, url, charset, signType, fields });
  }
}

/** What messages and return urls tell of an agreement: only what there is to tell. */
function told(agreement: Agreement): Record<string, string> {
  return Object.fromEntries(
    Object.entries(agreementFields(agreement)).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
