import { verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { AlipayNetworkError, AlipayRequestError } from '../errors/index.ts';
import { signContent } from '../signing/index.ts';
import { answer, app, client } from './client.fixture.ts';
import { type Received, startGateway, stopGateways } from './gateway.fixture.ts';

const UPLOAD = 'alipay.offline.material.image.upload';
const DONE = { code: '10000', msg: 'Success', image_id: 'x1' };
const PARAMS = { image_type: 'jpg', image_name: '店铺' };
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x0d, 0x0a, 0x2d, 0x2d]);

afterEach(stopGateways);

async function formOf({ body, headers }: Received): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
}

async function* slowly(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    await new Promise((later) => setImmediate(later));
    yield chunk;
  }
}

describe('an upload', () => {
  test.each([
    ['bytes', () => JPEG],
    ['a Blob', () => new Blob([JPEG])],
    ['a stream', () => slowly(JPEG.subarray(0, 3), JPEG.subarray(3))],
  ])(
    'of %s sends texts and file in a form, the rest in the url, and signs all but the file',
    async (_what, content) => {
      const { url, received } = await startGateway((response) => response.end(answer(UPLOAD, DONE)));
      const file = { name: 'shop "1".jpg', content: content() };
      expect(await client({ gateway: url }).upload(UPLOAD, { image_content: file }, { params: PARAMS })).toEqual(DONE);
      const [request] = received;
      const form = request && (await formOf(request));
      const texts = Object.fromEntries([...(form ?? [])].filter(([, value]) => typeof value === 'string'));
      expect(texts).toEqual(PARAMS);
      const image = form?.get('image_content') as File;
      expect(Buffer.from(await image.arrayBuffer())).toEqual(JPEG);
      const { sign = '', ...parameters } = request?.parameters ?? {};
      expect(parameters).toMatchObject({ method: UPLOAD, charset: 'UTF-8' });
      expect(parameters).not.toHaveProperty('image_type');
      const signed = Buffer.from(signContent({ ...parameters, ...PARAMS }));
      expect(verify('RSA-SHA256', signed, app.publicKey, Buffer.from(sign, 'base64'))).toBe(true);
    },
  );

  test('of a large stream never holds it whole', async () => {
    const { url, received } = await startGateway((response) => response.end(answer(UPLOAD, DONE)));
    const chunk = Buffer.alloc(256 * 1024, 7);
    let ahead = 0;
    async function* many() {
      for (let index = 0; index < 64; index++) {
        ahead = Math.max(ahead, index - Math.floor(taken() / chunk.length));
        await new Promise((later) => setImmediate(later));
        yield chunk;
      }
    }
    let bytesTaken = 0;
    const taken = () => bytesTaken;
    const alipay = client({
      gateway: url,
      transport: async (to, init) => {
        const body = (init.body as ReadableStream<Uint8Array>).pipeThrough(
          new TransformStream<Uint8Array, Uint8Array>({
            transform(part, out) {
              bytesTaken += part.length;
              out.enqueue(part);
            },
          }),
        );
        return fetch(to, { ...init, body, duplex: 'half' });
      },
    });
    await alipay.upload(UPLOAD, { image_content: { name: 'big.mp4', content: many() } });
    expect(received[0]?.body.length).toBeGreaterThan(64 * chunk.length);
    expect(ahead).toBeLessThanOrEqual(4);
  });

  test('is a different form each time, which a file cannot break out of', async () => {
    const { url, received } = await startGateway((response) => response.end(answer(UPLOAD, DONE)));
    const alipay = client({ gateway: url });
    for (const _time of [1, 2]) {
      await alipay.upload(UPLOAD, { f: { name: 'a"\r\nx: y.jpg', content: Buffer.from('\r\n--till\r\n\r\n') } });
    }
    const [first, second] = received;
    expect(first?.headers['content-type']).not.toBe(second?.headers['content-type']);
    expect(first?.body.toString()).toContain('filename="a%22%0D%0Ax: y.jpg"');
  });

  test('whose stream breaks has an unknown outcome, and is not sent again', async () => {
    const { url } = await startGateway((response) => response.end(answer(UPLOAD, DONE)));
    async function* broken() {
      yield JPEG;
      throw new Error('the disk is gone');
    }
    const retry = { attempts: 3, delayMs: 0 };
    const call = client({ gateway: url, retry }).upload(UPLOAD, { f: { name: 'a.jpg', content: broken() } });
    await expect(call).rejects.toThrow(AlipayNetworkError);
    await expect(call).rejects.toMatchObject({ outcome: 'unknown' });
    await expect(call).rejects.toThrow('the stream of f broke off (the disk is gone), and so did the upload');
  });

  test('of a file that is not there is an error of the call, and does not end the process', async () => {
    const { url } = await startGateway((response) => response.end(answer(UPLOAD, DONE)));
    const content = createReadStream('/nowhere/photo.jpg');
    const call = client({ gateway: url }).upload(UPLOAD, { f: { name: 'a.jpg', content } });
    await expect(call).rejects.toThrow('the stream of f broke off (ENOENT');
  });

  test('of a stream that gives text, or was read before, is refused', async () => {
    const { url } = await startGateway((response) => response.end(answer(UPLOAD, DONE)));
    const upload = (content: Readable) => client({ gateway: url }).upload(UPLOAD, { f: { name: 'a.jpg', content } });
    await expect(upload(Readable.from(['text']))).rejects.toThrow('it gives string, not bytes');
    const read = Readable.from([JPEG]);
    await buffer(read);
    await expect(upload(read)).rejects.toThrow('f is a stream that has been read already');
  });

  test.each<[string, unknown, object, RegExp]>([
    ['without a name', { f: { content: JPEG } }, {}, /f has no file name/],
    ['without content', { f: { name: 'a.jpg' } }, {}, /f has no content/],
    ['without bytes', { f: { name: 'a.jpg', content: Buffer.alloc(0) } }, {}, /f is empty/],
    ['that is a path', { f: { name: 'a.jpg', content: './a.jpg' } }, {}, /f has no content/],
    ['under the name of a text', { f: { name: 'a', content: JPEG } }, { f: 'x' }, /f is given both as a file and/],
  ])('of a file %s is refused with the reason', async (_what, files, params, reason) => {
    const call = client().upload(UPLOAD, files as never, { params: params as Record<string, string> });
    await expect(call).rejects.toThrow(AlipayRequestError);
    await expect(call).rejects.toThrow(reason);
  });
});
