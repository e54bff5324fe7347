import {
  type BizContent,
  type CallOptions,
  certificateOf,
  checkFiles,
  type GatewayAnswer,
  type HttpAnswer,
  readAnswer,
  type UploadFiles,
} from '../gateway/index.ts';
import type { ClientSettings } from './alipay-options.ts';
import { signersOf } from './certificates.ts';
import { perform, type Waiting } from './exchange.ts';
import { isReadingMethod } from './retry.ts';
import { formRequest, uploadRequest } from './signed-request.ts';

/** Options of one call to the gateway. */
export interface ExecuteOptions extends CallOptions, Waiting {}

/** Calls a method; the verified answer. */
export function callMethod(
  settings: ClientSettings,
  method: string,
  bizContent: BizContent | undefined,
  options: ExecuteOptions,
): Promise<GatewayAnswer> {
  return perform(settings, {
    protocol: 'v2',
    name: method,
    waiting: options,
    isReading: isReadingMethod(method),
    isRepeatable: true,
    prepare: () => formRequest(settings, method, bizContent, options),
    read: (answer) => readVerified(settings, method, answer),
  });
}

/** Uploads files. */
export function uploadFiles(
  settings: ClientSettings,
  method: string,
  files: UploadFiles,
  options: ExecuteOptions,
): Promise<GatewayAnswer> {
  checkFiles(files);
  return perform(settings, {
    protocol: 'v2',
    name: method,
    waiting: options,
    isReading: false,
    // A stream that has been read is gone.
    isRepeatable: Object.values(files).every(({ content }) => content instanceof Uint8Array || content instanceof Blob),
    prepare: () => uploadRequest(settings, method, files, options),
    read: (answer) => readVerified(settings, method, answer),
  });
}

async function readVerified(settings: ClientSettings, method: string, answer: HttpAnswer): Promise<GatewayAnswer> {
  const { charset, signType, encryptKey } = settings;
  const alipayPublicKeys = await signersOf(settings, method, () => certificateOf(settings, answer));
  return readAnswer({ method, charset, signType, alipayPublicKeys, encryptKey }, answer);
}
