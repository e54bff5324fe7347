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
}
