import type { App } from '../apps/app.ts';
import { printDifference, type SignatureDiagnosis } from '../signing/diagnosis.ts';
import type { SignType } from '../signing/signature.ts';
import type { GatewayRequest } from './parameters.ts';
import { GatewayRefusal } from './refusal.ts';
import { diagnose, expectedText, fits } from './signature-diagnosis.ts';

/** @throws {GatewayRefusal} isv.invalid-signature, saying what is most likely wrong. */
export function checkSignature(request: GatewayRequest, app: App, signType: SignType): void {
  const { text, charset } = expectedText(request);
  if (fits(request, app, signType, text, charset)) return;
  throw new GatewayRefusal('40002', 'isv.invalid-signature', explain(diagnose(request, app, signType)));
}

/** In Alipay's own words, where it has some. */
export function explain({ kind, expected, zh, en, difference }: SignatureDiagnosis): string {
  if (kind === 'charset' || kind === 'hash') return `验签出错，${zh} (${en})`;
  const where = difference === undefined ? '' : `；${escaped(printDifference(difference))}`;
  return `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配（${zh} / ${en}${where}），网关生成的验签字符串为：${escaped(expected)}`;
}

/** As the gateway shows its string to sign. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;');
}
