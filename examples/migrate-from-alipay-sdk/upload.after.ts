import { createReadStream } from 'node:fs';
import type { Alipay } from '@till/alipay';

const TEXTS = { image_type: 'jpg', image_name: 'shop' };

/** A file is bytes, a Blob or a stream. */
export async function uploadImage(alipay: Alipay, path: string): Promise<string> {
  const files = { image_content: { name: 'shop.jpg', content: createReadStream(path) } };
  const answer = await alipay.upload('alipay.offline.material.image.upload', files, { params: TEXTS });
  return String(answer.image_id);
}

export async function uploadImageV3(alipay: Alipay, path: string): Promise<string> {
  const files = { image_content: { name: 'shop.jpg', content: createReadStream(path) } };
  const answer = await alipay.v3('POST /v3/alipay/offline/material/image/upload', TEXTS, { files });
  return String(answer.image_id);
}
