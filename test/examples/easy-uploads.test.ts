import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Alipay } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEasySdk, type EasySdk } from '../../packages/alipay/src/easy/index.ts';
import { EasyShop } from './easy-shop.ts';

const UPLOAD = 'alipay.offline.material.image.upload';

let shop: EasyShop;
let easy: EasySdk;
let folder = '';

beforeAll(async () => {
  shop = await EasyShop.open();
  easy = shop.easy;
  folder = await mkdtemp(join(tmpdir(), 'easy-'));
  await writeFile(join(folder, 'front.png'), 'a picture');
  await writeFile(join(folder, 'tour.mp4'), 'a video');
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** What the sandbox was asked by an upload, and what is to be seen at the address that it answers. */
async function uploadedBy(call: () => Promise<object>) {
  let url = '';
  const { params } = await shop.askedBy(async () => {
    const { image_url } = { image_url: '', ...(await call()) };
    url = image_url;
  });
  const file = await fetch(url);
  return { params, type: file.headers.get('content-type'), text: await file.text() };
}

describe('a function of Easy SDK uploads', () => {
  test('a picture from a path, its type from the path', async () => {
    expect(await uploadedBy(() => easy.base.image.upload('门头', join(folder, 'front.png')))).toEqual({
      params: { image_type: 'png', image_name: '门头' },
      type: 'image/png',
      text: 'a picture',
    });
  });

  test.each([
    ['a Buffer', () => Buffer.from('a picture')],
    ['a stream', () => Readable.from([Buffer.from('a pic'), Buffer.from('ture')])],
    ['a Blob', () => new Blob(['a picture'])],
  ])('a picture from %s', async (_what, source) => {
    expect(await uploadedBy(() => easy.base.image.upload('front', source()))).toEqual({
      params: { image_type: 'jpg', image_name: 'front' },
      type: 'image/jpeg',
      text: 'a picture',
    });
  });

  test('a picture from a File, its type from its name', async () => {
    const uploaded = await uploadedBy(() => easy.base.image.upload('front', new File(['a picture'], 'a.gif')));
    expect(uploaded).toMatchObject({ params: { image_type: 'gif', image_name: 'front' }, type: 'image/gif' });
  });

  test('a video from a path or a Buffer', async () => {
    const video = { type: 'video/mp4', params: { image_type: 'mp4', image_name: 'tour' } };
    const path = join(folder, 'tour.mp4');
    expect(await uploadedBy(() => easy.base.video.upload('tour', path))).toEqual({ ...video, text: 'a video' });
    const bytes = Buffer.from('bytes');
    expect(await uploadedBy(() => easy.base.video.upload('tour', bytes))).toEqual({ ...video, text: 'bytes' });
  });

  test('any file by util.generic.fileExecute', async () => {
    const files = { image_content: join(folder, 'front.png') };
    const texts = { image_type: 'png', image_name: 'n', image_pid: '2088' };
    const uploaded = await uploadedBy(() => easy.util.generic.fileExecute(UPLOAD, texts, null, files));
    expect(uploaded).toEqual({ params: texts, type: 'image/png', text: 'a picture' });
  });

  test('the optional text parameters of an upload beside the file', async () => {
    const acting = shop.lenient.base.image.optional('image_pid', '2088').agent('token');
    const asked = await shop.askedBy(() => acting.upload('front', Buffer.from('x')));
    expect(asked.params).toEqual({
      image_type: 'jpg',
      image_name: 'front',
      image_pid: '2088',
      app_auth_token: 'token',
    });
  });

  test('nothing if the file cannot be read, and says why', async () => {
    const before = shop.sandbox.requests().length;
    const missing = easy.base.image.upload('front', join(folder, 'nowhere.png'));
    await expect(missing).rejects.toMatchObject({ name: 'AlipayRequestError', outcome: 'not_sent' });
    await expect(missing).rejects.toThrow(/nowhere\.png" cannot be uploaded: ENOENT/);
    await expect(easy.base.image.upload('front', folder)).rejects.toThrow('it is not a file');
    const both = easy.util.generic.fileExecute(UPLOAD, {}, { a: 1 }, {});
    await expect(both).rejects.toThrow('no biz_content');
    expect(shop.sandbox.requests()).toHaveLength(before);
  });

  test('and answers what Alipay answers', async () => {
    const response = await easy.base.image.upload('front', Buffer.from('x'));
    expect(response).toMatchObject({ code: '10000', image_id: expect.any(String), image_url: expect.any(String) });
    expect(JSON.parse(response.httpBody)).toHaveProperty(
      'alipay_offline_material_image_upload_response.image_id',
      response.image_id,
    );
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
    const { app_id: appId, alipay_public_key: alipayPublicKey } = shop.app;
    const nowhere = { appId, alipayPublicKey, privateKey: shop.privateKey, gateway: 'http://127.0.0.1:1/gateway.do' };
    const aborted = createEasySdk(new Alipay(nowhere));
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
