import { execFile } from 'node:child_process';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { createSandbox } from '@till/sandbox';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);

/** A forward proxy that lets anybody through and notes where to. */
async function openProxy() {
  const targets: string[] = [];
  // To a gateway over TLS it would be asked for a tunnel; here the gateway speaks plain HTTP.
  const server = createServer((incoming, outgoing) => {
    const { url = '', method, headers } = incoming;
    targets.push(url);
    const onward = forward(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  return { targets, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const PROGRAM = `
import { Alipay } from '@till/alipay';
const { appId, privateKey, alipayPublicKey, gateway } = JSON.parse(process.env.CONFIGURATION);
const alipay = new Alipay({ appId, privateKey, alipayPublicKey, gateway });
const answer = await alipay.execute('alipay.trade.query', { out_trade_no: 'none' }).catch((error) => error);
console.log(answer.subCode);
`;

test('calls go through the proxy that the environment names, once Node is told to look there', async () => {
  await using sandbox = await createSandbox();
  const app = await sandbox.registerApp();
  const proxy = await openProxy();
  const configuration = {
    appId: app.app_id,
    privateKey: app.app_private_key,
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
  };
  const env = {
    PATH: process.env.PATH,
    CONFIGURATION: JSON.stringify(configuration),
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: proxy.url,
  };
  const flags = ['--conditions=@till/source', '--input-type=module', '--eval', PROGRAM];
  const { stdout } = await run(process.execPath, flags, { env, cwd: import.meta.dirname });
  expect(stdout.trim()).toBe('ACQ.TRADE_NOT_EXIST');
  expect(proxy.targets).toEqual([`${sandbox.gatewayUrl}?charset=UTF-8`]);
});
