import { extensionOf } from '../../files/routes.ts';
import type { UploadRecord } from '../../files/upload-book.ts';
import type { AnswerFields } from '../answer.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call } from '../call.ts';
import { GatewayRefusal } from '../refusal.ts';

const IMAGES = ['bmp', 'jpg', 'jpeg', 'gif', 'png'];
const VIDEOS = ['mp4', '3gp', 'avi', 'mov', 'flv'];
const BYTES_MAX = 50 * 1024 * 1024;

/** `alipay.offline.material.image.upload`: a picture or a video of a shop or of goods, with an address to see it at. */
export const materialUpload = upload('image_content', [...IMAGES, ...VIDEOS], (kept, { address }) => ({
  image_id: kept.id,
  image_url: `${address()}/files/${kept.id}`,
}));

/** `alipay.merchant.image.upload`: a picture for a merchant's papers. */
export const merchantImageUpload = upload('image_content', IMAGES, (kept) => ({ image_id: kept.id }));

/** `alipay.open.file.upload`: any file, for whatever another method wants it for. */
export const fileUpload = upload('file_content', undefined, (kept) => ({ file_id: kept.id }));

function upload(
  field: string,
  extensions: readonly string[] | undefined,
  describe: (kept: UploadRecord, books: Books) => AnswerFields,
): ApiMethod {
  return {
    kind: 'api',
    echo: () => ({}),
    answer: (call, books) => describe(books.uploads.keep(call.app.appId, theFile(call, field, extensions)), books),
  };
}

/** @throws {GatewayRefusal} */
function theFile({ files }: Call, field: string, extensions: readonly string[] | undefined) {
  const file = files.find((one) => one.field === field);
  if (file === undefined) throw refuse('isv.upload-fail', `文件上传失败：缺少文件${field} / no file part "${field}"`);
  if (file.bytes.length === 0) throw refuse('isv.upload-fail', `文件上传失败：${field}为空 / the file is empty`);
  if (file.bytes.length > BYTES_MAX) throw refuse('isv.invalid-file-size', '文件大小无效：不超过50MB');
  if (extensions !== undefined && !extensions.includes(extensionOf(file.name))) {
    throw refuse('isv.invalid-file-extension', `文件扩展名无效：${file.name}，应为${extensions.join('、')}`);
  }
  return file;
}

function refuse(subCode: string, subMsg: string): GatewayRefusal {
  return new GatewayRefusal('40002', subCode, subMsg);
}
