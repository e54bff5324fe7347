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
import { type Check, check, type Finding } from './finding.ts';
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
  const findings = [await made(V2, () => alipay.execute('alipay.trade.query', query))];
  if (configuration.signType !== 'RSA') {
    findings.push(await made(V3, () => alipay.v3('POST /v3/alipay/trade/query', query)));
  }
  if (configuration.encryptKey !== undefined) {
    findings.push(await made(ENCRYPTED, () => alipay.execute('alipay.trade.query', query, { encrypt: true })));
  }
  return findings;
}

async function made(of: Check, call: () => Promise<object>): Promise<Finding> {
  try {
    await call();
    return of.ok(ACCEPTED);
  } catch (error) {
    if (error instanceof AlipayGatewayError) {
      return error.subCode === NO_SUCH_TRADE
        ? of.ok(ACCEPTED)
        : refused(of, error.subCode ?? error.code, error.subMsg ?? error.msg, error);
    }
    if (error instanceof AlipayV3Error) {
      return error.code === NO_SUCH_TRADE ? of.ok(ACCEPTED) : refused(of, error.code, error.msg, error);
    }
    return unanswered(of, error);
  }
}

const ACCEPTED: Bilingual = {
  en: 'Alipay knows the app and its signature, and its own signature is verified',
  zh: '支付宝认可应用和签名，其应答的签名也验证无误',
};

interface Told {
  readonly traceId: string | undefined;
  readonly remedyUrl: string | undefined;
}

function refused(of: Check, code: string, text: string, { traceId, remedyUrl }: Told): Finding {
  const trace = traceId === undefined ? '' : ` (trace ${traceId})`;
  const said = `${code}: ${text.slice(0, 600)}${trace}`;
  const remedy = remedyFor(code);
  const page = remedyUrl === undefined ? '' : ` ${remedyUrl}`;
  return of.failure({ en: said, zh: said }, { en: remedy.en + page, zh: remedy.zh + page });
}

function unanswered(of: Check, error: unknown): Finding {
  if (!(error instanceof Error)) throw error;
  const said = { en: error.message, zh: error.message };
  if (error instanceof AlipaySignatureError) {
    return of.failure(said, {
      en: 'Alipay took the request, but its answer does not verify: the Alipay public key is of another app or was replaced. Copy it anew.',
      zh: '支付宝接受了请求，但应答验签失败：支付宝公钥属于其他应用或已更换。请重新复制。',
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
