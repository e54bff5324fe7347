import { existsSync, readFileSync } from 'node:fs';
import type { AlipayOptions } from '@till/alipay';
import type { Arguments } from '../arguments.ts';
import { type CommandContext, CommandError, UsageError } from '../command.ts';

/** What is to be checked, as texts: none of it has been looked at yet. */
export interface Configuration {
  readonly appId: string;
  readonly privateKey: string;
  /** Key mode. */
  readonly alipayPublicKey?: string;
  /** Certificate mode. */
  readonly certificates?: Certificates;
  /** The AES key of content encryption. */
  readonly encryptKey?: string;
  readonly gateway?: string;
  /** Where Alipay posts notifications. */
  readonly notifyUrl?: string;
  readonly signType?: 'RSA' | 'RSA2';
}

export interface Certificates {
  readonly appCert: string;
  readonly alipayCert: string;
  readonly alipayRootCert: string;
}

export const CONFIGURATION_OPTIONS = {
  'app-id': 'text',
  'private-key': 'text',
  'alipay-public-key': 'text',
  'app-cert': 'text',
  'alipay-cert': 'text',
  'alipay-root-cert': 'text',
  'encrypt-key': 'text',
  gateway: 'text',
  'notify-url': 'text',
  'sign-type': 'text',
} as const;

type Option = keyof typeof CONFIGURATION_OPTIONS;

/** The variable that stands in for an option: `--alipay-root-cert`, `ALIPAY_ROOT_CERT`. */
export function variableOf(option: Option): string {
  const name = option.toUpperCase().replaceAll('-', '_');
  return name.startsWith('ALIPAY_') ? name : `ALIPAY_${name}`;
}

/** What an option holds a file's name for; the others are plain values. */
const FILES: readonly Option[] = [
  'private-key',
  'alipay-public-key',
  'app-cert',
  'alipay-cert',
  'alipay-root-cert',
  'encrypt-key',
];

const CERTIFICATES = ['app-cert', 'alipay-cert', 'alipay-root-cert'] as const;

/**
 * The configuration, from options first, else from the environment.
 * @throws {UsageError} if something is missing or does not go together, {CommandError} for a file that cannot be read.
 */
export function readConfiguration(
  options: Arguments<typeof CONFIGURATION_OPTIONS>,
  env: CommandContext['env'],
): Configuration {
  const given = (option: Option) => options[option] ?? (env[variableOf(option)]?.trim() || undefined);
  const text = (option: Option) => {
    const value = given(option);
    return value !== undefined && FILES.includes(option)
      ? contentOf(option, value, options[option] === undefined)
      : value;
  };
  const isKeyMode = given('alipay-public-key') !== undefined;
  const certificates = CERTIFICATES.filter((option) => given(option) !== undefined);
  if (isKeyMode && certificates.length > 0) throw twoModes();
  const trust = certificates.length > 0 ? CERTIFICATES : (['alipay-public-key'] as const);
  const missing = (['app-id', 'private-key', ...trust] as const).filter((option) => given(option) === undefined);
  if (missing.length > 0) throw missingOptions(missing);
  const trusted = isKeyMode
    ? { alipayPublicKey: text('alipay-public-key') ?? '' }
    : {
        certificates: {
          appCert: text('app-cert') ?? '',
          alipayCert: text('alipay-cert') ?? '',
          alipayRootCert: text('alipay-root-cert') ?? '',
        },
      };
  const [encryptKey, gateway, notifyUrl] = [text('encrypt-key'), text('gateway'), text('notify-url')];
  const signType = readSignType(text('sign-type'));
  return {
    appId: text('app-id') ?? '',
    privateKey: text('private-key') ?? '',
    ...trusted,
    ...(encryptKey === undefined ? {} : { encryptKey }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
    ...(signType === undefined ? {} : { signType }),
  };
}

function readSignType(text: string | undefined): 'RSA' | 'RSA2' | undefined {
  const signType = text?.toUpperCase();
  if (signType === undefined || signType === 'RSA' || signType === 'RSA2') return signType;
  throw new UsageError({
    en: `--sign-type ${signType} does not exist. It is RSA2, or RSA for old apps.`,
    zh: `没有签名类型 ${signType}。可用 RSA2；旧应用用 RSA。`,
  });
}

/** The options of the SDK's client. */
export function clientOptions({
  certificates,
  alipayPublicKey = '',
  notifyUrl: _checkedByItself,
  ...rest
}: Configuration): AlipayOptions {
  return { ...rest, ...(certificates ?? { alipayPublicKey }) };
}

/** An option names a file. A variable may also hold the text itself, as deployments have it. */
function contentOf(option: Option, value: string, isVariable: boolean): string {
  const name = isVariable ? variableOf(option) : `--${option}`;
  if (isText(value) && !existsSync(value)) {
    if (isVariable || option === 'encrypt-key') return value;
    throw textForFile(name);
  }
  try {
    return readFileSync(value, 'utf8').trim();
  } catch (cause) {
    throw new CommandError(
      {
        en: `Cannot read ${JSON.stringify(value)} (${name}). Give the file's path.`,
        zh: `无法读取 ${JSON.stringify(value)}（${name}）。请给出文件路径。`,
      },
      { exitCode: 2, cause },
    );
  }
}

/** Longer than the paths that people have keys at. */
const PATH_LENGTH_MAX = 200;

/** Whether this is a key's or certificate's text. It may be a damaged one, and must not be printed either. */
function isText(value: string): boolean {
  return value.length > PATH_LENGTH_MAX || /-----BEGIN|^[A-Za-z0-9+/=\s]{20,}$/.test(value);
}

function textForFile(name: string): CommandError {
  return new CommandError(
    {
      en: `${name} names no file; is it the text itself? Write that into a file and give its path: others can see what stands on a command line.`,
      zh: `${name} 指定的文件不存在；给出的是内容本身吗？请写入文件并给出路径：命令行上的内容其他人可以看到。`,
    },
    { exitCode: 2 },
  );
}

function missingOptions(options: readonly Option[]): UsageError {
  const list = options.map((option) => `--${option} (${variableOf(option)})`);
  const files = CERTIFICATES.map((option) => `--${option}`);
  const [otherMode, otherModeZh] = options.includes('alipay-public-key')
    ? [` In certificate mode the last is ${files.join(', ')}.`, `证书模式下，最后一项为 ${files.join('、')}。`]
    : ['', ''];
  return new UsageError({
    en: `till doctor needs ${list.join(', ')}.${otherMode} See: till help doctor`,
    zh: `till doctor 还需要 ${list.join('、')}。${otherModeZh}用法见：till help doctor`,
  });
}

function twoModes(): UsageError {
  return new UsageError({
    en: "An app is in key mode (--alipay-public-key) or in certificate mode (the three certificates). Give one mode's.",
    zh: '应用要么是公钥模式（--alipay-public-key），要么是证书模式（三个证书）。请只给其中一种。',
  });
}
