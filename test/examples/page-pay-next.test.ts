import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { describePagePayShop, IN_20_LINES, IN_PRODUCTION } from './page-pay-shop.ts';
import { serveWeb, type WebHandler } from './web-server.ts';

const programs = [
  ['Next.js, in 20 lines', IN_20_LINES, '../../examples/page-pay-in-20-lines/next/app'],
  ['Next.js', IN_PRODUCTION, '../../examples/page-pay-next/app'],
] as const;

for (const [name, recipe, folder] of programs) {
  describePagePayShop(name, recipe, async (environment, port) => {
    for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value);
    vi.resetModules();
    const routes = await routesOf(fileURLToPath(new URL(folder, import.meta.url)));
    return serveWeb((request) => {
      const handlers = routes.get(new URL(request.url).pathname);
      if (handlers === undefined) return new Response('There is no such page.', { status: 404 });
      return handlers[request.method]?.(request) ?? new Response(null, { status: 405 });
    }, port);
  });
}

/** The app router's rule: the folder is the path, an exported function answers the HTTP method it is named for. */
async function routesOf(folder: string): Promise<ReadonlyMap<string, Readonly<Record<string, WebHandler>>>> {
  const files = globSync('**/route.ts', { cwd: folder });
  const entries = files.map(async (file) => {
    const path = dirname(file) === '.' ? '/' : `/${dirname(file)}`;
    return [path, await import(join(folder, file))] as const;
  });
  return new Map(await Promise.all(entries));
}
