import { getEventListeners } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { deliverTo } from './deliver-to.ts';

type Handler = Parameters<typeof deliverTo>[0];

const never: Handler = () => new Promise<never>(() => undefined);

function tell(handler: Handler) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const closing = new AbortController();
  const form = { url: 'https://shop.test/notify', contentType: 'text/plain', body: 'a=1', signal: closing.signal };
  return { closing, answer: deliverTo(handler)(form) };
}

test('a program has five seconds to answer', async () => {
  const { answer } = tell(never);
  const refused = expect(answer).rejects.toThrow('no answer within 5 s');
  vi.advanceTimersByTime(5_000);
  await refused;
});

test('closing the sandbox breaks off what a program has not answered', async () => {
  const { answer, closing } = tell(never);
  closing.abort();
  await expect(answer).rejects.toThrow('the sandbox is closing');
});

test.each<[string, Handler]>([
  ['answered', () => new Response('success')],
  [
    'failed',
    () => {
      throw new Error('the database is down');
    },
  ],
])('nothing waits any more once a program has %s', async (_what, handler) => {
  const { answer, closing } = tell(handler);
  await Promise.allSettled([answer]);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(closing.signal, 'abort')).toEqual([]);
});

test('of a long answer the beginning is kept', async () => {
  const { answer } = tell(() => new Response('x'.repeat(100_000), { status: 500 }));
  expect(await answer).toEqual({ status: 500, text: 'x'.repeat(4_096) });
});
