import type { Arguments } from '../arguments.ts';
import { UsageError } from '../command.ts';
import type { Subject } from './certificate-request.ts';

/** What may be typed about the one whom a certificate is asked for. */
export const SUBJECT_OPTIONS = { csr: 'flag', company: 'text', department: 'text', domain: 'text' } as const;

type Typed = Arguments<typeof SUBJECT_OPTIONS>;
type NameOption = Exclude<keyof typeof SUBJECT_OPTIONS, 'csr'>;

/** X.520 allows no longer parts of a name: characters, not bytes. */
const NAME_LENGTH_MAX = 64;

/**
 * The subject of the certificate request, undefined where none was asked for.
 * @throws {UsageError} if the company is missing, or a name cannot stand in a certificate.
 */
export function readSubject(typed: Typed): Subject | undefined {
  if (typed.csr === undefined) {
    const stray = (['company', 'department', 'domain'] as const).find((option) => typed[option] !== undefined);
    if (stray !== undefined) throw needsRequest(stray);
    return undefined;
  }
  const company = readName('company', typed.company);
  if (company === undefined) throw missingCompany();
  const department = readName('department', typed.department);
  const commonName = readName('domain', typed.domain) ?? company;
  return { company, ...(department === undefined ? {} : { department }), commonName };
}

function readName(option: NameOption, typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const name = typed.trim();
  const length = [...name].length;
  // Without \p{Cc} a line break that was pasted along would silently become a part of the name.
  const isReadable = name.isWellFormed() && !/\p{Cc}|\ufffd/u.test(name);
  if (length > 0 && length <= NAME_LENGTH_MAX && isReadable) return name;
  if (isReadable) throw wrongLength(option, length);
  throw new UsageError({
    en: `--${option} has characters that cannot stand in a name (line breaks, or a text that is not UTF-8). Type it anew.`,
    zh: `--${option} 含有名称中不能出现的字符（换行，或不是 UTF-8 文本）。请重新输入。`,
  });
}

function wrongLength(option: NameOption, length: number): UsageError {
  return new UsageError({
    en: `--${option} has ${length} characters. A certificate takes 1 to ${NAME_LENGTH_MAX}.`,
    zh: `--${option} 有 ${length} 个字。证书中的名称为 1 到 ${NAME_LENGTH_MAX} 个字。`,
  });
}

function missingCompany(): UsageError {
  return new UsageError({
    en: 'till keygen --csr needs --company NAME: the company (or person) exactly as registered with the Alipay account. Alipay refuses a request in another name.',
    zh: 'till keygen --csr 还需要 --company 名称：必须与支付宝账号认证的企业（或个人）名称完全一致，否则上传会被拒绝。',
  });
}

function needsRequest(option: NameOption): UsageError {
  return new UsageError({
    en: `--${option} goes into a certificate request, so it needs --csr. See: till help keygen`,
    zh: `--${option} 用于证书请求，需要与 --csr 一起使用。用法见：till help keygen`,
  });
}
