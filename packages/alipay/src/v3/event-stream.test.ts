import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../client/gateway.fixture.ts';
import { readEvents, type V3Event } from './index.ts';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...places, bytes.length]) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function read(text: string, cuts: readonly number[] = []): Promise<V3Event[]> {
  return collect(readEvents(pieces(Buffer.from(text), cuts)));
}

const STREAM =
  ': comment\r\nevent: start\r\ndata: {}\r\n\r\nid: 7\nevent:data\ndata: 充值🍵\ndata:  two\n\nretry: 9\n\rdata\r\revent: end\n\n';
const EVENTS = [
  { event: 'start', data: '{}' },
  { event: 'data', data: '充值🍵\n two', id: '7' },
  { event: 'message', data: '' },
  { event: 'end', data: '' },
];

describe('a stream of events', () => {
  test('is read as the standard has it: comments, line ends of all kinds, several lines of data', async () => {
    expect(await read(STREAM)).toEqual(EVENTS);
  });

  test('is read alike however the network cuts it, inside of characters and line ends too', async () => {
    const cuts = fc.array(fc.nat(Buffer.byteLength(STREAM)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        expect(await read(STREAM, places)).toEqual(EVENTS);
      }),
    );
  });

  test('drops an event that is not whole at the end', async () => {
    expect(await read('data: 1\n\ndata: 2\n')).toEqual([{ event: 'message', data: '1' }]);
  });

  test('does not fill the memory with one endless line', async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(1024 * 1024, 'x');
    }
    await expect(readEvents(endless()).next()).rejects.toThrow('an event is larger than');
  });
});
