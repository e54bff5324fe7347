import { type Clock, systemClock } from '@till/alipay/time';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { renderMessage } from './message-page.ts';
import { type OrderNumbers, orderNumbers } from './order-number.ts';
import { orderRoutes } from './order-routes.ts';
import { sendPage } from './page-reply.ts';
import { shopRoutes } from './shop-routes.ts';
import { texts } from './texts.ts';
import { type TillApi, tillApi } from './till-api.ts';
import { visitorLocale } from './visit.ts';

/** What the shop needs to know about the Till server it sells through. */
export interface DemoShopOptions {
  /** Where the Till server is, without a trailing slash. Asked for at every call: the port may not be known yet. */
  serverUrl: () => string;
  /** Till's id of the merchant app, such as `"1"`. */
  appId: string;
  /** An API key of that app. It stays in this process. */
  apiKey: string;
  /** The host's clock unless told; in `till dev` it is the sandbox's. */
  clock?: Clock;
  fetch?: typeof fetch;
  random?: (size: number) => Uint8Array;
}

/** What the shop's routes share. */
export interface Shop {
  readonly till: TillApi;
  readonly numbers: OrderNumbers;
  readonly clock: Clock;
  readonly appId: string;
  /** Where the shop is mounted, without a trailing slash. */
  readonly base: string;
  /** Where the cashier sends the buyer back to. */
  readonly returnUrl: () => string;
}

/**
 * The demo shop: a real merchant in small. Its backend talks to Till over HTTP with an API key and nothing else, keeps
 * no books of its own, and believes only what Till answers. Register it with a prefix: `{ prefix: '/demo' }`.
 */
export function demoShop(options: DemoShopOptions): FastifyPluginAsync {
  return async (http) => {
    const base = http.prefix;
    const shop: Shop = {
      till: tillApi(options),
      numbers: orderNumbers(options.apiKey, options.random),
      clock: options.clock ?? systemClock,
      appId: options.appId,
      base,
      returnUrl: () => `${options.serverUrl()}${base}/return`,
    };
    readForms(http);
    answerFailures(http, base);
    shopRoutes(http, shop);
    orderRoutes(http, shop);
  };
}

/** Forms are the shop's own affair, whatever the server around it reads. */
function readForms(http: FastifyInstance): void {
  const type = 'application/x-www-form-urlencoded';
  if (http.hasContentTypeParser(type)) http.removeContentTypeParser(type);
  http.addContentTypeParser(type, { parseAs: 'string', bodyLimit: 16_384 }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
}

function answerFailures(http: FastifyInstance, base: string): void {
  http.setNotFoundHandler((request, reply) => {
    const locale = visitorLocale(request, reply, base);
    return sendPage(reply.code(404), renderMessage({ locale, base }, texts[locale].errors.noPage));
  });
  http.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) request.log.error(error);
    const locale = visitorLocale(request, reply, base);
    const { broken, badRequest } = texts[locale].errors;
    return sendPage(reply.code(status), renderMessage({ locale, base }, status >= 500 ? broken : badRequest));
  });
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 600 ? status : 500;
}
