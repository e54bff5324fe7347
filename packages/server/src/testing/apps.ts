import { insertApp } from '../apps/app-store.ts';
import type { Database } from '../database/index.ts';

/** An app for tests of what belongs to one; its keys are none. */
export async function insertTestApp({ queries }: Database): Promise<bigint> {
  const values = {
    name: 'Test',
    alipay_app_id: '2021000000000001',
    private_key_sealed: '',
    alipay_public_key_sealed: '',
    sign_type: 'RSA2',
    gateway: null,
    seller_id: null,
    return_url: null,
    order_lifetime_ms: 86_400_000n,
  };
  return await insertApp(queries, values, 0);
}
