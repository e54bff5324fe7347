import { expect, test } from 'vitest';
import { type Answered, type Merchant, openShop, read } from '../testing/merchant.ts';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 0, 255]);
const METHOD = 'alipay.offline.material.image.upload';

/** System parameters in the query, text parts and the file in the body; the file is not signed. */
async function upload(
  merchant: Merchant,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  field = 'image_content',
): Promise<Answered> {
  const texts = { image_type: 'png', image_name: '门店 & 招牌' };
  const signed = merchant.parameters(METHOD, {}, { biz_content: '', ...texts });
  const query = Object.entries(signed).filter(([key]) => !(key in texts));
  const form = new FormData();
  for (const [key, value] of Object.entries(texts)) form.append(key, value);
  form.append(field, new Blob([bytes]), name);
  const url = `${merchant.sandbox.gatewayUrl}?${new URLSearchParams(query)}`;
  return read(await fetch(url, { method: 'POST', body: form }));
}

test('a picture is kept byte for byte and can be seen at its address', async () => {
  await using shop = await openShop();
  const answered = await upload(shop.merchant, '招牌.PNG', PNG);
  expect(answered.node).toMatchObject({ code: '10000', image_id: expect.any(String) });
  expect(shop.merchant.verifyAnswer(answered)).toBe(true);
  const shown = await fetch(answered.node.image_url ?? '');
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PNG);
});

test.each([
  ['page.html', PNG, 'image_content', 'isv.invalid-file-extension'],
  ['a.png', new Uint8Array(), 'image_content', 'isv.upload-fail'],
  ['a.png', PNG, 'picture', 'isv.upload-fail'],
])('%s as %j under %s is refused', async (name, bytes, field, subCode) => {
  await using shop = await openShop();
  expect((await upload(shop.merchant, name, bytes, field)).node.sub_code).toBe(subCode);
});

test('a video is kept as a picture is', async () => {
  await using shop = await openShop();
  const answered = await upload(shop.merchant, 'tour.mp4', PNG);
  expect((await fetch(answered.node.image_url ?? '')).headers.get('content-type')).toBe('video/mp4');
});

test('a picture of two megabytes gets through', async () => {
  await using shop = await openShop();
  expect((await upload(shop.merchant, 'big.jpg', new Uint8Array(2 * 1024 * 1024))).node.code).toBe('10000');
});

test('an unknown file is not found', async () => {
  await using shop = await openShop();
  expect((await fetch(`${shop.sandbox.url}/files/none`)).status).toBe(404);
});
