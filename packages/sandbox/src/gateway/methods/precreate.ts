import { expiresAt, readTimeoutExpress } from '../../trades/expiry.ts';
import { join } from '../../trades/transitions.ts';
import { invalid } from '../biz-content.ts';
import type { ApiMethod, Call } from '../call.ts';
import { onlyPayer } from '../named-buyer.ts';
import { readContact, readExpiry, readTerms } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';

const PRODUCT = {
  productCode: 'FACE_TO_FACE_PAYMENT',
  others: ['QR_CODE_OFFLINE', 'OFFLINE_PAYMENT'],
  isOptional: true,
} as const;

/** How long a QR code can be scanned when the merchant does not say. */
const QR_LIFE_MS = 2 * 60 * 60 * 1000;

/** `alipay.trade.precreate`: a QR code to be scanned. The trade begins with the scan; until then nobody knows it. */
export const precreate: ApiMethod = {
  kind: 'api',
  echo: (content) => ({ out_trade_no: content.echo('out_trade_no') ?? '' }),
  answer(call, { cashier, trades, buyers, clock, ids, address }) {
    const { app, content } = call;
    const login = content.text('buyer_logon_id', 100);
    const terms = {
      ...readTerms(call, PRODUCT),
      ...(login === undefined ? {} : onlyPayer(buyers.findByLogin(login))),
    };
    const contact = readContact(call);
    const scanned = trades.find(app.sellerId, { outTradeNo: terms.outTradeNo });
    if (scanned !== undefined && join(scanned, terms, contact).ok) {
      throw businessFailure('APPLY_PC_MERCHANT_CODE_ERROR', '该订单的二维码已被扫描');
    }
    const now = clock.now();
    const request = {
      appId: app.appId,
      sellerId: app.sellerId,
      method: call.method,
      terms,
      contact,
      expiry: { kind: 'at', at: expiresAt(readExpiry(content, now, terms), now) },
      openUntil: now + qrLife(call, now),
    } as const;
    const admitted = cashier.admit(request, ids.qrToken());
    if ('refusal' in admitted) throw businessFailure(admitted.refusal);
    return { out_trade_no: terms.outTradeNo, qr_code: `${address()}/qr/${admitted.token}` };
  },
};

function qrLife({ content }: Call, now: number): number {
  const text = content.text('qr_code_timeout_express', 6);
  if (text === undefined) return QR_LIFE_MS;
  const life = readTimeoutExpress(text);
  if (life === undefined) throw invalid('qr_code_timeout_express应为1m到15d');
  return expiresAt(life, now) - now;
}
