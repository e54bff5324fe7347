import { createCipheriv, createVerify } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from './index.ts';
import { Merchant, PRIVATE_KEY, PUBLIC_KEY } from './testing/merchant.ts';

/** What an answer looks like to an SDK that has to find the signed text in it. */
interface Body {
  readonly text: string;
  /** The name of the node: that of the method, or `error_response`. */
  readonly root: string;
}

/** From after `"root":` to the character before where the next member begins, less the comma. */
const upTo = ({ text, root }: Body, end: number, at = text.indexOf(root)) => text.slice(at + root.length + 2, end - 1);

/** The node's closing brace is the one that no string hides; of a ciphertext, the closing quote. */
function byBraces({ text, root }: Body): string {
  const start = text.indexOf(root) + root.length + 2;
  if (text[start] === '"') return text.slice(start, text.indexOf('"', start + 1) + 1);
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const char = text[index];
    if (inString && char === '\\') index++;
    else if (char === '"') inString = !inString;
    else if (!inString && char === '{') depth++;
    else if (!inString && char === '}' && --depth === 0) return text.slice(start, index + 1);
  }
  return '';
}

/** The first node, whose end is the last brace (or quote) that a signature follows. */
function byPattern({ text }: Body): string {
  return /"[a-z_]+_response"\s*:\s*([{"].*[}"])\s*,\s*"sign"\s*:\s*"/is.exec(text)?.[1] ?? '';
}

/** How libraries that we did not write find what is signed; a `mode` where they know only that one. */
const LIBRARIES: readonly { name: string; mode?: 'key' | 'cert'; isPlain?: true; cut: (body: Body) => string }[] = [
  { name: 'Java, .NET and Easy SDK', cut: byBraces },
  { name: 'PHP (AopClient)', mode: 'key', cut: (body) => upTo(body, body.text.lastIndexOf('"sign"')) },
  { name: 'PHP (AopCertClient)', mode: 'cert', cut: (body) => upTo(body, body.text.lastIndexOf('"alipay_cert_sn"')) },
  { name: 'Python', mode: 'key', cut: byPattern },
  {
    name: 'smartwalle/alipay',
    cut: (body) => {
      const ends = ['"sign"', '"alipay_cert_sn"'].map((name) => body.text.lastIndexOf(name)).filter((at) => at > 0);
      return upTo(body, Math.min(...ends), body.text.lastIndexOf(body.root));
    },
  },
  {
    name: 'go-pay/gopay',
    cut: ({ text }) => {
      const certificate = text.indexOf(',"alipay_cert_sn":');
      const end = certificate === -1 ? text.indexOf(',"sign":') : certificate;
      return text.slice(text.indexOf('_response":') + '_response":'.length, end);
    },
  },
  {
    name: 'yansongda/pay, which writes it anew',
    isPlain: true,
    cut: ({ text, root }) => JSON.stringify(JSON.parse(text)[root]).replaceAll('/', '\\/'),
  },
];

const HARD = 'a/b "sign" {x} },"sign":"y" ,"alipay_cert_sn":"z" \\ 龙井';

const MODES = [
  { name: 'with keys', mode: 'key', isPlain: true },
  { name: 'with keys and AES', mode: 'key', isPlain: false },
  { name: 'with certificates', mode: 'cert', isPlain: true },
  { name: 'with certificates and AES', mode: 'cert', isPlain: false },
] as const;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ reuseKeys: true });
});
afterAll(() => sandbox.close());

describe.each(MODES)('$name, every library finds the signed text of', ({ mode, isPlain }) => {
  let merchant: Merchant;
  let common: Record<string, string>;

  beforeAll(async () => {
    const registration = { public_key: PUBLIC_KEY, sign_mode: mode, encrypt_key: true } as const;
    merchant = new Merchant(sandbox, await sandbox.registerApp(registration));
    common = mode === 'key' ? {} : certificateNumbers(merchant);
    const order = {
      out_trade_no: 'hard',
      total_amount: '8.88',
      subject: HARD,
      product_code: 'FAST_INSTANT_TRADE_PAY',
    };
    const page = await merchant.send(merchant.parameters('alipay.trade.page.pay', order, common));
    await fetch(page.headers.get('location') ?? '');
    await sandbox.pay(sandbox.trades({ app_id: merchant.app.app_id })[0]?.trade_no ?? '');
  });

  test.each([
    ['alipay.data.bill.sell.query', { start_time: '2020-01-01 00:00:00', end_time: '2099-01-01 00:00:00' }, '龙井'],
    ['alipay.trade.precreate', { out_trade_no: 'qr', total_amount: '1.00', subject: 'QR' }, '\\/qr\\/'],
    ['alipay.trade.query', { out_trade_no: 'nothing' }, 'ACQ.TRADE_NOT_EXIST'],
    ['alipay.system.oauth.token', undefined, 'isv.code-invalid'],
  ])('%s', async (method, content, told) => {
    const { text } = await merchant.send(merchant.parameters(method, {}, overrides(content)));
    expect(text.includes(told)).toBe(isPlain || content === undefined);
    const root = text.includes('error_response') ? 'error_response' : `${method.replaceAll('.', '_')}_response`;
    const sign: string = JSON.parse(text).sign;
    const able = LIBRARIES.filter((one) => (one.mode ?? mode) === mode && (isPlain || one.isPlain !== true));
    const wrong = able.filter(({ cut }) => {
      const verify = createVerify('RSA-SHA256').update(cut({ text, root }));
      return !verify.verify(merchant.app.alipay_public_key, sign, 'base64');
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  function overrides(content: object | undefined): Record<string, string> {
    if (content === undefined) return { ...common, grant_type: 'authorization_code', code: 'none', biz_content: '' };
    const biz_content = JSON.stringify(content);
    if (isPlain) return { ...common, biz_content };
    const key = Buffer.from(merchant.app.encrypt_key ?? '', 'base64');
    const cipher = createCipheriv('aes-128-cbc', key, Buffer.alloc(16));
    const encrypted = cipher.update(biz_content, 'utf8', 'base64') + cipher.final('base64');
    return { ...common, biz_content: encrypted, encrypt_type: 'AES' };
  }
});

/** As the official SDK reads them off the certificates. */
function certificateNumbers({ app }: Merchant): Record<string, string> {
  const { config } = new AlipaySdk({
    appId: app.app_id,
    privateKey: PRIVATE_KEY,
    keyType: 'PKCS8',
    appCertContent: app.app_cert ?? '',
    alipayPublicCertContent: app.alipay_cert ?? '',
    alipayRootCertContent: app.alipay_root_cert ?? '',
  });
  return { app_cert_sn: config.appCertSn ?? '', alipay_root_cert_sn: config.alipayRootCertSn ?? '' };
}
