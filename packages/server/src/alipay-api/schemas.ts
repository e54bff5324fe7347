/**
 * The requests and answers of the API: validation, types and OpenAPI from one source.
 * `x-expected` is what an error message says was expected of a field.
 */
import { type TSchema, Type } from 'typebox';
import { RETURN_FIELDS } from '../orders/receive-return.ts';
import { ORDER_DETAIL_FIELDS, REFUND_FIELDS } from './answers.ts';
import { FORM_EXAMPLE, ORDER_DETAIL_EXAMPLE, REFUND_EXAMPLE, RETURN_EXAMPLE } from './examples.ts';

const NUMBER_PATTERN = '^[A-Za-z0-9_-]{1,64}$';
const NUMBER_EXPECTED = '1 to 64 letters, digits, _ or -';

export const AppParams = Type.Object({
  appId: Type.String({
    pattern: '^[1-9][0-9]{0,17}$',
    description: '应用 ID / The app id in Till',
    examples: ['1'],
    'x-expected': 'the number of an app, for example 1',
  }),
});

const OrderNo = Type.String({
  pattern: NUMBER_PATTERN,
  description: '系统订单号 / Your order number: 1 to 64 letters, digits, _ or -',
  examples: ['20260101001'],
  'x-expected': NUMBER_EXPECTED,
});

const Amount = Type.Union([Type.String(), Type.Number()], {
  description: '金额（元），0.01 至 100000000，最多两位小数 / Yuan, 0.01 to 100000000, at most two decimals',
  examples: ['0.01'],
  'x-expected': 'yuan as a string or number, for example "88.88"',
});

export const CreateOrderBody = Type.Object(
  {
    orderNo: OrderNo,
    amount: Amount,
    subject: Type.String({
      minLength: 1,
      maxLength: 256,
      pattern: '^[^/=&\\u0000\\p{Cs}]*$',
      description: '商品名称，1 至 256 个字符，不含 / = & / What is sold: 1 to 256 characters without / = &',
      examples: ['测试商品'],
      'x-expected': '1 to 256 characters without / = &',
    }),
    returnUrl: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description:
          '支付成功返回页，为空则用应用配置 / Where the buyer returns to; by default the page configured for the app',
        examples: ['http://127.0.0.1'],
        'x-expected': 'an absolute http or https URL',
      }),
    ),
  },
  {
    examples: [{ orderNo: '20260101001', amount: '0.01', subject: '测试商品', returnUrl: 'http://127.0.0.1' }],
    'x-expected': 'a JSON object {orderNo, amount, subject, returnUrl?}',
  },
);

export const OrderDetailQuery = Type.Object({ orderNo: OrderNo });

export const OrderRefundQuery = Type.Object({
  amount: Type.String({
    description: '退款金额（元） / Yuan to refund, at most two decimals',
    examples: ['0.01'],
    'x-expected': 'yuan, for example 88.88',
  }),
  orderNo: OrderNo,
  requestNo: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{0,64}$',
      description:
        '退款请求号；同一请求号只退一次。为空则由订单号和金额得出，同金额再退一次须另给 / ' +
        'Number of this refund: one number is refunded once. Derived from order and amount if absent; ' +
        'another refund of the same amount needs its own',
      examples: ['refund-1'],
      'x-expected': NUMBER_EXPECTED,
    }),
  ),
});

export const ReturnPageNotifyBody = Type.Object(
  Object.fromEntries(RETURN_FIELDS.map((name) => [name, Type.Optional(Type.String({ 'x-expected': 'a string' }))])),
  {
    additionalProperties: Type.String({ 'x-expected': 'a string' }),
    examples: [RETURN_EXAMPLE],
    'x-expected': 'the parameters of the return page as a JSON object of strings',
  },
);

/** An envelope around `data`, for the documentation. */
function envelope(data: TSchema, description: string, example: unknown) {
  return {
    200: Type.Object(
      {
        code: Type.Integer({ description: '200 表示成功 / 200 is success' }),
        data,
        err: Type.String({ description: '错误信息 / What was wrong and how to mend it' }),
      },
      { description, examples: [{ code: 200, data: example, err: '' }] },
    ),
  };
}

const answerOf = (fields: readonly string[]) =>
  Type.Object(Object.fromEntries(fields.map((field) => [field, Type.Unknown()])), { additionalProperties: true });

export const FormAnswer = envelope(
  Type.Union([Type.String(), Type.Null()]),
  '自动提交到支付宝收银台的表单 / A form that submits itself to Alipay',
  FORM_EXAMPLE,
);

export const OrderDetailAnswer = envelope(
  Type.Union([answerOf(ORDER_DETAIL_FIELDS), Type.Null()]),
  "支付宝的查询结果 / Alipay's answer",
  ORDER_DETAIL_EXAMPLE,
);

export const OrderRefundAnswer = envelope(
  Type.Union([answerOf([...REFUND_FIELDS, 'body']), Type.Null()]),
  "支付宝的退款结果 / Alipay's answer",
  REFUND_EXAMPLE,
);

export const TrueAnswer = envelope(
  Type.Union([Type.Boolean(), Type.Null()]),
  '参数已验证 / The parameters are Alipay’s',
  true,
);
