import { parseBeijing } from '@till/alipay/time';
import type { SignerTerms } from '../agreements/agreement.ts';
import type { IdentityCheck } from '../buyers/identity.ts';
import type { BizContent } from './biz-content.ts';
import type { Call } from './call.ts';

const SECONDS_MAX = 86_400;
const AGE_MAX = 150;

/**
 * Who alone may sign on the page, and until when. What only some contracts know is read, and heeded by none here.
 * @throws {GatewayRefusal}
 */
export function readSignerTerms(content: BizContent, call: Call, now: number): SignerTerms {
  for (const name of ['prod_params', 'promo_params', 'sub_merchant', 'zm_auth_params', 'specified_asset']) {
    content.object(name);
  }
  content.text('pass_params', 1024);
  if (!URL.canParse(content.text('merchant_process_url', 256) ?? 'https://none.example')) {
    throw content.refusal('merchant_process_url应为绝对地址');
  }
  const params = content.object('identity_params');
  const userId = params.text('sign_user_id', 32);
  const openId = params.text('sign_open_id', 128);
  const identity = readIdentity(content, params);
  const signBy = readSignBy(content, call, now);
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(openId === undefined ? {} : { openId }),
    ...(identity === undefined ? {} : { identity }),
    ...(signBy === undefined ? {} : { signBy }),
  };
}

function readIdentity(content: BizContent, params: BizContent): IdentityCheck | undefined {
  const name = params.text('user_name', 64);
  const certNo = params.text('cert_no', 64);
  const hash = params.text('identity_hash', 128);
  const range = content.object('user_age_range');
  const [minAge, maxAge] = ['min', 'max'].map((end) => readAge(range, end));
  const identity: IdentityCheck = {
    ...(name === undefined ? {} : { name }),
    ...(certNo === undefined ? {} : { certNo }),
    ...(hash === undefined ? {} : { hash }),
    ...(minAge === undefined ? {} : { minAge }),
    ...(maxAge === undefined ? {} : { maxAge }),
  };
  return Object.keys(identity).length === 0 ? undefined : identity;
}

function readAge(range: BizContent, end: string): number | undefined {
  const text = range.text(end, 3);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) > AGE_MAX) throw range.refusal('user_age_range应为{"min":"18","max":"30"}');
  return Number(text);
}

/** `effect_time`: for how many seconds, from the request's timestamp on, the page can be signed. */
function readSignBy(content: BizContent, { parameters }: Call, now: number): number | undefined {
  const text = content.text('effect_time', 8);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) > SECONDS_MAX) throw content.refusal('effect_time应为0到86400的整数，单位秒');
  const timestamp = parameters.get('timestamp');
  return (timestamp === undefined ? now : parseBeijing(timestamp)) + Number(text) * 1000;
}
