import { CharsetError, encodeText } from '../charset/index.ts';
import { AlipayRequestError } from '../errors/index.ts';
import {
  type BizContent,
  type CallOptions,
  formEncode,
  gatewayUrl,
  multipartForm,
  requestParameters,
  type UploadFiles,
  WIRE_CHARSET,
} from '../gateway/index.ts';
import { pageUrl } from '../page/index.ts';
import { signContent } from '../signing/index.ts';
import { type ClientSettings, readGateway } from './alipay-options.ts';
import type { Prepared } from './exchange.ts';
import { isReadingMethod } from './retry.ts';

/** A request's parameters, and the bytes to sign. */
interface Unsigned {
  readonly parameters: Record<string, string>;
  readonly content: Uint8Array;
}

function unsigned(
  settings: ClientSettings,
  method: string,
  bizContent: BizContent | undefined,
  options: CallOptions,
): Unsigned {
  return toSign(settings, requestParameters(settings, method, bizContent, options, settings.clock.now()));
}

/** @throws {AlipayRequestError} for text that the charset has no code for. */
function toSign({ charset }: ClientSettings, parameters: Record<string, string>): Unsigned {
  try {
    return { parameters, content: encodeText(signContent(parameters), charset) };
  } catch (cause) {
    if (cause instanceof CharsetError) throw new AlipayRequestError(cause.message, { cause });
    throw cause;
  }
}

/** All parameters of a request, signed at once. @throws {AlipayRequestError | AlipayConfigError} */
export function signedNow(
  settings: ClientSettings,
  method: string,
  bizContent: BizContent | undefined,
  options: CallOptions,
): Record<string, string> {
  const { parameters, content } = unsigned(settings, method, bizContent, options);
  parameters.sign = settings.signer.signNow(content, settings.signType);
  return parameters;
}

/** As {@link signedNow}, by a signer that may be elsewhere, without blocking. */
export async function signed(
  settings: ClientSettings,
  method: string,
  bizContent: BizContent | undefined,
  options: CallOptions,
): Promise<Record<string, string>> {
  return signedParameters(settings, unsigned(settings, method, bizContent, options));
}

/** Signs parameters that are not those of a call to the gateway. */
export async function signedAlone(settings: ClientSettings, parameters: Record<string, string>) {
  return signedParameters(settings, toSign(settings, parameters));
}

async function signedParameters(settings: ClientSettings, { parameters, content }: Unsigned) {
  parameters.sign = await settings.signer.sign(content, settings.signType);
  return parameters;
}

/** The gateway's url for a call. @throws {AlipayConfigError} */
export function gatewayOf(settings: ClientSettings, options: { readonly gateway?: string }): URL {
  return options.gateway === undefined ? settings.gateway : readGateway('gateway', options.gateway);
}

/** All parameters in a form. */
export async function formRequest(
  settings: ClientSettings,
  method: string,
  bizContent: BizContent | undefined,
  options: CallOptions,
): Promise<Prepared> {
  const { charset } = settings;
  // No browser returns from a call, and nothing is told of one that only reads.
  const nowhere = isReadingMethod(method) ? { returnUrl: '', notifyUrl: '' } : { returnUrl: '' };
  const parameters = await signed(settings, method, bizContent, { ...nowhere, ...options });
  const url = gatewayUrl(gatewayOf(settings, options), charset);
  const contentType = `application/x-www-form-urlencoded;charset=${WIRE_CHARSET[charset]}`;
  const headers = { 'content-type': contentType, accept: 'application/json' };
  return {
    request: { verb: 'POST', url, headers, body: formEncode(parameters, charset) },
    told: shown(parameters),
  };
}

/** Alipay's own parameters in the url, texts and files in a form; files are not signed. */
export async function uploadRequest(
  settings: ClientSettings,
  method: string,
  files: UploadFiles,
  options: CallOptions,
): Promise<Prepared> {
  const texts = Object.keys(options.params ?? {});
  const clash = Object.keys(files).find((name) => texts.includes(name));
  if (clash !== undefined) throw new AlipayRequestError(`${clash} is given both as a file and as a text parameter.`);
  const parameters = await signed(settings, method, undefined, { returnUrl: '', notifyUrl: '', ...options });
  const inUrl: Record<string, string> = {};
  const parts = [];
  for (const [name, text] of Object.entries(parameters)) {
    if (texts.includes(name))
      parts.push({ name, contentType: `text/plain; charset=${WIRE_CHARSET[settings.charset]}`, text });
    else inUrl[name] = text;
  }
  const form = multipartForm(parts, files, settings.charset);
  return {
    request: {
      verb: 'POST',
      url: pageUrl(gatewayOf(settings, options), inUrl, settings.charset),
      headers: { 'content-type': form.contentType, accept: 'application/json' },
      body: form.body,
    },
    told: {
      ...shown(parameters),
      ...Object.fromEntries(Object.entries(files).map(([field, { name }]) => [field, name])),
    },
  };
}

/** `code` is a secret only where it is a parameter: the one-time code of `alipay.system.oauth.token`. */
function shown({ code, ...parameters }: Record<string, string>): Record<string, string> {
  return code === undefined ? parameters : { ...parameters, auth_code: code };
}
