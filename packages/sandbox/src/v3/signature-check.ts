import type { App } from '../apps/app.ts';
import { GatewayRefusal } from '../gateway/refusal.ts';
import { printDifference, type SignatureDiagnosis } from '../signing/diagnosis.ts';
import { isSignedBy } from '../signing/signature.ts';
import type { Authorization } from './authorization.ts';
import { diagnoseV3, signedParts, v3StringToSign } from './signature-diagnosis.ts';
import type { V3Request } from './v3-request.ts';

/** @throws {GatewayRefusal} isv.invalid-signature, saying what is most likely wrong. */
export function checkV3Signature(request: V3Request, authorization: Authorization, app: App): void {
  const expected = v3StringToSign(signedParts(request, authorization));
  if (isSignedBy(Buffer.from(expected), authorization.signature ?? '', app.publicKey, 'RSA2')) return;
  throw new GatewayRefusal('40002', 'isv.invalid-signature', explain(diagnoseV3(request, authorization, app)));
}

function explain({ zh, en, expected, difference }: SignatureDiagnosis): string {
  const where = difference === undefined ? '' : `；${escaped(printDifference(difference))}`;
  return `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配（${zh} / ${en}${where}），网关生成的验签字符串为：${escaped(expected)}`;
}

function escaped(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('&', '&amp;');
}
