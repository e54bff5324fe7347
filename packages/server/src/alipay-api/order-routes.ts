import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import { askTrade } from '../orders/ask-trade.ts';
import { refreshOrder } from '../orders/check-order.ts';
import { type Cashier, createOrder } from '../orders/create-order.ts';
import { findOrder } from '../orders/order-store.ts';
import { receiveReturn } from '../orders/receive-return.ts';
import { readAmount } from './amount.ts';
import { orderDetailOf } from './answers.ts';
import { success } from './envelope.ts';
import { operation } from './operation.ts';
import {
  AppParams,
  CreateOrderBody,
  FormAnswer,
  OrderDetailAnswer,
  OrderDetailQuery,
  ReturnPageNotifyBody,
  TrueAnswer,
} from './schemas.ts';

export function orderRoutes(
  context: Context,
  merchantOf: (request: FastifyRequest) => Merchant,
): FastifyPluginAsyncTypebox {
  return async (http) => {
    const createRoute = (path: string, cashier: Cashier, summary: string, description: string) =>
      http.post(
        `/${path}`,
        {
          schema: {
            ...operation(path, summary, description),
            params: AppParams,
            body: CreateOrderBody,
            response: FormAnswer,
          },
        },
        async (request) => {
          const { orderNo, amount, subject, returnUrl } = request.body;
          const order = { orderNo, amountFen: readAmount(amount), subject, ...(returnUrl && { returnUrl }) };
          return success(await createOrder(context, merchantOf(request), cashier, order));
        },
      );

    createRoute(
      'CreateOrderPagePay',
      'page',
      '电脑网站支付 / Pay on a desktop browser',
      '创建订单，返回跳转到支付宝收银台的表单；同一订单可重复获取。 / Creates the order and returns the form that takes the browser to Alipay; the same order gives a fresh form again.',
    );
    createRoute(
      'CreateOrderWapPay',
      'wap',
      '手机网站支付 / Pay on a mobile browser',
      '创建订单，返回跳转到支付宝手机收银台的表单。 / As CreateOrderPagePay, for mobile browsers.',
    );

    http.get(
      '/OrderDetail',
      {
        schema: {
          ...operation(
            'OrderDetail',
            '订单查询 / Ask about an order',
            '向支付宝查询订单，并按结果更新订单。 / Asks Alipay, and updates the order by what it says.',
          ),
          params: AppParams,
          querystring: OrderDetailQuery,
          response: OrderDetailAnswer,
        },
      },
      async (request) => {
        const merchant = merchantOf(request);
        const { orderNo } = request.query;
        const order = await findOrder(context.database.queries, merchant.app.id, orderNo);
        // An order that we do not hold may still be one of this app at Alipay: pass the answer on.
        const { data } =
          order === undefined
            ? await askTrade(context, merchant, orderNo)
            : await refreshOrder(context, merchant, order);
        return success(orderDetailOf(data));
      },
    );

    http.post(
      '/ReturnPageNotify',
      {
        schema: {
          ...operation(
            'ReturnPageNotify',
            '支付同步通知 / The buyer came back',
            '提交支付宝返回页的参数；验证后立即向支付宝查询订单。 / Takes the parameters of the return page, verifies them, and asks Alipay about the order at once.',
          ),
          params: AppParams,
          body: ReturnPageNotifyBody,
          response: TrueAnswer,
        },
      },
      async (request) => {
        await receiveReturn(context, merchantOf(request), request.body as Record<string, string>);
        return success(true);
      },
    );
  };
}
