import type { IdentityCheck } from '../buyers/identity.ts';
import { type BizContent, invalid } from './biz-content.ts';

const CERT_TYPES = [
  ...['IDENTITY_CARD', 'PASSPORT', 'OFFICER_CARD', 'SOLDIER_CARD', 'HOKOU'],
  'PERMANENT_RESIDENCE_FOREIGNER',
];

/**
 * `ext_user_info`: who alone may pay. `need_check_info` checks what is given, `fix_buyer` wants all of it; without
 * either nothing is checked, and a mobile number never is.
 * @throws {GatewayRefusal}
 */
export function readIdentityCheck(content: BizContent): { readonly identity?: IdentityCheck } {
  const info = content.object('ext_user_info');
  const [isFixed, isChecked] = ['fix_buyer', 'need_check_info'].map((name) => readFlag(info, name));
  info.text('mobile', 20);
  const name = info.text('name', 16);
  const certType = readCertType(info);
  const certNo = info.text('cert_no', 64);
  const minAge = readAge(info.text('min_age', 3));
  const hash = info.text('identity_hash', 128);
  if (isFixed === true && (name === undefined || certType === undefined || certNo === undefined)) {
    throw invalid('fix_buyer为T时，cert_type、cert_no和name必填');
  }
  if (isFixed !== true && isChecked !== true) return {};
  const identity: IdentityCheck = {
    ...(name === undefined ? {} : { name }),
    ...(certType === undefined ? {} : { certType }),
    ...(certNo === undefined ? {} : { certNo }),
    ...(minAge === undefined || isChecked !== true ? {} : { minAge }),
    ...(hash === undefined || isChecked !== true ? {} : { hash }),
  };
  return Object.keys(identity).length === 0 ? {} : { identity };
}

function readFlag(info: BizContent, name: string): boolean {
  const flag = info.text(name, 8) ?? 'F';
  if (flag !== 'T' && flag !== 'F') throw invalid(`${name}应为T或F`);
  return flag === 'T';
}

function readCertType(info: BizContent): string | undefined {
  const type = info.text('cert_type', 32);
  if (type !== undefined && !CERT_TYPES.includes(type)) throw invalid(`cert_type应为${CERT_TYPES.join('、')}`);
  return type;
}

function readAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw invalid('min_age应为大于等于0的整数');
  return Number(text);
}
