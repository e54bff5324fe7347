import { formatBeijing } from '@till/alipay/time';
import type { AppWithKeyPair } from '../apps/registration.ts';
import type { PaymentInput } from '../control/control-plane.ts';
import { createSandbox } from '../create-sandbox.ts';
import type { Sandbox, SandboxOptions } from '../sandbox.ts';
import { requestStringToSign } from '../signing/canonical.ts';
import { signBytes } from '../signing/signature.ts';
import type { TradeFields } from '../trades/trade-fields.ts';
import { openCheckout } from './checkout.ts';
import { type Inbox, openInbox } from './inbox.ts';

/** What an SDK is configured with: `new Alipay(shop.keys)`, `new AlipaySdk(shop.keys)`. */
export interface SdkKeys {
  readonly appId: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** For the official Node SDK, which otherwise expects PKCS#1. */
  readonly keyType: 'PKCS8';
  readonly alipayPublicKey: string;
  readonly gateway: string;
  /** For v3 calls of the official Node SDK, which otherwise go to the real Alipay. */
  readonly endpoint: string;
}

/** What is ordered; anything that `alipay.trade.page.pay` takes in its `biz_content`. */
export interface TestOrder {
  /** Made up when absent. */
  out_trade_no?: string;
  /** In yuan; default `88.88`. */
  total_amount?: string;
  subject?: string;
  [name: string]: unknown;
}

/** A merchant in a sandbox of its own: keys for an SDK, an inbox for notifications, and buyers who do as told. */
export interface TestShop extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly app: AppWithKeyPair;
  readonly keys: SdkKeys;
  readonly inbox: Inbox;
  /** Orders without an SDK, notifications to the inbox, and opens the cashier page. The trade waits for its buyer. */
  order(order?: TestOrder): Promise<TradeFields>;
  /**
   * Does what a buyer's browser does with what an SDK made: the HTML of a form, or an address. The trade exists when
   * it resolves. @throws {Error} with the gateway's reason when it refuses.
   */
  checkout(formOrUrl: string): Promise<TradeFields>;
  /** The buyer pays (a trade, or its `trade_no`), and whatever is to be told has been told when it resolves. */
  pay(trade: TradeFields | string, payment?: PaymentInput): Promise<TradeFields>;
  /** {@link order} and {@link pay} in one. */
  paidTrade(order?: TestOrder): Promise<TradeFields>;
  close(): Promise<void>;
}

/** Opens a shop in a new sandbox. Its keys are shared with other test shops of this process unless told otherwise. */
export async function openTestShop(options: SandboxOptions = {}): Promise<TestShop> {
  const sandbox = await createSandbox({ reuseKeys: true, ...options });
  const [app, inbox] = await Promise.all([sandbox.registerApp({ name: '测试商户 Test shop' }), openInbox()]);
  const keys: SdkKeys = {
    appId: app.app_id,
    privateKey: app.app_private_key,
    keyType: 'PKCS8',
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
    endpoint: sandbox.url,
  };
  let orders = 0;

  async function checkout(formOrUrl: string): Promise<TradeFields> {
    const tradeNo = await openCheckout(formOrUrl, sandbox.fetch);
    const trade = tradeNo === undefined ? undefined : sandbox.trades({ app_id: app.app_id, trade_no: tradeNo })[0];
    if (trade !== undefined) return trade;
    throw new Error('The page was opened, but no trade of this shop began. Is the form that of a payment?');
  }

  async function order(content: TestOrder = {}): Promise<TradeFields> {
    const order = { out_trade_no: `order-${++orders}`, ...content };
    return checkout(pageUrl(sandbox, keys, inbox, order));
  }

  async function pay(trade: TradeFields | string, payment: PaymentInput = {}): Promise<TradeFields> {
    const paid = await sandbox.pay(typeof trade === 'string' ? trade : trade.trade_no, payment);
    await sandbox.advance(0);
    return paid;
  }

  const close = async () => {
    await Promise.all([sandbox.close(), inbox[Symbol.asyncDispose]()]);
  };
  return {
    sandbox,
    app,
    keys,
    inbox,
    order,
    checkout,
    pay,
    paidTrade: async (content) => pay(await order(content)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function pageUrl(sandbox: Sandbox, keys: SdkKeys, inbox: Inbox, order: TestOrder): string {
  const content = { total_amount: '88.88', subject: '龙井茶', product_code: 'FAST_INSTANT_TRADE_PAY', ...order };
  const parameters = new Map([
    ['app_id', keys.appId],
    ['biz_content', JSON.stringify(content)],
    ['charset', 'utf-8'],
    ['method', 'alipay.trade.page.pay'],
    ['notify_url', inbox.url],
    ['sign_type', 'RSA2'],
    ['timestamp', formatBeijing(sandbox.clock.now())],
    ['version', '1.0'],
  ]);
  const sign = signBytes(Buffer.from(requestStringToSign(parameters)), keys.privateKey, 'RSA2');
  return `${keys.gateway}?${new URLSearchParams([...parameters, ['sign', sign]])}`;
}
