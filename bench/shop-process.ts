import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openShop, type ShopSettings } from './shop.ts';

/** As many shops as are to trade at once. */
export interface ShopsSettings extends Omit<ShopSettings, 'clock' | 'name'> {
  readonly shops: number;
}

/** Shops in a process of their own, so that this one's processor time is the sandbox's alone. */
export async function forkShops(settings: ShopsSettings) {
  const child = fork(import.meta.filename, { execArgv: ['--conditions=@till/source'] });
  await answerTo(child, settings);
  return {
    /** Each of the shops lives so many, one after the other. */
    lives: (count: number) => answerTo(child, count),
    async [Symbol.asyncDispose](): Promise<void> {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function answerTo(child: ChildProcess, message: ShopsSettings | number): Promise<void> {
  const ended = new AbortController();
  const exit = () => ended.abort(new Error('the shops have ended'));
  child.once('exit', exit);
  child.send(message);
  await once(child, 'message', { signal: ended.signal });
  child.off('exit', exit);
}

/** In the shops' process: the first message says where Alipay is, each of the others how many lives to live. */
async function serve(): Promise<void> {
  const [settings] = (await once(process, 'message')) as [ShopsSettings];
  const names = Array.from({ length: settings.shops }, (_, index) => `shop-${index}`);
  const shops = await Promise.all(names.map((name) => openShop({ ...settings, name })));
  process.on('message', async (count: number) => {
    await Promise.all(
      shops.map(async (shop) => {
        for (let lived = 0; lived < count; lived++) await shop.life();
      }),
    );
    process.send?.('lived');
  });
  process.send?.('open');
  await once(process, 'disconnect');
  await Promise.all(shops.map((shop) => shop[Symbol.asyncDispose]()));
}

if (import.meta.main) await serve();
