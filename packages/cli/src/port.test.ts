import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { CommandError } from './command.ts';
import { listening, readPort } from './port.ts';

describe('reading a port', () => {
  test.each([
    [undefined, 3000],
    ['', 3000],
    [' ', 3000],
    ['0', 0],
    ['8080', 8080],
    [' 8080 ', 8080],
    ['65535', 65535],
  ])('%j is %d', (text, port) => {
    expect(readPort('PORT', text, 3000)).toBe(port);
  });

  test.each(['65536', '99999', '-1', '3000.5', '3e3', '0x10', 'http', '3000;ls'])('%j is refused by name', (text) => {
    expect(() => readPort('PORT', text, 3000)).toThrow(`PORT=${JSON.stringify(text)} is not a port`);
  });
});

describe('a port that cannot be had', () => {
  const what = { en: 'the sandbox', zh: '沙箱', port: 3001, source: 'TILL_SANDBOX_PORT' };

  test('in use: says whose port it is and how to choose another', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
    try {
      const start = () =>
        new Promise<void>((resolve, reject) => createServer().on('error', reject).listen(port, '127.0.0.1', resolve));
      const refusal = await listening({ ...what, port }, start).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(CommandError);
      expect(refusal).toMatchObject({
        exitCode: 1,
        text: { en: expect.stringContaining(`Port ${port} for the sandbox`) },
      });
      expect(refusal).toMatchObject({ text: { en: expect.stringContaining('TILL_SANDBOX_PORT') } });
    } finally {
      await new Promise((resolve) => taken.close(resolve));
    }
  });

  test('the reason is found however deep it is wrapped', async () => {
    const system = Object.assign(new Error('listen'), { code: 'EACCES' });
    const start = () => Promise.reject(new Error('could not start', { cause: system }));
    await expect(listening(what, start)).rejects.toThrow('may not listen on port 3001');
  });

  test('any other failure is passed on as it is', async () => {
    const failure = new Error('disk full');
    await expect(listening(what, () => Promise.reject(failure))).rejects.toBe(failure);
  });
});
