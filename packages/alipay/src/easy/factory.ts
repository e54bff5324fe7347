import { Alipay } from '../client/index.ts';
import { AlipayConfigError } from '../errors/index.ts';
import type { EasyClient } from './easy-client.ts';
import { clientOptions, type EasyOptions } from './easy-options.ts';
import { createEasySdk, type EasySdk } from './easy-sdk.ts';

let configured: EasySdk | undefined;

/** What {@link Factory} was set up with. @throws {AlipayConfigError} before it was. */
function easySdk(): EasySdk {
  if (configured !== undefined) return configured;
  throw new AlipayConfigError('Call Factory.setOptions(options) once, before anything else of Factory.');
}

/**
 * Easy SDK's global entry, for those who migrate: set up once, then `Factory.Payment.Common().query('A1001')`.
 *
 * As in Easy SDK, a refusal by Alipay is a response whose `code` says so: check it with `ResponseChecker.success`. New
 * code better uses a client's own `easy`, which throws instead and serves any number of apps.
 */
export const Factory = {
  /** Takes Easy SDK's options, or a client. @throws {AlipayConfigError} that names the option and what is wrong. */
  setOptions(options: EasyOptions | EasyClient): void {
    if (typeof options !== 'object' || options === null) {
      throw new AlipayConfigError('Factory.setOptions is given no options: { appId, merchantPrivateKey, ... }.');
    }
    const isClient = 'exchange' in options;
    const client = isClient ? options : new Alipay(clientOptions(options));
    const notifyUrl = isClient ? undefined : options.notifyUrl;
    configured = createEasySdk(client, { refusals: 'return', ...(notifyUrl === undefined ? {} : { notifyUrl }) });
  },
  Base: {
    OAuth: () => easySdk().base.oauth,
    Qrcode: () => easySdk().base.qrcode,
    Image: () => easySdk().base.image,
    Video: () => easySdk().base.video,
  },
  Marketing: {
    OpenLife: () => easySdk().marketing.openLife,
    Pass: () => easySdk().marketing.pass,
    TemplateMessage: () => easySdk().marketing.templateMessage,
  },
  Member: {
    Identification: () => easySdk().member.identification,
  },
  Payment: {
    Common: () => easySdk().payment.common,
    Huabei: () => easySdk().payment.huabei,
    FaceToFace: () => easySdk().payment.faceToFace,
    Page: () => easySdk().payment.page,
    Wap: () => easySdk().payment.wap,
    App: () => easySdk().payment.app,
  },
  Security: {
    TextRisk: () => easySdk().security.textRisk,
  },
  Util: {
    AES: () => easySdk().util.aes,
    Generic: () => easySdk().util.generic,
  },
} as const;
