import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import type { StrangerAllowance } from '../notifications/stranger-allowance.ts';
import { authorize } from './bearer.ts';
import { notifyRoute } from './notify-route.ts';
import { orderRoutes } from './order-routes.ts';
import { refundRoute } from './refund-route.ts';

/** Who is calling, set before anything else of the request is looked at. */
const MERCHANT = 'merchant';

export function merchantOf(request: FastifyRequest): Merchant {
  return request.getDecorator<Merchant>(MERCHANT);
}

/** Mounts the six operations under `/api/Alipay/:appId`. All but `Notify` need the app's bearer token. */
export function alipayApi(context: Context, strangers: StrangerAllowance) {
  return async (http: FastifyInstance): Promise<void> => {
    // The schemas document the answers; they must not drop a field that Alipay adds tomorrow.
    http.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
    await http.register(notifyRoute(context, strangers));
    await http.register(async (authorized) => {
      authorized.decorateRequest(MERCHANT, null);
      authorized.addHook('onRequest', async (request) => {
        request.setDecorator(MERCHANT, await authorize(context, request));
      });
      await authorized.register(orderRoutes(context, merchantOf));
      await authorized.register(refundRoute(context, merchantOf));
    });
  };
}
