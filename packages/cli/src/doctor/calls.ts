import { randomUUID } from 'node:crypto';
import {
  Alipay,
  AlipayCertificateError,
  AlipayGatewayError,
  AlipayNetworkError,
  AlipayResponseError,
  AlipaySignatureError,
  AlipayV3Error,
} from '@till/alipay';
import type { Bilingual } from '../command.ts';
import { type Configuration, clientOptions } from './configuration.ts';
import { type Check, check, EARLIER, type Finding, same } from './finding.ts';
import { remedyFor } from './refusals.ts';

const V2 = check('call', { en: 'A signed call', zh: '签名调用' });
const V3 = check('call_v3', { en: 'A signed v3 call', zh: '签名调用（v3）' });
const ENCRYPTED = check('call_encrypted', { en: 'An encrypted call', zh: '加密调用' });

/** What Alipay says of a trade that cannot exist: app, signature and answer are all in order then. */
const NO_SUCH_TRADE = 'ACQ.TRADE_NOT_EXIST';

/** Asks Alipay for a trade that cannot exist, in each way that the configuration allows. Nothing is changed by that. */
export async function checkCalls(configuration: Configuration): Promise<Finding[]> {
  const alipay = new Alipay(clientOptions(configuration));
  const query = { out_trade_no: `till-doctor-${randomUUID()}` };
  const isV3 = configuration.signType !== 'RSA';
  const isEncrypted = configuration.encryptKey !== undefined;

  const v2 = await failureOf(() => alipay.execute('alipay.trade.query', query));
  // A refusal would only be repeated. Where the answer could not be trusted, v3 may say what is behind that.
  const isSettled = v2 !== undefined && !(v2 instanceof AlipaySignatureError);
  const findings = [findingOf(V2, ACCEPTED, v2)];
  if (isV3) {
    const v3 = isSettled ? v2 : await failureOf(() => alipay.v3('POST /v3/alipay/trade/query', query));
    const isSame = isSettled || (v2 !== undefined && v3 instanceof AlipaySignatureError);
    findings.push(isSame ? V3.skipped(EARLIER) : findingOf(V3, ACCEPTED, v3));
  }
  if (isEncrypted) {
    const encrypted = () => failureOf(() => alipay.execute('alipay.trade.query', query, { encrypt: true }));
    findings.push(v2 === undefined ? findingOf(ENCRYPTED, DECRYPTED, await encrypted()) : ENCRYPTED.skipped(EARLIER));
  }
  return findings;
}

/** Why a call was not accepted; undefined if it was. */
async function failureOf(call: () => Promise<object>): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof AlipayGatewayError && error.subCode === NO_SUCH_TRADE) return undefined;
    if (error instanceof AlipayV3Error && error.code === NO_SUCH_TRADE) return undefined;
    return error;
  }
}

function findingOf(of: Check, good: Bilingual, failure: unknown): Finding {
  if (failure === undefined) return of.ok(good);
  if (failure instanceof AlipayGatewayError) {
    return refused(of, failure.subCode ?? failure.code, failure.subMsg ?? failure.msg, failure);
  }
  if (failure instanceof AlipayV3Error) return refused(of, failure.code, failure.msg, failure);
  return unanswered(of, failure);
}

const ACCEPTED: Bilingual = {
  en: 'Alipay knows the app and its signature, and its own signature is verified',
  zh: '支付宝认可应用和签名，其应答的签名也验证无误',
};
const DECRYPTED: Bilingual = {
  en: 'Alipay decrypts with this key, and so is its own answer decrypted',
  zh: '支付宝能用此密钥解密，其应答也解密无误',
};

interface Told {
  readonly traceId: string | undefined;
  readonly remedyUrl: string | undefined;
}

/** Alipay adds the string that it would have signed. It is the right one: the SDK made the same. */
const STRING_TO_SIGN = /，网关生成的验签字符串为.*$/s;

function refused(of: Check, code: string, text: string, { traceId, remedyUrl }: Told): Finding {
  const trace = traceId === undefined ? '' : ` (trace ${traceId})`;
  const said = `${code}: ${text.replace(STRING_TO_SIGN, '').slice(0, 600)}${trace}`;
  const finding = of.failure(same(said), remedyFor(code));
  return remedyUrl === undefined ? finding : { ...finding, page: remedyUrl };
}

/** Of no concern here: nothing was asked for that could have happened. */
const OUTCOME = / The outcome is unknown: query, or repeat with the same number\.?/g;

function unanswered(of: Check, error: unknown): Finding {
  if (!(error instanceof Error)) throw error;
  const said = same(error.message.replace(OUTCOME, ''));
  if (error instanceof AlipaySignatureError) {
    return of.failure(said, {
      en: "An answer came, but it does not verify: the Alipay key or certificate given here is another app's, was replaced, or is of the other mode (key, certificate). Take it anew from this app's key settings.",
      zh: '收到了应答，但验签失败：这里给出的支付宝公钥或证书属于其他应用、已更换，或加签方式（公钥、证书）不同。请从该应用的“接口加签方式”重新获取。',
    });
  }
  if (error instanceof AlipayCertificateError) {
    return of.failure(said, {
      en: "Download Alipay's certificate and root certificates anew.",
      zh: '请重新下载支付宝公钥证书和根证书。',
    });
  }
  if (error instanceof AlipayResponseError) {
    return of.failure(said, {
      en: 'What answered is not Alipay: check --gateway, and whether a proxy or a login page stands in between.',
      zh: '应答者不是支付宝：请检查 --gateway，以及中间是否有代理或登录页面。',
    });
  }
  if (error instanceof AlipayNetworkError) {
    return of.failure(said, { en: 'Try again; then look at the connection.', zh: '请重试；再检查网络连接。' });
  }
  throw error;
}
