import type { Certified } from '../certificates/authority.ts';
import type { AppSettings } from './app-settings.ts';

/** The certificates of an app that signs in certificate mode. */
export interface AppCertificates {
  /** Certifies the app's own key. */
  readonly app: Certified;
  /** Certifies the key that Alipay signs with for this app. */
  readonly alipay: Certified;
  readonly roots: Certified;
  /** Alipay's earlier ones, which can still be fetched by their serial number. */
  readonly retired: readonly Certified[];
}

/** A merchant's application, as Alipay's console knows it. */
export interface App {
  readonly appId: string;
  /** 16 digits starting 2088: the merchant's account. */
  readonly sellerId: string;
  /** Shown on the cashier page. */
  readonly name: string;
  /** The application's public key, SubjectPublicKeyInfo PEM. */
  readonly publicKey: string;
  /** Alipay's key pair for this app, PEM. */
  readonly alipayPublicKey: string;
  readonly alipayPrivateKey: string;
  /** Certificate mode; absent in key mode. */
  readonly certificates?: AppCertificates;
  /** For content encryption: base64 of 16 bytes. */
  readonly encryptKey?: string;
  /** The application gateway: where From-Alipay messages go. */
  readonly gatewayUrl?: string;
  /** What differs from the defaults. */
  readonly settings?: Partial<AppSettings>;
}
