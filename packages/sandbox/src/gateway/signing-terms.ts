import type { TradeTerms } from '../trades/trade.ts';
import { readAgreementTerms, readValidity } from './agreement-terms.ts';
import type { BizContent } from './biz-content.ts';
import { readUrl } from './order-terms.ts';

/** `agreement_sign_params`: what the buyer agrees to by paying. @throws {GatewayRefusal} */
export function readSigningTerms(content: BizContent, now: number): Pick<TradeTerms, 'signing'> {
  if (!content.has('agreement_sign_params')) return {};
  const params = content.object('agreement_sign_params');
  const channel = params.object('access_params').text('channel', 32) ?? 'ALIPAYAPP';
  const notifyUrl = readUrl(params.text('sign_notify_url', 256), 'sign_notify_url');
  return {
    signing: {
      terms: readAgreementTerms(params, channel),
      invalidAt: readValidity(params, now),
      ...(notifyUrl === undefined ? {} : { notifyUrl }),
    },
  };
}
