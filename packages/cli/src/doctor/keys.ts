import { generateKeyPairSync } from 'node:crypto';
import { Alipay, AlipayConfigError, type AlipayOptions } from '@till/alipay';
import { complaintText } from './complaint.ts';
import type { Configuration } from './configuration.ts';
import { check, EARLIER, type Finding, same } from './finding.ts';

const APP_ID = check('app_id', { en: 'App id', zh: '应用 APPID' });
const PRIVATE_KEY = check('private_key', { en: 'App private key', zh: '应用私钥' });
const PUBLIC_KEY = check('alipay_public_key', { en: "Alipay's public key", zh: '支付宝公钥' });
const ENCRYPT_KEY = check('encrypt_key', { en: 'AES key', zh: 'AES 密钥' });

/**
 * Checks the id and the keys. Each is tried in a client whose other options are known to be good, so that what the
 * client complains of is the one that is looked at.
 */
export function checkKeys(configuration: Configuration): Finding[] {
  const { appId, privateKey, alipayPublicKey, encryptKey, signType } = configuration;
  const good = { ...goodOptions(), ...(signType === undefined ? {} : { signType }) };
  const findings = [appIdFinding(good, appId), privateKeyFinding(good, privateKey)];
  const isPrivateKeyGood = findings[1]?.state === 'ok';
  if (alipayPublicKey !== undefined) {
    findings.push(
      isPrivateKeyGood ? publicKeyFinding({ ...good, privateKey }, alipayPublicKey) : PUBLIC_KEY.skipped(EARLIER),
    );
  }
  if (encryptKey !== undefined) findings.push(encryptKeyFinding(good, encryptKey));
  return findings;
}

type GoodOptions = AlipayOptions & { readonly privateKey: string; readonly alipayPublicKey: string };

function goodOptions(): GoodOptions {
  const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    appId: '2021000000000000',
    privateKey: pair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    alipayPublicKey: pair().publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** What a client says about its options; undefined if they will do. */
export function complaint(options: AlipayOptions): string | undefined {
  try {
    new Alipay(options);
    return undefined;
  } catch (error) {
    if (error instanceof AlipayConfigError) return error.message;
    throw error;
  }
}

function appIdFinding(good: GoodOptions, appId: string): Finding {
  const wrong = complaint({ ...good, appId });
  if (wrong !== undefined) {
    return APP_ID.failure(complaintText(wrong), {
      en: "Copy the APPID from Alipay's console: digits only.",
      zh: '请从支付宝开放平台复制 APPID，全部是数字。',
    });
  }
  if (appId.length === 16) return APP_ID.ok(same(appId));
  return APP_ID.warning(
    { en: `${appId} has ${appId.length} digits, not 16`, zh: `${appId} 有 ${appId.length} 位，不是 16 位` },
    { en: 'Compare it with the APPID in the console.', zh: '请与开放平台上的 APPID 核对。' },
  );
}

function privateKeyFinding(good: GoodOptions, privateKey: string): Finding {
  const wrong = complaint({ ...good, privateKey });
  if (wrong !== undefined) {
    return PRIVATE_KEY.failure(complaintText(wrong), {
      en: 'Give the private key of the pair whose public half is in the console (till keygen makes one).',
      zh: '请使用与平台上“应用公钥”成对的私钥（可用 till keygen 生成）。',
    });
  }
  const isPkcs1 = privateKey.includes('BEGIN RSA PRIVATE KEY');
  const form = privateKey.includes('BEGIN') ? (isPkcs1 ? 'PKCS#1' : 'PKCS#8') : 'base64';
  return PRIVATE_KEY.ok({ en: `RSA, ${form}, complete`, zh: `RSA，${form}，完整` });
}

function publicKeyFinding(good: GoodOptions, alipayPublicKey: string): Finding {
  const wrong = complaint({ ...good, alipayPublicKey });
  if (wrong === undefined) {
    return PUBLIC_KEY.ok({ en: "RSA, not the app's own", zh: 'RSA，不是应用自己的公钥' });
  }
  return PUBLIC_KEY.failure(complaintText(wrong), {
    en: "In the console open the app's key settings and copy ALIPAY's public key, which it shows beside the app's own.",
    zh: '在开放平台的“接口加签方式”中复制“支付宝公钥”，它与“应用公钥”并列显示，不要混淆。',
  });
}

function encryptKeyFinding(good: GoodOptions, encryptKey: string): Finding {
  const wrong = complaint({ ...good, encryptKey });
  if (wrong === undefined) return ENCRYPT_KEY.ok(same(`AES, ${Buffer.from(encryptKey, 'base64').length * 8} bit`));
  return ENCRYPT_KEY.failure(complaintText(wrong), {
    en: 'Copy the AES key from the console, as it shows it (base64).',
    zh: '请从开放平台“接口内容加密方式”中原样复制 AES 密钥（base64）。',
  });
}
