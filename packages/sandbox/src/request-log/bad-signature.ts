import type { AppBook } from '../apps/app-book.ts';
import { readGatewayRequest } from '../gateway/parameters.ts';
import { diagnose } from '../gateway/signature-diagnosis.ts';
import type { HttpReply, HttpRequest } from '../http/message.ts';
import type { SignatureDiagnosis } from '../signing/diagnosis.ts';
import { readAuthorization } from '../v3/authorization.ts';
import { diagnoseV3 } from '../v3/signature-diagnosis.ts';
import { readV3Request } from '../v3/v3-request.ts';

/** The code in an answer, or shown on a page; `invalid-signature-type` is another. */
const REFUSED = /(?:"(?:isv\.)?| )invalid-signature["<]/;

/** What was wrong with the signature of a request that was refused for it; undefined for any other. */
export function diagnosisOf(request: HttpRequest, reply: HttpReply, apps: AppBook): SignatureDiagnosis | undefined {
  const isV3 = request.path.startsWith('/v3/');
  const isSigned = isV3 || request.path === '/gateway.do';
  if (!isSigned || !REFUSED.test(reply.body.toString())) return undefined;
  return isV3 ? ofV3(request, apps) : ofGateway(request, apps);
}

function ofGateway(http: HttpRequest, apps: AppBook): SignatureDiagnosis | undefined {
  const request = readGatewayRequest(http);
  const app = apps.find(request.parameters.get('app_id') ?? '');
  if (app === undefined) return undefined;
  const signType = request.parameters.get('sign_type') === 'RSA' ? 'RSA' : 'RSA2';
  return diagnose(request, app, signType, apps.all());
}

function ofV3(http: HttpRequest, apps: AppBook): SignatureDiagnosis | undefined {
  const request = readV3Request(http);
  const authorization = readAuthorization(request.header('authorization'));
  if (authorization === 'other algorithm') return undefined;
  const app = apps.find(authorization.fields.get('app_id') ?? '');
  return app && diagnoseV3(request, authorization, app, apps.all());
}
