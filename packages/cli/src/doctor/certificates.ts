import { type Certificate, distrust, readCertificates, rootSerialNumber } from '@till/alipay';
import type { Bilingual } from '../command.ts';
import { complaintText } from './complaint.ts';
import { type Certificates, type Configuration, clientOptions } from './configuration.ts';
import { type Check, check, EARLIER, type Finding } from './finding.ts';
import { complaint } from './keys.ts';

const MODE = check('certificates', { en: 'Certificates', zh: '证书' });
const APP = check('app_cert', { en: "App's certificate", zh: '应用公钥证书' });
const ALIPAY = check('alipay_cert', { en: "Alipay's certificate", zh: '支付宝公钥证书' });
const ROOT = check('alipay_root_cert', { en: "Alipay's root certificates", zh: '支付宝根证书' });

const DAY_MS = 24 * 60 * 60 * 1000;
/** So long before its end a certificate's renewal is due. */
const SOON_MS = 30 * DAY_MS;

/** Checks the three certificate files: that they are what they are given as, belong to the key, and how long they last. */
export function checkCertificates(
  configuration: Configuration & { readonly certificates: Certificates },
  isPrivateKeyGood: boolean,
  now: number,
): Finding[] {
  if (!isPrivateKeyGood) return [MODE.skipped(EARLIER)];
  const wrong = complaint({ ...clientOptions(configuration), appId: '2021000000000000' });
  if (wrong !== undefined) {
    return [
      MODE.failure(complaintText(wrong), {
        en: "Download the three files anew from the app's key settings: appCertPublicKey_*.crt, alipayCertPublicKey_RSA2.crt, alipayRootCert.crt.",
        zh: '请在应用的“接口加签方式”中重新下载三个文件：appCertPublicKey_*.crt、alipayCertPublicKey_RSA2.crt、alipayRootCert.crt。',
      }),
    ];
  }
  const { appCert, alipayCert, alipayRootCert } = configuration.certificates;
  const app = readCertificates('appCert', appCert);
  const alipay = readCertificates('alipayCert', alipayCert);
  const roots = readCertificates('alipayRootCert', alipayRootCert);
  const between = [...app, ...alipay];
  return [
    leafFinding(APP, app, between, roots, now),
    leafFinding(ALIPAY, alipay, between, roots, now),
    ROOT.ok({
      en: `${roots.length} certificates, root_cert_sn ${rootSerialNumber('alipayRootCert', roots)}`,
      zh: `${roots.length} 个证书，root_cert_sn ${rootSerialNumber('alipayRootCert', roots)}`,
    }),
  ];
}

function leafFinding(
  of: Check,
  bundle: readonly Certificate[],
  between: readonly Certificate[],
  roots: readonly Certificate[],
  now: number,
): Finding {
  const leaf = bundle.find(({ x509 }) => !x509.ca) ?? bundle[0];
  if (leaf === undefined) return of.skipped(EARLIER);
  const end = Date.parse(leaf.x509.validTo);
  const days = Math.floor((end - now) / DAY_MS);
  const until = new Date(end).toISOString().slice(0, 10);
  const detail: Bilingual = {
    en: `serial number ${leaf.serialNumber}, valid until ${until} (${days} days)`,
    zh: `序列号 ${leaf.serialNumber}，有效期至 ${until}（还有 ${days} 天）`,
  };
  if (end - now < SOON_MS) {
    return of.warning(detail, {
      en: 'Renew it in the console before that day, and replace the file here.',
      zh: '请在到期之前到开放平台更新证书，并替换这里的文件。',
    });
  }
  const doubt = distrust(leaf, between, roots, now);
  if (doubt === undefined) return of.ok(detail);
  return of.warning(
    { en: `${detail.en}; ${doubt}`, zh: `${detail.zh}；${doubt}` },
    {
      en: 'Its chain to the root is not complete in these files. Download them anew, from one app, at one time.',
      zh: '这些文件中到根证书的证书链不完整。请从同一个应用重新下载全部证书。',
    },
  );
}
