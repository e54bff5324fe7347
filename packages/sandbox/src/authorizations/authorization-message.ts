import { type Fen, formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { type Authorization, type Operation, restFen, total } from './authorization.ts';

export type AuthorizationNotice = 'fund_auth_freeze' | 'fund_auth_unfreeze' | 'fund_auth_operation_cancel';

/** An amount and what it is made of. No buyer here has Zhima credit: all of it is money. */
export function amountFields(what: string, amountFen: Fen): Record<string, string> {
  const prefix = what === '' ? '' : `${what}_`;
  const amount = formatYuan(amountFen);
  return { [`${prefix}amount`]: amount, [`${prefix}credit_amount`]: '0.00', [`${prefix}fund_amount`]: amount };
}

/** What a merchant is told about a pre-authorisation. */
export function authorizationMessage(
  authorization: Authorization,
  operation: Operation,
  type: AuthorizationNotice,
  notifyId: string,
): Record<string, string> {
  const { appId, contact, payer } = authorization;
  const fields = {
    notify_time: '',
    notify_id: notifyId,
    notify_type: type,
    charset: contact.charset === 'gbk' ? 'GBK' : 'utf-8',
    version: '1.0',
    sign_type: contact.signType,
    sign: '',
    app_id: appId,
    auth_app_id: appId,
    auth_no: authorization.authNo,
    out_order_no: authorization.outOrderNo,
    operation_id: operation.operationId,
    out_request_no: operation.outRequestNo,
    operation_type: operation.type,
    status: operation.status,
    ...amountFields('', operation.amountFen),
    gmt_create: formatBeijing(operation.createdAt),
    gmt_trans: operation.at === undefined ? undefined : formatBeijing(operation.at),
    payer_logon_id: payer?.logonId,
    payer_user_id: payer?.buyerId,
    payee_logon_id: `shop-${appId}@sandbox.example`,
    payee_user_id: authorization.sellerId,
    ...amountFields('total_freeze', total(authorization, 'FREEZE')),
    ...amountFields('total_unfreeze', total(authorization, 'UNFREEZE')),
    ...amountFields('total_pay', total(authorization, 'PAY')),
    ...amountFields('rest', restFen(authorization)),
    trans_currency: 'CNY',
  };
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
