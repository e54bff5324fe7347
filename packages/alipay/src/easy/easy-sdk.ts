import { aes } from './aes.ts';
import { image, oauth, qrcode, video } from './base.ts';
import { EasyCall, type EasySettings } from './easy-call.ts';
import type { EasyClient } from './easy-client.ts';
import { extended } from './extensions.ts';
import { generic } from './generic.ts';
import { identification } from './identification.ts';
import { openLife } from './open-life.ts';
import { pass } from './pass.ts';
import { app, faceToFace, huabei, page, wap } from './payments.ts';
import { templateMessage } from './template-message.ts';
import { textRisk } from './text-risk.ts';
import { trades } from './trades.ts';

/**
 * Alipay Easy SDK's functions, grouped and named as there, with its argument order, for one client.
 *
 * @example
 * const easy = createEasySdk(alipay);
 * const trade = await easy.payment.common.query('A1001');
 * const { body } = easy.payment.page.asyncNotify(notifyUrl).pay('Longjing tea', 'A1001', '88.88', returnUrl);
 */
export function createEasySdk(client: EasyClient, settings: EasySettings = {}) {
  const call = new EasyCall(client, settings);
  return {
    base: {
      oauth: extended(call, oauth),
      qrcode: extended(call, qrcode),
      image: extended(call, image),
      video: extended(call, video),
    },
    marketing: {
      openLife: extended(call, openLife),
      pass: extended(call, pass),
      templateMessage: extended(call, templateMessage),
    },
    member: {
      identification: extended(call, identification),
    },
    payment: {
      common: extended(call, trades),
      huabei: extended(call, huabei),
      faceToFace: extended(call, faceToFace),
      page: extended(call, page),
      wap: extended(call, wap),
      app: extended(call, app),
    },
    security: {
      textRisk: extended(call, textRisk),
    },
    util: {
      aes: extended(call, aes),
      generic: extended(call, generic),
    },
  } as const;
}

/** All groups of Easy SDK's functions. */
export type EasySdk = ReturnType<typeof createEasySdk>;
