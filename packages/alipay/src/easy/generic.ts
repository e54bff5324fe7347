import { AlipayRequestError } from '../errors/index.ts';
import type { BizContent } from '../gateway/index.ts';
import type { EasyCall, TextParams } from './easy-call.ts';
import { type UploadSource, withUploads } from './upload-source.ts';

type Texts = TextParams | null;
type Fields = BizContent | null;

/**
 * 通用接口 Generic: any method, for what Easy SDK has no function for.
 *
 * `textParams` stand beside `biz_content` (`app_auth_token`, `notify_url`, `return_url`, `grant_type`, ...), `bizParams`
 * in it. All in Alipay's own names.
 */
export const generic = (call: EasyCall) => ({
  /** Calls a method. */
  execute: (method: string, textParams?: Texts, bizParams?: Fields) =>
    call.execute(method, bizParams ?? {}, textParams ?? {}),

  /** A form, in `body`, that takes a browser to a page of Alipay's. */
  pageExecute: (method: string, textParams?: Texts, bizParams?: Fields) =>
    call.form(method, bizParams ?? {}, textParams ?? {}),

  /** An order string, in `body`, for Alipay's mobile SDK. */
  sdkExecute: (method: string, textParams?: Texts, bizParams?: Fields) =>
    call.order(method, bizParams ?? {}, textParams ?? {}),

  /** Calls a method that takes files: each a path, a Buffer, a Blob or a stream. */
  fileExecute: async (
    method: string,
    textParams: Texts,
    bizParams: Fields,
    fileParams: Readonly<Record<string, UploadSource>>,
  ) => {
    if (Object.keys(bizParams ?? {}).length > 0) {
      throw new AlipayRequestError(`${method}: methods that take files have no biz_content. Pass textParams.`);
    }
    return withUploads(
      fileParams,
      (parameter) => parameter,
      (files) => call.upload(method, textParams ?? {}, files),
    );
  },
});
