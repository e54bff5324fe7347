import type { KeyObject } from 'node:crypto';
import { AlipayCertificateError, messageOf } from '../errors/index.ts';
import type { Clock } from '../time/index.ts';
import { type Certificate, readCertificates } from './certificate.ts';
import { distrust } from './chain.ts';

/** Asks Alipay for the certificate with this serial number; the PEM text, not yet believed. */
export type DownloadCertificate = (serialNumber: string) => Promise<string>;

/** How long a serial number that could not be fetched is not asked for again. */
const REST_AFTER_FAILURE_MS = 60_000;

/** Fetches in one minute that anybody's messages may cause: Alipay has a new certificate once in years. */
const FETCHES_FOR_MESSAGES_MAX = 10;
const MINUTE_MS = 60_000;

/** More failures than are worth remembering: whoever sends made-up serial numbers must not fill the memory. */
const FAILURES_MAX = 1000;

/**
 * The certificates by which Alipay signs for an app: those configured, and those fetched when Alipay moved on to a new
 * one.
 *
 * Alipay names the certificate in each answer. An unknown one is fetched, once however many calls wait for it, and used
 * if it has the serial number that was asked for, comes from the same authority as the configured ones, and its chain
 * ends at Alipay's root. The same authority, since the same root vouches for every app's certificate too.
 * Source: Alipay open platform, "支付宝公钥证书升级"; `alipay.open.app.alipaycert.download`.
 */
export class AlipayCertificates {
  readonly #known = new Map<string, Certificate>();
  readonly #fetches = new Map<string, Promise<Certificate>>();
  readonly #failures = new Map<string, { readonly at: number; readonly error: Error }>();
  /** When fetches for messages began: those of the last minute. */
  #fetchedForMessages: readonly number[] = [];
  readonly #between: readonly Certificate[];
  readonly #roots: readonly Certificate[];
  readonly #issuers: ReadonlySet<string>;
  readonly #clock: Clock;
  #publicKeys: readonly KeyObject[] = [];

  /**
   * @param configured Alipay's own certificates for the app.
   * @param between certificates between those and a root.
   */
  constructor(
    configured: readonly Certificate[],
    between: readonly Certificate[],
    roots: readonly Certificate[],
    clock: Clock,
  ) {
    this.#between = between;
    this.#roots = roots;
    this.#clock = clock;
    this.#issuers = new Set(configured.map(({ issuer }) => issuer));
    for (const certificate of configured) this.#add(certificate);
  }

  /** The public keys of all certificates known by now. */
  get publicKeys(): readonly KeyObject[] {
    return this.#publicKeys;
  }

  /** The certificate with this serial number, fetched if need be. @throws {AlipayCertificateError} */
  async find(serialNumber: string, download: DownloadCertificate): Promise<Certificate> {
    const known = this.#known.get(serialNumber);
    if (known !== undefined) return known;
    if (!/^[0-9a-f]{32}$/.test(serialNumber)) {
      throw new AlipayCertificateError(
        `${JSON.stringify(serialNumber.slice(0, 40))} is no certificate's serial number.`,
      );
    }
    const failure = this.#failureOf(serialNumber);
    if (failure !== undefined) throw failure;
    const running = this.#fetches.get(serialNumber);
    if (running !== undefined) return running;
    const fetching = this.#fetch(serialNumber, download).finally(() => this.#fetches.delete(serialNumber));
    this.#fetches.set(serialNumber, fetching);
    return fetching;
  }

  /**
   * As {@link find}, for the serial number that a message names. Anybody can send a message, so only a few of them lead
   * to a fetch; Alipay sends its own again.
   * @throws {AlipayCertificateError}
   */
  async findForMessage(serialNumber: string, download: DownloadCertificate): Promise<Certificate> {
    const isAtHand = this.#known.has(serialNumber) || this.#fetches.has(serialNumber);
    if (!isAtHand && this.#failureOf(serialNumber) === undefined) {
      const now = this.#clock.now();
      const recent = this.#fetchedForMessages.filter((at) => now - at < MINUTE_MS);
      if (recent.length >= FETCHES_FOR_MESSAGES_MAX) {
        throw new AlipayCertificateError(
          `Messages named too many unknown certificates within a minute; ${serialNumber} is not fetched now.`,
        );
      }
      this.#fetchedForMessages = [...recent, now];
    }
    return this.find(serialNumber, download);
  }

  /** Why it could not be fetched, if that was lately. */
  #failureOf(serialNumber: string): Error | undefined {
    const failure = this.#failures.get(serialNumber);
    return failure && this.#clock.now() - failure.at < REST_AFTER_FAILURE_MS ? failure.error : undefined;
  }

  async #fetch(serialNumber: string, download: DownloadCertificate): Promise<Certificate> {
    try {
      const certificate = this.#checked(serialNumber, await download(serialNumber));
      this.#failures.delete(serialNumber);
      this.#add(certificate);
      return certificate;
    } catch (cause) {
      const error = new AlipayCertificateError(
        `Alipay's certificate ${serialNumber} is not known: ${messageOf(cause)}`,
        { cause },
      );
      if (this.#failures.size >= FAILURES_MAX) this.#failures.clear();
      this.#failures.set(serialNumber, { at: this.#clock.now(), error });
      throw error;
    }
  }

  #checked(serialNumber: string, pem: string): Certificate {
    const bundle = readCertificates('the downloaded certificate', pem);
    const certificate = bundle.find((each) => each.serialNumber === serialNumber);
    if (certificate === undefined) throw new Error('the download holds another certificate.');
    if (!this.#issuers.has(certificate.issuer)) {
      throw new Error(`it comes from another authority, ${JSON.stringify(certificate.issuer)}.`);
    }
    const reason = distrust(certificate, [...bundle, ...this.#between], this.#roots, this.#clock.now());
    if (reason !== undefined) throw new Error(`it is not to be trusted: ${reason}.`);
    return certificate;
  }

  #add(certificate: Certificate): void {
    this.#known.set(certificate.serialNumber, certificate);
    this.#publicKeys = [...this.#known.values()].map(({ publicKey }) => publicKey);
  }
}
