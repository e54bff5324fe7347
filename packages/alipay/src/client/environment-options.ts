import { existsSync, readFileSync } from 'node:fs';
import { AlipayConfigError } from '../errors/index.ts';
import type { AlipayOptions } from './alipay-options.ts';

/** Variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The client's options from environment variables, which are those of `till doctor`: `ALIPAY_APP_ID`,
 * `ALIPAY_PRIVATE_KEY`, and `ALIPAY_PUBLIC_KEY`, or in certificate mode `ALIPAY_APP_CERT`, `ALIPAY_CERT` and
 * `ALIPAY_ROOT_CERT`. Where wanted: `ALIPAY_NOTIFY_URL`, `ALIPAY_RETURN_URL`, `ALIPAY_GATEWAY`, `ALIPAY_SIGN_TYPE`,
 * `ALIPAY_ENCRYPT_KEY`.
 *
 * Keys and certificates stand in their variable as text (PEM or base64, `\n` and all), or as the name of a file.
 * @example
 * const alipay = new Alipay(optionsFromEnvironment());
 * const patient = new Alipay({ ...optionsFromEnvironment(), timeoutMs: 30_000 });
 * @throws {AlipayConfigError} that names the variable which is missing, or the file that cannot be read.
 */
export function optionsFromEnvironment(environment: Environment = process.env): AlipayOptions {
  const optional = (name: string) => environment[name]?.trim() || undefined;
  const required = (name: string) => {
    const value = optional(name);
    if (value !== undefined) return value;
    throw new AlipayConfigError(`${name} is not set in the environment: ${MEANING[name]}.`);
  };
  const isCertificateMode = CERTIFICATES.some((name) => optional(name) !== undefined);
  const [notifyUrl, returnUrl, gateway, signType, encryptKey] = OPTIONAL.map(optional);
  return {
    appId: required('ALIPAY_APP_ID'),
    privateKey: content('ALIPAY_PRIVATE_KEY', required('ALIPAY_PRIVATE_KEY')),
    ...(isCertificateMode
      ? {
          appCert: content('ALIPAY_APP_CERT', required('ALIPAY_APP_CERT')),
          alipayCert: content('ALIPAY_CERT', required('ALIPAY_CERT')),
          alipayRootCert: content('ALIPAY_ROOT_CERT', required('ALIPAY_ROOT_CERT')),
        }
      : { alipayPublicKey: content('ALIPAY_PUBLIC_KEY', required('ALIPAY_PUBLIC_KEY')) }),
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(signType === undefined ? {} : { signType: signTypeOf(signType) }),
    ...(encryptKey === undefined ? {} : { encryptKey: content('ALIPAY_ENCRYPT_KEY', encryptKey) }),
  };
}

const CERTIFICATES = ['ALIPAY_APP_CERT', 'ALIPAY_CERT', 'ALIPAY_ROOT_CERT'];

const OPTIONAL = ['ALIPAY_NOTIFY_URL', 'ALIPAY_RETURN_URL', 'ALIPAY_GATEWAY', 'ALIPAY_SIGN_TYPE', 'ALIPAY_ENCRYPT_KEY'];

const MEANING: Readonly<Record<string, string>> = {
  ALIPAY_APP_ID: "the app's id in Alipay's console, digits",
  ALIPAY_PRIVATE_KEY: "the app's private key (应用私钥), as text or as a file's name",
  ALIPAY_PUBLIC_KEY: "Alipay's public key (支付宝公钥), as text or as a file's name; or the three certificates",
  ALIPAY_APP_CERT: "certificate mode needs the app's certificate (appCertPublicKey_*.crt), as text or as a file's name",
  ALIPAY_CERT:
    "certificate mode needs Alipay's certificate (alipayCertPublicKey_RSA2.crt), as text or as a file's name",
  ALIPAY_ROOT_CERT:
    "certificate mode needs Alipay's root certificates (alipayRootCert.crt), as text or as a file's name",
};

/** What Alipay's console and `openssl` give files; no key's text ends so. */
const FILE_NAME = /^[^\n]{1,1000}\.(pem|txt|crt|cer|key|der)$/i;

/** What a variable holds, or what is in the file that it names. */
function content(name: string, value: string): string {
  const isFile = FILE_NAME.test(value) || (value.length <= 1000 && existsSync(value));
  if (!isFile) return value;
  try {
    return readFileSync(value, 'utf8');
  } catch (cause) {
    throw new AlipayConfigError(
      `${name} names the file ${JSON.stringify(value)}, which cannot be read (${(cause as NodeJS.ErrnoException).code}). ` +
        `Give its full path, or the text that is in it. The working directory is ${process.cwd()}.`,
      { cause },
    );
  }
}

function signTypeOf(text: string): 'RSA' | 'RSA2' {
  const signType = text.toUpperCase();
  if (signType === 'RSA' || signType === 'RSA2') return signType;
  throw new AlipayConfigError(`ALIPAY_SIGN_TYPE is ${JSON.stringify(text)}. It is RSA2, or RSA for old apps.`);
}
