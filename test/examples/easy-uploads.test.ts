import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Alipay } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEasySdk, type EasySdk } from '../../packages/alipay/src/easy/index.ts';
import { type Asked, KEYS, openGateway } from './signed-gateway.ts';

const UPLOAD = 'alipay.offline.material.image.upload';

let gateway: Awaited<ReturnType<typeof openGateway>>;
let easy: EasySdk;
let folder = '';

beforeAll(async () => {
  gateway = await openGateway({
    [UPLOAD]: { code: '10000', msg: 'Success', image_id: '1CA0Ed', image_url: 'https://oss.example/1CA0Ed' },
  });
  easy = createEasySdk(new Alipay({ ...KEYS, gateway: gateway.url }));
  folder = await mkdtemp(join(tmpdir(), 'easy-'));
  await writeFile(join(folder, 'front.png'), 'a picture');
  await writeFile(join(folder, 'tour.mp4'), 'a video');
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** What the gateway was asked by a call. */
async function askedBy(call: () => Promise<unknown>): Promise<Asked | undefined> {
  await call();
  return gateway.asked.at(-1);
}

describe('a function of Easy SDK uploads', () => {
  test('a picture from a path, its type from the path', async () => {
    const asked = await askedBy(() => easy.base.image.upload('门头', join(folder, 'front.png')));
    expect(asked).toEqual({
      method: UPLOAD,
      params: { image_type: 'png', image_name: '门头' },
      bizContent: undefined,
      files: { image_content: { name: 'front.png', text: 'a picture' } },
    });
  });

  test.each([
    ['a Buffer', () => Buffer.from('a picture')],
    ['a stream', () => Readable.from([Buffer.from('a pic'), Buffer.from('ture')])],
    ['a Blob', () => new Blob(['a picture'])],
  ])('a picture from %s', async (_what, source) => {
    const asked = await askedBy(() => easy.base.image.upload('front', source()));
    expect(asked?.params).toEqual({ image_type: 'jpg', image_name: 'front' });
    expect(asked?.files).toEqual({ image_content: { name: 'front.jpg', text: 'a picture' } });
  });

  test('a video from a path or a Buffer', async () => {
    const file = await askedBy(() => easy.base.video.upload('tour', join(folder, 'tour.mp4')));
    expect(file).toMatchObject({ method: UPLOAD, params: { image_type: 'mp4', image_name: 'tour' } });
    expect(file?.files.image_content?.text).toBe('a video');
    const bytes = await askedBy(() => easy.base.video.upload('tour', Buffer.from('bytes')));
    expect(bytes?.files.image_content).toEqual({ name: 'tour.mp4', text: 'bytes' });
  });

  test('any file by util.generic.fileExecute', async () => {
    const files = { image_content: join(folder, 'front.png') };
    const texts = { image_type: 'png', image_name: 'n', image_pid: '2088' };
    const asked = await askedBy(() => easy.util.generic.fileExecute(UPLOAD, texts, null, files));
    expect(asked).toMatchObject({ method: UPLOAD, params: texts, files: { image_content: { text: 'a picture' } } });
  });

  test('the optional text parameters of an upload beside the file', async () => {
    const easyPid = easy.base.image.optional('image_pid', '2088').agent('token');
    const asked = await askedBy(() => easyPid.upload('front', Buffer.from('x')));
    expect(asked?.params).toEqual({
      image_type: 'jpg',
      image_name: 'front',
      image_pid: '2088',
      app_auth_token: 'token',
    });
  });

  test('nothing if the file cannot be read, and says why', async () => {
    const before = gateway.asked.length;
    const missing = easy.base.image.upload('front', join(folder, 'nowhere.png'));
    await expect(missing).rejects.toMatchObject({ name: 'AlipayRequestError', outcome: 'not_sent' });
    await expect(missing).rejects.toThrow(/nowhere\.png" cannot be uploaded: ENOENT/);
    await expect(easy.base.image.upload('front', folder)).rejects.toThrow('it is not a file');
    const both = easy.util.generic.fileExecute(UPLOAD, {}, { a: 1 }, {});
    await expect(both).rejects.toThrow('no biz_content');
    expect(gateway.asked).toHaveLength(before);
  });

  test('and answers what Alipay answers', async () => {
    const response = await easy.base.image.upload('front', Buffer.from('x'));
    expect(response).toMatchObject({ code: '10000', image_id: '1CA0Ed', image_url: 'https://oss.example/1CA0Ed' });
    expect(JSON.parse(response.httpBody)).toHaveProperty('alipay_offline_material_image_upload_response.image_id');
  });

  test('not what is neither a path nor bytes, nor optional parameters that are not text', async () => {
    const odd = Reflect.apply(easy.base.image.upload, undefined, ['front', 42]);
    await expect(odd).rejects.toThrow('a path, a Buffer, a Blob or a stream');
    const nested = easy.base.image.optional('image_pid', { id: '2088' }).upload('front', Buffer.from('x'));
    await expect(nested).rejects.toMatchObject({ name: 'AlipayRequestError', outcome: 'not_sent' });
  });

  test('a file that stays open no longer than the call, even a refused one', async () => {
    const path = join(folder, 'front.png');
    const before = (await openFiles()).length;
    await easy.base.image.upload('front', path);
    const aborted = createEasySdk(new Alipay({ ...KEYS, gateway: 'http://127.0.0.1:1/gateway.do' }));
    await expect(aborted.base.image.upload('front', path)).rejects.toThrow();
    const two = { a: path, b: join(folder, 'nowhere') };
    await expect(easy.util.generic.fileExecute(UPLOAD, null, null, two)).rejects.toThrow('ENOENT');
    expect((await openFiles()).length).toBe(before);
  });
});

/** The files of this test that the process has open. */
async function openFiles(): Promise<string[]> {
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(folder));
}
