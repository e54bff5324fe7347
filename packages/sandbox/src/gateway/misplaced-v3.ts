import { renderGatewayError } from '../cashier/pages/index.ts';
import type { HttpReply, HttpRequest } from '../http/message.ts';
import { encodeLossy } from '../wire/form-text.ts';
import { headersOf } from './answer.ts';

/** `/gateway.do/v3/...`, of a v3 client that was given v2's address: Alipay answers 200 and a page, as it does here. */
export function answerMisplacedV3({ path, headers }: HttpRequest, traceId: string): HttpReply {
  const host = `http://${headers.host ?? ''}`;
  const page = renderGatewayError({
    code: 'missing-method',
    reason: '缺少方法名参数',
    detail: [
      `v3客户端的网关地址只写${host}，不带/gateway.do；收到的路径是${path}`,
      `The address that a v3 client is given is ${host} alone, without /gateway.do; the path received is ${path}`,
    ].join('\n'),
    traceId,
  });
  return { status: 200, headers: headersOf('gbk', traceId), body: encodeLossy(page, 'gbk') };
}
