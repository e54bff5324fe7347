import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

async function visit(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${sandbox.url}${path}`, { headers: { accept: 'text/html,*/*;q=0.8', ...headers } });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
}

test('a person at an address that is none sees a page in his language, with a way to the console', async () => {
  const chinese = await visit('/no<b>where');
  expect(chinese).toMatchObject({ status: 404, type: expect.stringContaining('text/html') });
  expect(chinese.text).toContain('<html lang="zh-CN">');
  expect(chinese.text).toContain('这里什么也没有');
  expect(chinese.text).not.toContain('<b>where');
  expect(chinese.text).toContain('href="/_sandbox/?view=apps&amp;lang=zh"');
  const english = await visit('/nowhere', { 'accept-language': 'en-GB' });
  expect(english.text).toContain('There is nothing at /nowhere.');
  expect((await visit('/nowhere?a=1&lang=en')).text).toContain('href="?a=1&amp;lang=zh"');
});

test('the page says what was refused, too: a call that is no page, an address of somebody else', async () => {
  const reset = await visit('/_sandbox/reset?lang=en');
  expect(reset).toMatchObject({ status: 405, text: expect.stringContaining('answers POST, not GET') });
  const foreign = await visit('/_sandbox/', { origin: 'http://evil.example' });
  expect(foreign).toMatchObject({ status: 403, text: expect.stringContaining('不能这样访问') });
});

test('a program there gets JSON as ever', async () => {
  for (const accept of ['*/*', 'application/json', 'application/json, text/html']) {
    const { status, type, text } = await visit('/nowhere', { accept });
    expect({ status, type }).toEqual({ status: 404, type: 'application/json; charset=utf-8' });
    expect(JSON.parse(text)).toEqual({ error: 'not_found', message: expect.stringContaining('/nowhere') });
  }
});

test('a call that a person gave something wrong answers JSON, as it does when it is right', async () => {
  const { status, type } = await visit('/_sandbox/trades?limit=0');
  expect({ status, type }).toEqual({ status: 400, type: 'application/json; charset=utf-8' });
});
