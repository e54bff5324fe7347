import { readFileSync } from 'node:fs';
import type { Outcome, ReceiptOutcome } from '@till/alipay';
import * as sdk from '@till/alipay';
import {
  AlipayGatewayError,
  type AlipayOrderMismatchError,
  type BillProblem,
  type NotificationProblem,
} from '@till/alipay';
import * as charset from '@till/alipay/charset';
import * as money from '@till/alipay/money';
import * as time from '@till/alipay/time';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

/** All of a union, or it does not compile. */
function all<Member extends string>(members: Record<Member, true>): Member[] {
  return Object.keys(members) as Member[];
}

const UNIONS = {
  outcome: all<Outcome>({ not_sent: true, refused: true, unknown: true }),
  notification: all<NotificationProblem>({
    malformed: true,
    missing_sign: true,
    sign_type: true,
    signature: true,
    app_id: true,
  }),
  mismatch: all<AlipayOrderMismatchError['reason']>({ unknown_order: true, amount: true, seller: true }),
  receipt: all<ReceiptOutcome>({
    handled: true,
    ignored: true,
    repeated: true,
    stale: true,
    refused: true,
    failed: true,
  }),
  bill: all<BillProblem>({
    download: true,
    foreign: true,
    truncated: true,
    damaged: true,
    inconsistent: true,
    too_large: true,
  }),
};

describe.each(['errors.md', 'errors.zh-CN.md'])('docs/reference/%s', (name) => {
  const page = readFileSync(new URL(`docs/reference/${name}`, root), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  /** The names in the first cell of some row. */
  const headings = cells.flatMap(([, first = '']) => [...first.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text));

  test('has a row for every error class that is exported', () => {
    const exported: Record<string, unknown> = { ...sdk, ...charset, ...money, ...time };
    const classes = Object.entries(exported).flatMap(([className, value]) =>
      typeof value === 'function' && value.prototype instanceof Error
        ? [{ className, isAlipayError: value.prototype instanceof sdk.AlipayError }]
        : [],
    );
    expect(classes.length).toBeGreaterThan(12);
    // Those that are not about Alipay have a sentence instead.
    const missing = classes.filter(({ className, isAlipayError }) =>
      isAlipayError ? !headings.includes(className) : !page.includes(`\`${className}\``),
    );
    expect(missing).toEqual([]);
  });

  test.each(Object.entries(UNIONS))('has a row for every member of %s', (_union, members) => {
    expect(members.filter((member) => !headings.includes(member))).toEqual([]);
  });

  test('says of every code of the gateway what the SDK concludes from it', () => {
    const codes = cells.filter(([, first = '']) => /^`\d{5}`$/.test(first));
    expect(codes.map(([, code]) => code?.slice(1, -1))).toEqual(CODES);
    const errors = codes.filter(([, code]) => code !== '`10000`' && code !== '`10003`');
    const wrong = errors.filter(([, code = '', msg = '', outcome]) => outcome !== `\`${concluded(code, msg)}\``);
    expect(wrong).toEqual([]);
  });

  test('says of every sub code that the SDK takes as unknown that it is unknown', () => {
    const listed = cells.filter(([, first = '']) => /^`(is[vp]\.|aop\.|ACQ\.|[A-Z_]{8,}`)/.test(first));
    const subCodes = listed.flatMap(([, first = '', means = '']) =>
      [...first.matchAll(/`([^`…]+)`/g)].map(([, subCode = '']) => ({
        subCode,
        isUnknown: means.includes('`unknown`'),
      })),
    );
    expect(subCodes.length).toBeGreaterThan(60);
    const wrong = subCodes.filter(
      ({ subCode, isUnknown }) => isUnknown !== (outcomeOf('40004', subCode) === 'unknown'),
    );
    expect(wrong).toEqual([]);
  });

  test('quotes why a signature does not fit as the SDK says it, and names the codes that it gives advice on', () => {
    const source = (path: string) => readFileSync(new URL(`packages/alipay/src/${path}`, root), 'utf8');
    const why = source('notification/why-invalid.ts').replace(/['"`] \+\n\s+['"`]/g, '');
    const quoted = headings.filter((text) => text.includes(' '));
    expect(quoted).toHaveLength(11);
    expect(quoted.filter((text) => !why.includes(text))).toEqual([]);
    const advised = [
      ...source('errors/alipay-error.ts').matchAll(/case '([^']+)':/g),
      ...source('errors/alipay-v3-error.ts').matchAll(/^ {2}'([a-z-]+)':/gm),
    ].map(([, code = '']) => code);
    expect(advised.length).toBeGreaterThan(12);
    expect(advised.filter((code) => !headings.includes(code))).toEqual([]);
  });

  test('shows its example as it is', () => {
    const path = 'examples/migrate-from-alipay-sdk/refund.after.ts';
    expect(page).toContain(`<!-- ${path} -->\n\`\`\`ts\n${readFileSync(new URL(path, root), 'utf8')}\`\`\`\n`);
  });
});

const CODES = ['10000', '10003', '20000', '20001', '40001', '40002', '40003', '40004', '40005', '40006'];

function concluded(code: string, msg: string): Outcome {
  return outcomeOf(code.slice(1, -1), undefined, msg.slice(1, -1));
}

function outcomeOf(code: string, subCode?: string, msg = ''): Outcome {
  const about = { subMsg: undefined, traceId: undefined, signed: true, data: {}, body: '' };
  return new AlipayGatewayError({ method: 'alipay.trade.pay', code, msg, subCode, ...about }).outcome;
}
