import { constants, verify } from 'node:crypto';
import type { App } from '../apps/app.ts';
import type { SignatureFinding } from './diagnosis.ts';
import { bitsOf } from './keys.ts';
import { hashUnderKey, isSignedBy, publicKey, type SignType } from './signature.ts';

interface ForeignSignature {
  /** As it came. */
  readonly signature: string;
  /** What the gateway verifies it over. */
  readonly bytes: Uint8Array;
  readonly signType: SignType;
  readonly app: App;
  /** Whose keys may have been mixed up with this app's. */
  readonly others: readonly App[];
}

/** Why the app's registered key does not open a signature: damaged on its way, made in another way, or by another key. */
export function explainForeignSignature(foreign: ForeignSignature): SignatureFinding {
  const made = damage(foreign) ?? wrongPadding(foreign);
  if (made !== undefined) return { kind: 'sign', ...made };
  return {
    kind: 'key',
    ...(wrongRegistration(foreign) ?? wrongSigner(foreign) ?? wrongLength(foreign) ?? strangeKey(foreign)),
  };
}

type Reason = Pick<SignatureFinding, 'zh' | 'en'>;

/** What may happen to the signature itself on its way, and what undoes it. */
const REPAIRS: readonly (Reason & { readonly of: (signature: string) => string })[] = [
  {
    of: (signature) => signature.replaceAll(' ', '+'),
    zh: 'sign没有做URL编码，其中的加号到网关成了空格',
    en: 'sign was not URL-encoded when sent: its + became spaces',
  },
  {
    of: (signature) =>
      signature.replaceAll(/%([\da-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    zh: 'sign做了两次URL编码',
    en: 'sign was URL-encoded twice',
  },
  {
    of: (signature) => (/^[\da-f]+$/i.test(signature) ? Buffer.from(signature, 'hex').toString('base64') : signature),
    zh: 'sign应为base64，而不是十六进制',
    en: 'sign should be base64, not hexadecimal',
  },
  {
    of: (signature) => Buffer.from(signature, 'base64').toString('latin1'),
    zh: 'sign做了两次base64编码',
    en: 'sign was encoded in base64 twice',
  },
];

function damage({ signature, bytes, signType, app }: ForeignSignature): Reason | undefined {
  return REPAIRS.find(({ of }) => isSignedBy(bytes, of(signature), app.publicKey, signType));
}

function wrongRegistration({ app }: ForeignSignature): Reason | undefined {
  if (app.publicKey !== app.alipayPublicKey) return undefined;
  return {
    zh: `应用${app.appId}登记的是支付宝公钥，应登记应用公钥（与您的应用私钥成对）`,
    en: 'what is registered is the Alipay public key: register the public key that belongs to your own private key',
  };
}

function wrongSigner({ signature, app, others }: ForeignSignature): Reason | undefined {
  const owner = others.find(({ publicKey }) => hashUnderKey(signature, publicKey) !== 'other key');
  return (
    owner && {
      zh: `这是应用${owner.appId}的私钥所签，而app_id是${app.appId}`,
      en: `made with the private key of app ${owner.appId}, not of ${app.appId}`,
    }
  );
}

function wrongPadding({ signature, bytes, signType, app }: ForeignSignature): Reason | undefined {
  const key = { key: publicKey(app.publicKey), padding: constants.RSA_PKCS1_PSS_PADDING };
  const hash = signType === 'RSA2' ? 'sha256' : 'sha1';
  if (!verify(hash, bytes, key, Buffer.from(signature, 'base64'))) return undefined;
  return {
    zh: '签名用了RSA-PSS填充，应为PKCS#1 v1.5',
    en: 'signed with RSA-PSS padding: use PKCS#1 v1.5',
  };
}

/** A signature is as long as its key's modulus, so another length tells of a cut or of another key. */
function wrongLength({ signature, app }: ForeignSignature): Reason | undefined {
  const { length } = Buffer.from(signature, 'base64');
  const expected = Math.ceil(bitsOf(publicKey(app.publicKey)) / 8);
  if (length === expected) return undefined;
  return {
    zh: `sign解码后有${length}字节，而登记的公钥的签名有${expected}字节：sign不是base64、被截断，或是另一把密钥所签`,
    en: `sign decodes to ${length} bytes, and one by the registered key has ${expected}: it is not base64, cut off, or made with another key`,
  };
}

function strangeKey({ app }: ForeignSignature): Reason {
  return {
    zh: `签名所用的私钥与应用${app.appId}登记的应用公钥不是一对，或sign值已损坏。请用与该私钥成对的应用公钥重新登记`,
    en: "not made with the private key that belongs to this app's registered public key, or damaged on the way: register the public key of the private key that you sign with",
  };
}
