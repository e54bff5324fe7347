import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import type { NotificationAnswer } from '../notifications/notification.ts';
import { receiveNotification } from '../notifications/receive-notification.ts';
import type { StrangerAllowance } from '../notifications/stranger-allowance.ts';
import { AppParams } from './schemas.ts';

const BODY_MAX_BYTES = 64 * 1024;

/**
 * Alipay's own form post. Its signature is over the exact bytes, so no parser may touch them, whatever content type
 * they come with.
 */
export function notifyRoute(context: Context, strangers: StrangerAllowance): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.removeAllContentTypeParsers();
    http.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: FastifyRequest, body: Buffer) => body);
    // Alipay reads this text and nothing else: anything but `success` brings the message again.
    http.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) request.log.error({ err: error }, 'notification could not be recorded');
      return reply
        .code(status)
        .type('text/plain; charset=utf-8')
        .send('failure' satisfies NotificationAnswer);
    });

    http.post(
      '/Notify',
      {
        bodyLimit: BODY_MAX_BYTES,
        config: { rateLimit: false },
        // Text answers: the JSON of the other operations would put quotes around them.
        serializerCompiler: () => (answer) => String(answer),
        schema: {
          operationId: 'AlipayNotify',
          tags: ['Alipay'],
          summary: '支付异步通知 / Notification by Alipay',
          description:
            '由支付宝调用；验证后答复 success 或 failure。 / Called by Alipay; answers success or failure as plain text.',
          consumes: ['application/x-www-form-urlencoded'],
          produces: ['text/plain'],
          params: AppParams,
          response: { 200: Type.String({ examples: ['success'] }) },
        },
      },
      async (request, reply) => {
        const merchant = await context.apps.merchant(BigInt(request.params.appId));
        const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
        const answer = await receiveNotification(context, strangers, merchant, body);
        return reply.type('text/plain; charset=utf-8').send(answer);
      },
    );
  };
}
