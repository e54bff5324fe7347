import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { APP_ID, isSignedByApp, signAsAlipay } from './signed-gateway.ts';

/** A v3 request as the gateway understood it. */
export interface AskedV3 {
  /** `POST /v3/alipay/trade/query`, with the query of a GET. */
  readonly operation: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/** A REST gateway of the tests' own: checks signatures by the protocol's text alone, and answers signed. */
export async function openV3Gateway(answers: Readonly<Record<string, Record<string, unknown>>>) {
  const asked: AskedV3[] = [];
  const server = createServer(async (request, response) => {
    const operation = `${request.method} ${request.url}`;
    const body = await text(request);
    const isSigned = isAuthorized(request.headers.authorization ?? '', `${request.method}\n${request.url}\n${body}\n`);
    if (isSigned) asked.push({ operation, fields: body === '' ? undefined : JSON.parse(body) });
    const refusal = isSigned ? undefined : { code: 'invalid-signature', message: '验签出错' };
    const answer = JSON.stringify(refusal ?? answers[operation.split('?')[0] ?? ''] ?? {});
    const [timestamp, nonce] = [String(Date.UTC(2026, 0, 31)), '8cf9708f-c254-4b6c-9f5c-2fa6ba0a5dd4'];
    response.writeHead(isSigned ? 200 : 400, {
      'content-type': 'application/json;charset=UTF-8',
      'alipay-timestamp': timestamp,
      'alipay-nonce': nonce,
      'alipay-signature': signAsAlipay(`${timestamp}\n${nonce}\n${answer}\n`),
    });
    response.end(answer);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/gateway.do`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function isAuthorized(header: string, request: string): boolean {
  const [, pairs = '', signature = ''] = /^ALIPAY-SHA256withRSA (.*),sign=([^,]+)$/.exec(header) ?? [];
  return pairs.split(',').includes(`app_id=${APP_ID}`) && isSignedByApp(`${pairs}\n${request}`, signature);
}
