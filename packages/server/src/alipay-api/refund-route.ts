import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import { refundOrder } from '../refunds/refund-order.ts';
import { readAmount } from './amount.ts';
import { refundAnswerOf } from './answers.ts';
import { success } from './envelope.ts';
import { operation } from './operation.ts';
import { AppParams, OrderRefundAnswer, OrderRefundQuery } from './schemas.ts';

/** Clients post this without a body, or with an empty one of any type; some put the parameters into it. */
export function refundRoute(
  context: Context,
  merchantOf: (request: FastifyRequest) => Merchant,
): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.removeAllContentTypeParsers();
    http.addContentTypeParser('*', { parseAs: 'string' }, async (_: FastifyRequest, text: string) => readBody(text));

    http.post(
      '/OrderRefund',
      {
        schema: {
          ...operation(
            'OrderRefund',
            '发起退款 / Refund',
            '退还部分或全部金额。重复同一请求不会重复退款。 / Refunds a part or the whole. The same call again never refunds twice.',
          ),
          params: AppParams,
          querystring: OrderRefundQuery,
          response: OrderRefundAnswer,
        },
        preValidation: async (request) => {
          // What the query says wins; an app that sends the parameters in the body is understood as well.
          request.query = Object.assign({}, request.body, request.query);
        },
      },
      async (request) => {
        const { orderNo, amount, requestNo } = request.query;
        const refund = { orderNo, amountFen: readAmount(amount), ...(requestNo && { requestNo }) };
        return success(refundAnswerOf(await refundOrder(context, merchantOf(request), refund)));
      },
    );
  };
}

const BODY_FIELDS = ['amount', 'orderNo', 'requestNo'];

/** The fields of a JSON or form body, as texts. A body that is neither says nothing. */
function readBody(text: string): Record<string, string> {
  const entries = text.trimStart().startsWith('{') ? jsonEntries(text) : [...new URLSearchParams(text)];
  const known = entries.filter(
    ([name, value]) => BODY_FIELDS.includes(name) && ['string', 'number'].includes(typeof value),
  );
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

function jsonEntries(text: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(text) as object);
  } catch {
    return [];
  }
}
