import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openShop, type ShopSettings } from './shop.ts';

/** A shop in a process of its own, so that this one's processor time is the sandbox's alone. */
export async function forkShop(settings: ShopSettings) {
  const child = fork(import.meta.filename, { execArgv: ['--conditions=@till/source'] });
  await answerTo(child, settings);
  return {
    lives: (count: number) => answerTo(child, count),
    async [Symbol.asyncDispose](): Promise<void> {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function answerTo(child: ChildProcess, message: ShopSettings | number): Promise<void> {
  const ended = new AbortController();
  const exit = () => ended.abort(new Error('the shop has ended'));
  child.once('exit', exit);
  child.send(message);
  await once(child, 'message', { signal: ended.signal });
  child.off('exit', exit);
}

/** In the shop's process: the first message says where Alipay is, each of the others how many lives to live. */
async function serve(): Promise<void> {
  const [settings] = (await once(process, 'message')) as [ShopSettings];
  await using shop = await openShop(settings);
  process.on('message', async (count: number) => {
    for (let lived = 0; lived < count; lived++) await shop.life();
    process.send?.('lived');
  });
  process.send?.('open');
  await once(process, 'disconnect');
}

if (import.meta.main) await serve();
