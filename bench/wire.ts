import type { Transport } from '@till/alipay';

/** How what merchant, buyer and Alipay tell one another travels. */
export interface Wire {
  /** For the SDK's calls. */
  readonly transport: Transport;
  /** Gets an address, or posts a form to it, as a browser; redirects are not followed. */
  browse(url: string, form?: string): Promise<{ location?: string }>;
  readonly inbox: Inbox;
  close(): Promise<void>;
}

/** Where a merchant is told; it acknowledges what it gets. */
interface Inbox {
  readonly url: string;
  /** Who reads the messages, from now on. */
  onMessage(read: (body: Buffer) => void): void;
}
