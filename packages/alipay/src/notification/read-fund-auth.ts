import type { FundAuthFacts } from './event.ts';
import type { FieldTexts } from './field-texts.ts';

/** Reads a message about a fund authorisation (预授权). */
export function readFundAuth(texts: FieldTexts): FundAuthFacts {
  return {
    authNo: texts.required('auth_no'),
    outOrderNo: texts.required('out_order_no'),
    operationId: texts.text('operation_id'),
    outRequestNo: texts.text('out_request_no'),
    operationType: texts.text('operation_type'),
    status: texts.text('status'),
    amountFen: texts.fen('amount'),
    restFen: texts.fen('rest_amount'),
    payerUserId: texts.text('payer_user_id') ?? texts.text('payer_open_id'),
    payeeUserId: texts.text('payee_user_id'),
    doneAt: texts.time('gmt_trans'),
  };
}
