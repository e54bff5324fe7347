import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describePagePayShop, IN_20_LINES, IN_PRODUCTION } from './page-pay-shop.ts';

const programs = [
  ['Express, in 20 lines', IN_20_LINES, '../../examples/page-pay-in-20-lines/express/shop.ts'],
  ['Express', IN_PRODUCTION, '../../examples/page-pay-express/shop.ts'],
] as const;

for (const [name, recipe, program] of programs) {
  describePagePayShop(name, recipe, async (environment, port) => {
    const path = fileURLToPath(new URL(program, import.meta.url));
    const child = spawn(process.execPath, ['--conditions=@till/source', path], {
      env: { ...environment, PORT: String(port) },
      // Express tells of every error it answers.
      stdio: ['ignore', 'ignore', recipe.answersForgers ? 'inherit' : 'ignore'],
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
}

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
