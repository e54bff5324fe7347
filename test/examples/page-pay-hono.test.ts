import { vi } from 'vitest';
import { describePagePayShop } from './page-pay-shop.ts';
import { serveWeb } from './web-server.ts';

describePagePayShop('Hono', async (environment, port) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { default: shop } = await import('../../examples/page-pay-hono/shop.ts');
  return serveWeb((request) => shop.fetch(request), port);
});
