import type { RegisteredApp } from '@till/sandbox';

/** One way to call Alipay. */
export interface Mode {
  readonly sdk: 'ours' | 'official';
  readonly protocol: 'v2' | 'v3';
  readonly signMode: 'key' | 'cert';
  readonly encrypted: boolean;
  /** A third-party app acts for a merchant, with its token. */
  readonly forMerchant: boolean;
}

/** An app as its owner's program knows it. */
export interface Identity {
  readonly mode: Mode;
  readonly app: RegisteredApp;
  readonly privateKey: string;
  readonly sandboxUrl: string;
  /** Only where the app acts for a merchant. */
  readonly appAuthToken?: string;
}

/** Every way: both SDKs, both protocols, both key modes, with and without AES, for itself and for a merchant. */
export const MODES: readonly (Mode & { readonly name: string })[] = (['ours', 'official'] as const).flatMap((sdk) =>
  (['v2', 'v3'] as const).flatMap((protocol) =>
    (['key', 'cert'] as const).flatMap((signMode) =>
      [false, true].flatMap((encrypted) =>
        [false, true].map((forMerchant) => named({ sdk, protocol, signMode, encrypted, forMerchant })),
      ),
    ),
  ),
);

function named(mode: Mode): Mode & { name: string } {
  const words = [
    mode.sdk === 'ours' ? 'our client' : 'the official client',
    `over ${mode.protocol} in ${mode.signMode === 'key' ? 'key' : 'certificate'} mode`,
    ...(mode.encrypted ? ['with AES'] : []),
    ...(mode.forMerchant ? ['for a merchant'] : []),
  ];
  return { ...mode, name: words.join(' ') };
}
