import type { EasyCall } from './easy-call.ts';
import { extensionOf, type UploadSource, withUploads } from './upload-source.ts';

const TOKEN = 'alipay.system.oauth.token';
const UPLOAD = 'alipay.offline.material.image.upload';

/** 用户授权 OAuth */
export const oauth = (call: EasyCall) => ({
  /** Exchanges the code of a user's authorisation for an access token. `alipay.system.oauth.token` */
  getToken: (code: string) => call.execute(TOKEN, {}, { grant_type: 'authorization_code', code }),

  /** Exchanges a refresh token for a new access token. `alipay.system.oauth.token` */
  refreshToken: (refreshToken: string) =>
    call.execute(TOKEN, {}, { grant_type: 'refresh_token', refresh_token: refreshToken }),
});

/** 小程序二维码 Qrcode */
export const qrcode = (call: EasyCall) => ({
  /** Makes a code that opens a page of the mini program. `alipay.open.app.qrcode.create` */
  create: (urlParam: string, queryParam: string, describe: string) =>
    call.execute('alipay.open.app.qrcode.create', { url_param: urlParam, query_param: queryParam, describe }),
});

/** 图片 Image */
export const image = (call: EasyCall) => ({
  /**
   * Uploads a picture: a path, a Buffer, a Blob or a stream. `alipay.offline.material.image.upload`
   * @throws {AlipayRequestError} if the file cannot be read; nothing is sent then.
   */
  upload: (imageName: string, imageFilePath: UploadSource) =>
    uploadMaterial(call, imageName, imageFilePath, /^(jpe?g|png|gif|bmp)$/, 'jpg'),
});

/** 视频 Video */
export const video = (call: EasyCall) => ({
  /** Uploads a video, as {@link image} uploads a picture. `alipay.offline.material.image.upload` */
  upload: (videoName: string, videoFilePath: UploadSource) =>
    uploadMaterial(call, videoName, videoFilePath, /^(mp4|3gp|avi|mov|flv)$/, 'mp4'),
});

/** The type is the path's extension where Alipay knows it. */
function uploadMaterial(call: EasyCall, name: string, source: UploadSource, known: RegExp, usual: string) {
  const type = known.test(extensionOf(source)) ? extensionOf(source) : usual;
  return withUploads(
    { image_content: source },
    () => `${name}.${type}`,
    (files) => call.upload(UPLOAD, { image_type: type, image_name: name }, files),
  );
}
