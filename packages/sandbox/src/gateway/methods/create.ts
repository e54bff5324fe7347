import { openIdOf } from '../../oauth/oauth-book.ts';
import { expiresAt } from '../../trades/expiry.ts';
import type { TradeTerms } from '../../trades/trade.ts';
import { invalid } from '../biz-content.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call } from '../call.ts';
import { onlyPayer } from '../named-buyer.ts';
import { readContact, readExpiry, readTerms } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';
import { readSigningTerms } from '../signing-terms.ts';

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
    const now = clock.now();
    const terms = { ...readTerms(call, PRODUCT), ...readSigningTerms(call.content, now), ...readPayer(call, books) };
    const opened = trades.open({
      appId: call.app.appId,
      sellerId: call.app.sellerId,
      terms,
      contact: readContact(call),
      expiresAt: expiresAt(readExpiry(call.content, now, terms), now),
    });
    if (!opened.ok) throw businessFailure(opened.refusal);
    return { out_trade_no: opened.trade.terms.outTradeNo, trade_no: opened.trade.tradeNo };
  },
};

/** Who alone may pay. An `op_buyer_open_id` belongs to another app, `op_app_id`, if that is given. */
function readPayer({ app, content }: Call, { buyers }: Books): Pick<TradeTerms, 'payer'> {
  const buyerId = content.text('buyer_id', 28);
  const openId = content.text('buyer_open_id', 128);
  const opOpenId = content.text('op_buyer_open_id', 128);
  const login = content.text('buyer_logon_id', 100);
  const opAppId = content.text('op_app_id', 32) ?? app.appId;
  if ([buyerId, openId, opOpenId, login].every((one) => one === undefined)) {
    throw invalid('buyer_id和buyer_open_id不能同时为空');
  }
  const buyer = buyers
    .all()
    .find(
      ({ id, login: own }) =>
        (buyerId ?? id) === id &&
        (openId ?? openIdOf(app.appId, id)) === openIdOf(app.appId, id) &&
        (opOpenId ?? openIdOf(opAppId, id)) === openIdOf(opAppId, id) &&
        (login ?? own) === own,
    );
  return onlyPayer(buyer);
}
