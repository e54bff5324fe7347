import { array, check, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { DueQueue } from './due-queue.ts';

test('what is due comes out in order of time, and first come, first served within an instant', () => {
  const happen = () => undefined;
  const details = check(
    property(array(integer({ min: 0, max: 20 })), (instants) => {
      const queue = new DueQueue();
      const events = instants.map((at, order) => ({ at, order, happen }));
      for (const event of events) queue.add(event);
      const taken = [];
      for (let event = queue.take(); event !== undefined; event = queue.take()) taken.push(event);
      expect(taken).toEqual(events.toSorted((a, b) => a.at - b.at || a.order - b.order));
      expect(queue.next).toBeUndefined();
    }),
  );
  expect(details.failed, details.errorInstance instanceof Error ? details.errorInstance.message : '').toBe(false);
});

test('events may come in between', () => {
  const queue = new DueQueue();
  const event = (at: number) => ({ at, order: at, happen: () => undefined });
  queue.add(event(5));
  queue.add(event(3));
  expect(queue.take()?.at).toBe(3);
  queue.add(event(4));
  queue.add(event(6));
  expect([queue.take()?.at, queue.take()?.at, queue.take()?.at, queue.take()]).toEqual([4, 5, 6, undefined]);
});
