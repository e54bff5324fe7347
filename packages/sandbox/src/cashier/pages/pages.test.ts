import { createHash } from 'node:crypto';
import { decodeText, encodeText } from '@till/alipay/charset';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BuyerView, CashierView, Locale, OutcomeKind } from '../view.ts';
import { renderDesktopCashier, renderGatewayError, renderMobileCashier, renderOutcome } from './index.ts';
import { texts } from './texts.ts';

const cashiers = { desktop: renderDesktopCashier, mobile: renderMobileCashier };
const locales: Locale[] = ['zh', 'en'];
const kinds: OutcomeKind[] = ['paid', 'closed', 'expired', 'cancelled', 'not_found'];

function viewOf(change: Partial<CashierView> = {}): CashierView {
  return {
    locale: 'zh',
    token: 'token_1',
    tradeNo: '2026013122001400001234567890',
    outTradeNo: 'order_1',
    subject: '明前龙井',
    totalAmount: '88.00',
    sellerName: '小满铺',
    nowMs: 1_000_000,
    expiresAtMs: 1_000_000 + 3_599_000,
    qrUrl: '/cashier/token_1/qr.svg',
    mobileUrl: 'http://127.0.0.1:3001/cashier/token_1/m',
    buyers: [
      {
        id: '2088102100000001',
        name: '林晓',
        nameEn: 'Lin Xiao',
        logonId: 'lin***@sandbox.com',
        funding: [
          { channel: 'ALIPAYACCOUNT', label: '账户余额', labelEn: 'Balance', availableYuan: '50000.00' },
          { channel: 'PCREDIT', label: '花呗', labelEn: 'Huabei', availableYuan: '87.99' },
        ],
      },
      {
        id: '2088102100000002',
        name: '周可',
        nameEn: 'Zhou Ke',
        logonId: '138****0002',
        funding: [],
        note: '余额不足',
        noteEn: 'Poor',
      },
    ],
    ...change,
  };
}

/** The characters that make markup markup: a value that is escaped adds none of them. */
function structureOf(page: string): string {
  return page.replace(/[^<>"']/g, '');
}

describe.each(Object.entries(cashiers))('the %s cashier', (_name, render) => {
  it('shows what is paid, to whom, and by whom it can be paid', () => {
    const page = render(viewOf());
    for (const text of [
      '明前龙井',
      '小满铺',
      'order_1',
      '2026013122001400001234567890',
      '林晓',
      'lin***@sandbox.com',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).toContain('data-testid="amount" data-amount="88.00"');
    expect(page).toContain('沙箱 · Sandbox — no real money moves');
  });

  it('has a hook for every step of a test', () => {
    const page = render(viewOf());
    for (const hook of [
      'buyer-2088102100000001',
      'buyer-2088102100000002',
      'pay',
      'cancel',
      'amount',
      'lang-switch',
      'error',
    ]) {
      expect(page.split(`data-testid="${hook}"`)).toHaveLength(2);
    }
  });

  it('pays and cancels by plain form posts when scripts are off', () => {
    const page = render(viewOf());
    expect(page).toContain('<form id="pay-form" method="post" action="/cashier/token_1/pay">');
    expect(page).toContain('formaction="/cashier/token_1/cancel"');
    expect(page).toContain('name="buyer_id" value="2088102100000001" required checked');
  });

  it('counts down from the time the sandbox gives, not from the clock of the browser', () => {
    expect(render(viewOf())).toContain('<time role="timer">00:59:59</time>');
    expect(render(viewOf())).toContain('data-seconds-left="3599"');
    expect(render(viewOf({ expiresAtMs: 1_000_000 + 15 * 86_400_000 }))).toContain('15 天 00:00:00');
    expect(render(viewOf({ expiresAtMs: 0 }))).toContain('data-seconds-left="0"');
  });

  it('says which source of money holds too little', () => {
    expect(render(viewOf()).split('余额不足</span> ¥87.99')).toHaveLength(2);
    expect(render(viewOf())).not.toContain('余额不足</span> ¥50000.00');
    expect(render(viewOf({ totalAmount: '87.99' }))).not.toContain('余额不足</span> ¥');
  });

  it('says what a coupon takes off, and counts a source enough for the rest', () => {
    const [buyer, ...others] = viewOf().buyers;
    const coupon = { name: '新人红包', amountYuan: '8.00', dueYuan: '80.00' };
    const funding = [{ channel: 'ALIPAYACCOUNT', label: '账户余额', labelEn: 'Balance', availableYuan: '81.00' }];
    const page = (locale: 'zh' | 'en', own: object) =>
      renderDesktopCashier(viewOf({ locale, buyers: [{ ...(buyer as BuyerView), funding, ...own }, ...others] }));
    expect(page('zh', { coupon })).toContain('<span>新人红包 −¥8.00</span><b>实付 ¥80.00</b>');
    expect(page('en', { coupon })).toContain('<b>To pay ¥80.00</b>');
    expect(page('zh', {})).not.toContain('class="off"');
    const short = (html: string) => html.split('class="short"').length - 1;
    expect(short(page('zh', {})) - short(page('zh', { coupon }))).toBe(1);
  });

  it('puts no figure to what pays for any trade', () => {
    const view = viewOf();
    const card = { channel: 'BANKCARD', label: '储蓄卡', labelEn: 'Card', availableYuan: '900000000000.00' };
    const buyers = view.buyers.map((buyer) => ({ ...buyer, funding: [card] }));
    expect(render({ ...view, buyers })).toContain('</span> 充足</span>');
    expect(render({ ...view, buyers })).not.toContain('900000000000');
  });

  it('shows the last refusal, and no empty box without one', () => {
    expect(render(viewOf({ error: '余额不足，请换一个' }))).toContain('data-testid="error">余额不足，请换一个</p>');
    expect(render(viewOf())).toContain('data-testid="error" hidden></p>');
  });

  it('speaks the chosen language and offers the other', () => {
    expect(render(viewOf())).toContain(
      '<a class="language" data-testid="lang-switch" href="?lang=en" lang="en">English</a>',
    );
    const english = render(viewOf({ locale: 'en' }));
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('Lin Xiao');
    expect(english).toContain('Huabei');
    expect(english).not.toContain('林晓');
  });

  it('runs its one script and nothing that a value could smuggle in', () => {
    const page = render(viewOf());
    const [, script = ''] = /<script>(.*)<\/script>/s.exec(page) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(`script-src &#39;sha256-${hash}&#39;`);
    expect(render(viewOf({ token: 'other', subject: 'other' }))).toContain(`<script>${script}</script>`);
  });

  it('escapes every value, whatever a merchant or a buyer is called', () => {
    const plain = (text: string) =>
      viewOf({
        subject: text,
        body: text,
        sellerName: text,
        outTradeNo: text,
        tradeNo: text,
        error: text,
        token: text,
      });
    const structure = structureOf(render(plain('x')));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(structureOf(render(plain(text)))).toBe(structure);
      }),
    );
    expect(render(plain('"><script>alert(1)</script>'))).not.toContain('<script>alert');
  });
});

