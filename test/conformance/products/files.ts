import { expect } from 'vitest';
import type { Shop } from './shop.ts';

const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Pictures and papers sent; the picture of a shop can be seen again. */
export async function uploaded(shop: Shop): Promise<void> {
  const picture = { field: 'image_content', fileName: '门店.png', content: PICTURE };
  const kept = await shop.uploaded({
    ...picture,
    method: 'alipay.offline.material.image.upload',
    texts: { image_type: 'png', image_name: '门店' },
  });
  const seen = await fetch(String(kept.image_url));
  expect(Buffer.from(await seen.arrayBuffer())).toEqual(PICTURE);
  const image = await shop.uploaded({
    ...picture,
    method: 'alipay.merchant.image.upload',
    texts: { image_type: 'png' },
  });
  expect(image).toMatchObject({ image_id: expect.any(String) });
  const paper = { field: 'file_content', fileName: 'notes.txt', content: Buffer.from('hello') };
  const filed = await shop.uploaded({
    ...paper,
    method: 'alipay.open.file.upload',
    texts: { biz_code: 'openpt_appstore' },
  });
  expect(filed).toMatchObject({ file_id: expect.any(String) });
}
