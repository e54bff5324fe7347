import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commands } from './commands/index.ts';
import { runTill } from './testing/terminal.ts';

describe('till', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']], [['help', 'help']]])(
    '%j lists every command in both languages',
    async (argv) => {
      const { exitCode, out } = await runTill(argv);
      expect(exitCode).toBe(0);
      for (const { name, summary } of commands) {
        expect(out).toContain(`till ${name}`);
        expect(out).toContain(summary.en);
        expect(out).toContain(summary.zh);
      }
    },
  );

  test.each(['--version', '-v', 'version'])('%s prints the version of the package and nothing else', async (word) => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await runTill([word])).toEqual({ exitCode: 0, out: manifest.version, err: '' });
  });

  test.each(commands.map(({ name }) => name))('%s explains itself, asked either way', async (name) => {
    const asked = await runTill(['help', name]);
    expect(asked).toMatchObject({ exitCode: 0, err: '' });
    expect(asked.out.startsWith(`till ${name}`)).toBe(true);
    expect(await runTill([name, '--help'])).toEqual(asked);
    expect(await runTill([name, '-h'])).toEqual(asked);
  });

  test('a command that does not exist is refused with a guess', async () => {
    const { exitCode, out, err } = await runTill(['sandbx']);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain('There is no command "sandbx". Did you mean: till sandbox?');
    expect(err).toContain('没有命令 "sandbx"');
  });

  test('help on a command that does not exist is refused too, and on two at once', async () => {
    expect((await runTill(['help', 'refund'])).exitCode).toBe(2);
    expect((await runTill(['help', 'dev', 'serve'])).exitCode).toBe(2);
  });
});

describe('options', () => {
  test.each([
    [['keygen', '--pkcs'], 'till keygen has no option --pkcs. Did you mean --pkcs1?'],
    [['keygen', '-o', 'x'], 'till keygen has no option -o.'],
    [['keygen', '--out'], '--out needs a value'],
    [['keygen', '--out='], '--out needs a value'],
    [['keygen', '--pkcs1=yes'], '--pkcs1 is a switch and takes no value'],
    [['keygen', 'here'], 'takes options only, but was given "here"'],
    [['keygen', '--constructor', 'x'], 'has no option --constructor'],
    [['sandbox', '--public-key', 'x'], '--public-key says whose key it is only together with --app-id'],
    [['dev', '--port', '3000', '--sandbox-port', '3000'], 'cannot share port 3000'],
  ])('%j is refused before anything is done', async (argv, words) => {
    const { exitCode, out, err } = await runTill(argv);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(words);
  });
});
