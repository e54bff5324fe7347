import type { MethodFacts } from '../examples/facts.ts';
import { findMismatch, type Shape } from '../examples/schema.ts';
import type { Call } from './call.ts';
import { GatewayRefusal } from './refusal.ts';

/** What any call may carry beside its own parameters. */
const COMMON = new Set([
  ...['app_id', 'method', 'format', 'charset', 'sign_type', 'sign', 'timestamp', 'version', 'biz_content'],
  ...['notify_url', 'return_url', 'auth_token', 'app_auth_token', 'app_cert_sn', 'alipay_root_cert_sn'],
  ...['encrypt_type', 'alipay_sdk', 'terminal_type', 'terminal_info', 'prod_code', 'target_app_id'],
  ...['ws_service_url', 'batch_request_id'],
]);

/**
 * Checks a call that the sandbox knows only by name and parameters.
 * @throws {GatewayRefusal} isv.invalid-parameter, naming a parameter that does not exist or is of another type.
 */
export function checkAgainstFacts({ parameters, content, files }: Call, facts: MethodFacts): void {
  for (const [name, value] of Object.entries(content.values)) {
    if (name === 'notify_url' || name === 'return_url') continue;
    check(name, value, facts.contentShapes(name));
  }
  for (const [name, value] of parameters) {
    if (!COMMON.has(name) && !(name in content.values)) check(name, value, facts.parameterShapes(name));
  }
  for (const { field } of files) {
    if (facts.parameterShapes(field).length === 0) throw refuse(`不存在的文件参数${field} / unknown file "${field}"`);
  }
}

function check(name: string, value: unknown, shapes: readonly Shape[]): void {
  const mismatch = findMismatch(value, shapes, name);
  if (mismatch === undefined) return;
  const { path, expected } = mismatch;
  if (expected === undefined) throw refuse(`不存在的参数${path} / unknown parameter "${path}"`);
  throw refuse(`参数${path}的类型应为${expected} / "${path}" should be of type ${expected}`);
}

function refuse(detail: string): GatewayRefusal {
  return new GatewayRefusal('40002', 'isv.invalid-parameter', `参数无效：${detail}`);
}
