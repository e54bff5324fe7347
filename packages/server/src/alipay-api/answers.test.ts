import { expect, it } from 'vitest';
import { orderDetailOf, refundAnswerOf } from './answers.ts';
import { camelCase, camelCaseNames } from './camel-case.ts';

it('turns every name of an answer into camelCase, however deep, and no value', () => {
  const answer = {
    fund_bill_list: [{ fund_channel: 'A_B', real_amount: null }],
    hb_fq_pay_info: { user_install_num: '3' },
  };
  expect(camelCaseNames(answer)).toEqual({
    fundBillList: [{ fundChannel: 'A_B', realAmount: null }],
    hbFqPayInfo: { userInstallNum: '3' },
  });
  expect(['gmt_refund_pay', 'msg', 'sub_code'].map(camelCase)).toEqual(['gmtRefundPay', 'msg', 'subCode']);
});

it('gives an order detail every documented field, null where Alipay sent none, and what else Alipay sent', () => {
  const detail = orderDetailOf({ code: '10000', msg: 'Success', trade_status: 'TRADE_SUCCESS', brand_new_field: 'x' });
  expect(detail).toMatchObject({ tradeStatus: 'TRADE_SUCCESS', storeName: null, brandNewField: 'x', isError: false });
  expect(detail).toMatchObject({ code: '10000', msg: 'Success', subCode: null, subMsg: null });
  expect(Object.keys(detail)).toHaveLength(52 + 1 + 5);
});

it('gives a refund its raw answer as well', () => {
  const answer = refundAnswerOf({ answer: { code: '10000', refund_fee: '0.30' }, answerBody: '{"raw":1}' });
  expect(answer).toMatchObject({ refundFee: '0.30', fundChange: null, body: '{"raw":1}', isError: false });
});
