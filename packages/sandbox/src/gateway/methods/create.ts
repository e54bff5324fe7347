import { expiresAt } from '../../trades/expiry.ts';
import type { TradeTerms } from '../../trades/trade.ts';
import { invalid } from '../biz-content.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call } from '../call.ts';
import { readContact, readExpiry, readTerms } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';

const PRODUCT = {
  productCode: 'JSAPI_PAY',
  others: ['FACE_TO_FACE_PAYMENT', 'QUICK_MSECURITY_PAY'],
  isOptional: true,
} as const;

/** `alipay.trade.create`: a trade for a known buyer, who pays it in a mini program (`my.tradePay`). */
export const create: ApiMethod = {
  kind: 'api',
  echo: (content) => ({ out_trade_no: content.echo('out_trade_no') ?? '' }),
  answer(call, books) {
    const { trades, clock } = books;
    const opened = trades.open({
      appId: call.app.appId,
      sellerId: call.app.sellerId,
      terms: { ...readTerms(call.content, PRODUCT), ...readPayer(call, books) },
      contact: readContact(call),
      expiresAt: expiresAt(readExpiry(call.content, clock.now()), clock.now()),
    });
    if (!opened.ok) throw businessFailure(opened.refusal);
    return { out_trade_no: opened.trade.terms.outTradeNo, trade_no: opened.trade.tradeNo };
  },
};

/** A buyer named by an open_id is known to the mini program alone: anybody may pay then. */
function readPayer({ content }: Call, { buyers }: Books): Pick<TradeTerms, 'payer'> {
  const buyerId = content.text('buyer_id', 28);
  if (buyerId === undefined) {
    const isNamed = ['buyer_open_id', 'op_buyer_open_id', 'buyer_logon_id'].some((name) => content.has(name));
    if (isNamed) return {};
    throw invalid('buyer_id和buyer_open_id不能同时为空');
  }
  const buyer = buyers.find(buyerId);
  if (buyer === undefined) throw businessFailure('BUYER_NOT_EXIST');
  return { payer: { buyerId, logonId: buyer.logonId } };
}