it('puts the QR code on the desktop only, as a link to the mobile page', () => {
  const desktop = renderDesktopCashier(viewOf());
  expect(desktop).toMatch(
    /<a class="qr" data-testid="qr" href="http:\/\/127.0.0.1:3001\/cashier\/token_1\/m"[^>]*><img src="\/cashier\/token_1\/qr.svg" alt=""><\/a>/,
  );
  expect(renderMobileCashier(viewOf())).not.toContain('qr.svg');
});

describe('the outcome page', () => {
  it.each(kinds.flatMap((kind) => locales.map((locale) => [kind, locale] as const)))(
    'explains %s in %s',
    (kind, locale) => {
      const page = renderOutcome({ locale, kind });
      expect(page).toContain(`data-kind="${kind}"`);
      expect(page).toContain(texts[locale].outcomes[kind].title);
      expect(page).toContain(texts[locale].outcomes[kind].explanation);
      expect(page).toContain('script-src &#39;none&#39;');
    },
  );

  it('leads on to the merchant, but never to an address that is not a web address', () => {
    const pageFor = (continueUrl: string) => renderOutcome({ locale: 'zh', kind: 'paid', continueUrl });
    expect(pageFor('https://shop.example/return?a=1&b=2')).toContain('href="https://shop.example/return?a=1&amp;b=2"');
    for (const address of ['javascript:alert(1)', 'data:text/html,x', '/relative', '']) {
      expect(pageFor(address)).not.toContain('data-testid="continue"');
    }
  });

  it('leads back to the cashier after a cancelled payment', () => {
    const page = renderOutcome({
      locale: 'en',
      kind: 'cancelled',
      continueUrl: 'http://127.0.0.1:3001/cashier/token_1',
    });
    expect(page).toContain('href="http://127.0.0.1:3001/cashier/token_1">Pay after all</a>');
  });

  it('shows what was paid where it is known', () => {
    const page = renderOutcome({
      locale: 'en',
      kind: 'paid',
      subject: 'Tea <b>',
      tradeNo: '2026',
      totalAmount: '1.00',
    });
    expect(page).toContain('Tea &lt;b&gt;');
    expect(page).toContain('data-amount="1.00"');
  });
});

describe('the gateway error page', () => {
  const view = { code: 'invalid-signature', reason: '验签出错，建议检查签名字符串', detail: 'expected <a>&b' };

  it('carries the words, code and reason of Alipay, in GBK', () => {
    const page = decodeText(encodeText(renderGatewayError(view), 'gbk'), 'gbk');
    expect(page).toContain('<meta charset="GBK">');
    expect(page).toContain('调试错误，请回到请求来源地，重新发起请求。');
    expect(page).toContain('错误代码 invalid-signature');
    expect(page).toContain('错误原因: 验签出错，建议检查签名字符串');
    expect(page).toContain('expected &lt;a&gt;&amp;b');
  });

  it('shows & as it was signed, and leads to the request in the console', () => {
    const page = renderGatewayError({ ...view, reason: '验签字符串为：a=1&amp;b=2', traceId: 'f00d' });
    expect(page).toContain('验签字符串为：a=1&amp;b=2<');
    expect(page).toContain('href="/_sandbox/?traceId=f00d"');
    expect(renderGatewayError(view)).not.toContain('<a ');
  });

  it('survives GBK with any text in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (reason) => {
        const page = renderGatewayError({ ...view, reason });
        expect(decodeText(encodeText(page, 'gbk'), 'gbk')).toBe(page);
      }),
    );
    expect(renderGatewayError({ ...view, reason: '茶😀' })).toContain('错误原因: 茶&#128512;');
  });
});

it('says everything in both languages', () => {
  const phrases = (value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, part]) => phrases(part).map((phrase) => `${key}.${phrase}`))
      : [typeof value === 'string' && value.trim() !== '' ? 'said' : 'missing'];
  expect(phrases(texts.en)).toEqual(phrases(texts.zh));
  expect(phrases(texts.zh).join()).not.toContain('missing');
});
