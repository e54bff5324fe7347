import { SandboxError } from './message.ts';

const BODY_BYTES_MAX = 1024 * 1024;
/** Alipay takes files of up to 50 MB, whatever it does with them then. */
const UPLOAD_BYTES_MAX = 51 * 1024 * 1024;

/** How many bytes a request's body may have, by its `Content-Type`. */
export function bodyBytesMax(contentType = ''): number {
  return /^multipart\/form-data/i.test(contentType) ? UPLOAD_BYTES_MAX : BODY_BYTES_MAX;
}

export function tooLarge(bytesMax: number): SandboxError {
  return new SandboxError(413, 'too_large', `A request may have ${bytesMax} bytes.`);
}
