import type { GatewayMethod } from '../call.ts';
import { alipaycertDownload } from './alipaycert-download.ts';
import { authTokenApp, authTokenAppQuery } from './auth-token-app.ts';
import { certifyInitialize, certifyPage, certifyQuery } from './certify.ts';
import { oauthToken } from './oauth-token.ts';
import { fileUpload, materialUpload, merchantImageUpload } from './upload.ts';
import { userInfoShare } from './user-info-share.ts';

/** What is not about payments: members, authorisations, certificates, files. */
export const OPEN_PLATFORM: readonly (readonly [name: string, method: GatewayMethod])[] = [
  ['alipay.system.oauth.token', oauthToken],
  ['alipay.user.info.share', userInfoShare],
  ['alipay.open.auth.token.app', authTokenApp],
  ['alipay.open.auth.token.app.query', authTokenAppQuery],
  ['alipay.user.certify.open.initialize', certifyInitialize],
  ['alipay.user.certify.open.certify', certifyPage],
  ['alipay.user.certify.open.query', certifyQuery],
  ['alipay.open.app.alipaycert.download', alipaycertDownload],
  ['alipay.offline.material.image.upload', materialUpload],
  ['alipay.merchant.image.upload', merchantImageUpload],
  ['alipay.open.file.upload', fileUpload],
];
