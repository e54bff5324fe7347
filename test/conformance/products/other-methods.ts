import { createHash, X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import { METHODS } from '../../../packages/sandbox/src/gateway/methods/index.ts';
import type { Shop } from './shop.ts';

/** A method that the sandbox knows by Alipay's description alone: an example for an answer, or the real refusal. */
export async function byDescription(shop: Shop): Promise<void> {
  const method = 'alipay.commerce.ec.employee.info.query';
  const employee = { enterprise_id: '20880011223344', employee_id: '员工 1' };
  expect(Object.keys(await shop.done(method, employee))).not.toEqual([]);
  expect(await shop.refused(method, { ...employee, no_such_field: 'x' })).toBe('invalid-parameter');
}

/** Methods that have nothing to refuse. */
const CONTENT_WITH_NOTHING = new Set(['alipay.data.bill.balance.query']);

/** Every method, told nothing: refused in its own words. */
export async function nothingSaid(shop: Shop): Promise<void> {
  for (const [method, { kind }] of METHODS) {
    if (kind === 'page' || CONTENT_WITH_NOTHING.has(method)) continue;
    expect(await shop.refused(method, {}), method).toEqual(expect.any(String));
  }
}

/** Alipay's certificate, by its number, for an app that has one. */
export async function certificate(shop: Shop): Promise<void> {
  const method = 'alipay.open.app.alipaycert.download';
  expect(await shop.refused(method, { alipay_cert_sn: 'never' })).toBe('alipay-cert-not-exist');
  const pem = shop.app.alipay_cert;
  if (pem === undefined) return;
  const { alipay_cert_content: content } = await shop.done(method, { alipay_cert_sn: serialNumber(pem) });
  expect(Buffer.from(String(content), 'base64').toString()).toBe(pem);
}

/** The md5 of the issuer's name, last part first, and the number. Source: Alipay open platform, "证书 SN". */
function serialNumber(pem: string): string {
  const { issuer, serialNumber: number } = new X509Certificate(pem);
  const name = issuer.split('\n').reverse().join(',');
  return createHash('md5')
    .update(`${name}${BigInt(`0x${number}`)}`)
    .digest('hex');
}
