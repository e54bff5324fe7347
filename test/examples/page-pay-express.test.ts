import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describePagePayShop } from './page-pay-shop.ts';

const program = fileURLToPath(new URL('../../examples/page-pay-express/shop.ts', import.meta.url));

describePagePayShop('Express', async (environment, port) => {
  const child = spawn(process.execPath, ['--conditions=@till/source', program], {
    env: { ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswered(url);
  return {
    url,
    close: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
});

async function untilAnswered(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}
