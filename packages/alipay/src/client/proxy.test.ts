import { spawn } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { APP_ID, alipay as alipayKeys, answer, app } from './client.fixture.ts';
import { startGateway, stopGateways } from './gateway.fixture.ts';

const QUERY = 'alipay.trade.query';
const proxies: Server[] = [];

afterEach(() => {
  stopGateways();
  for (const proxy of proxies.splice(0)) {
    proxy.closeAllConnections();
    proxy.close();
  }
});

/** A real HTTP proxy: it forwards requests, and opens tunnels. */
async function startProxy() {
  const passed: string[] = [];
  const proxy = createServer((incoming, response) => {
    passed.push(`${incoming.method} ${incoming.url}`);
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? ''), { method, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    incoming.pipe(onward);
  });
  proxy.on('connect', ({ url = '' }, client) => {
    passed.push(`CONNECT ${url}`);
    const { hostname, port } = new URL(`http://${url}`);
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
  proxies.push(proxy);
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, passed };
}

test("a client goes through the proxy that Node's environment names, with no code of its own", async () => {
  const proxy = await startProxy();
  const paid = { code: '10000', msg: 'Success', trade_status: 'TRADE_SUCCESS' };
  const { url, received } = await startGateway((response) => response.end(answer(QUERY, paid)));
  const options = { appId: APP_ID, privateKey: app.pkcs8, alipayPublicKey: alipayKeys.spki, gateway: url };
  const program = `
    import { Alipay } from ${JSON.stringify(fileURLToPath(new URL('../index.ts', import.meta.url)))};
    const alipay = new Alipay(${JSON.stringify(options)});
    console.log(JSON.stringify(await alipay.execute('${QUERY}', { out_trade_no: 'A1' })));
  `;
  const output = await run(process.execPath, ['--input-type=module', '--eval', program], {
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: proxy.url,
    NO_PROXY: '',
  });
  expect(JSON.parse(output)).toEqual(paid);
  expect(proxy.passed).toHaveLength(1);
  expect(proxy.passed[0]).toMatch(
    /^(CONNECT 127\.0\.0\.1:\d+|POST http:\/\/127\.0\.0\.1:\d+\/gateway\.do\?charset=UTF-8)$/,
  );
  expect(received).toHaveLength(1);
});

function run(command: string, args: readonly string[], environment: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { PATH: process.env.PATH, ...environment } });
    let output = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(complaint))));
  });
}
