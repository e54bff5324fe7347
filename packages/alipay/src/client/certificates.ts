import type { KeyObject } from 'node:crypto';
import type { Certificate } from '../certificate/index.ts';
import { AlipayCertificateError, AlipayConfigError } from '../errors/index.ts';
import { readUnverified } from '../gateway/index.ts';
import type { ClientSettings } from './alipay-options.ts';
import { perform } from './exchange.ts';
import { formRequest } from './signed-request.ts';

const DOWNLOAD = 'alipay.open.app.alipaycert.download';

/**
 * Alipay's certificate with a serial number, as a message names it: one that is known, or a newer one, fetched and
 * checked.
 * @throws {AlipayCertificateError | AlipayConfigError}
 */
export function certificateFor(settings: ClientSettings, serialNumber: string): Promise<Certificate> {
  if (settings.alipayCertificates === undefined) {
    throw new AlipayConfigError('The client is in key mode, which knows no certificates.');
  }
  return settings.alipayCertificates.find(serialNumber, (wanted) => download(settings, wanted));
}

/** As {@link certificateFor}, for the serial number that anybody's message names. */
export async function certificateForMessage(settings: ClientSettings, serialNumber: string): Promise<Certificate> {
  const { alipayCertificates } = settings;
  if (alipayCertificates === undefined) return certificateFor(settings, serialNumber);
  return alipayCertificates.findForMessage(serialNumber, (wanted) => download(settings, wanted));
}

/**
 * Fetches a certificate. Its answer is signed by the very certificate that is being fetched, so it is not verified: the
 * certificate is, by its chain.
 */
function download(settings: ClientSettings, serialNumber: string): Promise<string> {
  return perform(settings, {
    protocol: 'v2',
    name: DOWNLOAD,
    waiting: {},
    isReading: true,
    isRepeatable: true,
    prepare: () => formRequest(settings, DOWNLOAD, { alipay_cert_sn: serialNumber }, { notifyUrl: '' }),
    read(answer) {
      const node = readUnverified(DOWNLOAD, answer);
      const content = node?.alipay_cert_content;
      if (typeof content === 'string' && content !== '') return pemOf(content);
      throw new AlipayCertificateError(
        `${DOWNLOAD} gave none (${[node?.code, node?.sub_code, node?.sub_msg].filter(Boolean).join(' ') || 'no answer'}).`,
      );
    },
  });
}

function pemOf(content: string): string {
  return content.includes('-----BEGIN') ? content : Buffer.from(content, 'base64').toString('utf8');
}

/** The keys by which an answer may be signed: in certificate mode, that of the certificate it names. */
export async function signersOf(
  settings: ClientSettings,
  name: string,
  certificateSn: () => string | undefined,
): Promise<readonly KeyObject[]> {
  const serialNumber = settings.alipayCertificates === undefined ? undefined : certificateSn();
  if (serialNumber === undefined) return settings.keys.alipayPublicKeys;
  try {
    return [(await certificateFor(settings, serialNumber)).publicKey];
  } catch (cause) {
    if (!(cause instanceof AlipayCertificateError)) throw cause;
    const advice = 'The outcome is unknown: query, or repeat with the same number.';
    throw new AlipayCertificateError(`${name}: ${cause.message} ${advice}`, { cause });
  }
}
