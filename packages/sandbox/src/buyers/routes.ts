import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { takingNothing } from '../control/input.ts';
import { json, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { Buyer, FundChannel } from './buyer.ts';
import type { BuyerBook } from './buyer-book.ts';
import { identityOf } from './identity.ts';

/** A buyer as the control plane shows it; amounts in yuan. */
export interface BuyerFields {
  buyer_id: string;
  name: string;
  name_en: string;
  /** The login name, for `payee_info`; payee_info.name is `name`. */
  login: string;
  buyer_logon_id: string;
  /** The number of the identity card, for `ext_user_info`. */
  cert_no: string;
  frozen: boolean;
  day_limit?: string;
  funding: { fund_channel: FundChannel; available_amount: string }[];
  /** The latest payment code that can still be used. */
  payment_code?: string;
}

/** What a buyer's phone shows; Beijing time. */
export interface ShownCode {
  code: string;
  buyer_id: string;
  expires_at: string;
}

/** `GET /_sandbox/buyers` and `POST /_sandbox/buyers/:id/code`. */
export function buyerRoutes(buyers: BuyerBook): Route[] {
  return [
    { method: 'GET', path: '/_sandbox/buyers', handle: takingNothing(() => json({ buyers: listBuyers(buyers) })) },
    {
      method: 'POST',
      path: '/_sandbox/buyers/:id/code',
      handle: takingNothing(({ params }) => json(showCode(buyers, params.id ?? ''))),
    },
  ];
}

export function listBuyers(buyers: BuyerBook): BuyerFields[] {
  return buyers.all().map((buyer) => buyerFields(buyer, buyers.currentCode(buyer.id)?.code));
}

/** A new payment code. @throws {SandboxError} 404 */
export function showCode(buyers: BuyerBook, buyerId: string): ShownCode {
  if (buyers.find(buyerId) === undefined) {
    throw new SandboxError(404, 'buyer_not_found', `There is no buyer ${buyerId}. GET /_sandbox/buyers lists them.`);
  }
  const { code, expiresAt } = buyers.showCode(buyerId);
  return { code, buyer_id: buyerId, expires_at: formatBeijing(expiresAt) };
}

function buyerFields(buyer: Buyer, code: string | undefined): BuyerFields {
  return {
    buyer_id: buyer.id,
    name: buyer.name,
    name_en: buyer.nameEn,
    login: buyer.login,
    buyer_logon_id: buyer.logonId,
    cert_no: identityOf(buyer).certNo,
    frozen: buyer.frozen === true,
    ...(buyer.dayLimitFen === undefined ? {} : { day_limit: formatYuan(buyer.dayLimitFen) }),
    funding: buyer.funding.map(({ channel, availableFen }) => ({
      fund_channel: channel,
      available_amount: formatYuan(availableFen),
    })),
    ...(code === undefined ? {} : { payment_code: code }),
  };
}
