import { createPublicKey, sign } from 'node:crypto';
import { Alipay, AlipayNotificationError } from '@till/alipay';
import { encodeText } from '@till/alipay/charset';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newKeyPair } from '../../fixtures/key-pair.ts';
import { isSignedForm, type Pair, pairsOf } from './bare-form.ts';
import { byteTampering, formTampering, formWriting, garbledBase64, latin1 } from './tampering.ts';

const APP_ID = '2021000000000001';
const keys = { app: newKeyPair(), alipay: newKeyPair(), next: newKeyPair() };
const alipayKey = createPublicKey(keys.alipay.publicKey);

const PAID: Readonly<Record<string, string>> = {
  app_id: APP_ID,
  body: 'a=1&b=2 <b>"糖"</b> 100%',
  buyer_id: '2088102175953034',
  charset: 'utf-8',
  fund_bill_list: '[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]',
  gmt_payment: '2026-03-01 12:00:00',
  notify_id: '2026030100222115930000000000000001',
  notify_type: 'trade_status_sync',
  out_trade_no: 'A1',
  passback_params: '',
  subject: '龙井茶 é 🍵',
  total_amount: '88.88',
  trade_no: '2026030122001400000000000001',
  trade_status: 'TRADE_SUCCESS',
  version: '1.0',
};

/** The parameters as Alipay signs and sends them: byte strings, in the order it likes. */
function genuine(fields: Readonly<Record<string, string>>, key = keys.alipay): Pair[] {
  const isGbk = fields.charset === 'GBK';
  const pairs = Object.entries(fields).map(
    ([name, value]): Pair => [name, isGbk ? encodeText(value, 'gbk').toString('latin1') : latin1(value)],
  );
  const content = pairs.map((pair) => pair.join('=')).join('&');
  const signature = sign('RSA-SHA256', Buffer.from(content, 'latin1'), key.privateKey);
  return [['sign_type', 'RSA2'], ...pairs.toReversed(), ['sign', signature.toString('base64')]];
}

const GBK = { ...PAID, charset: 'GBK', subject: '龙井茶', body: '糖' };
const KINDS: readonly (readonly [string, Pair[]])[] = [
  ['in UTF-8', genuine(PAID)],
  ['in GBK', genuine(GBK)],
];

const client = new Alipay({
  appId: APP_ID,
  privateKey: keys.app.privateKey,
  alipayPublicKey: keys.alipay.publicKey,
});

/** Every way in: each says whether it took the message for Alipay's. */
const ENTRANCES: Readonly<Record<string, (body: Buffer) => Promise<boolean>>> = {
  verifyNotification: async (body) => believed(() => client.verifyNotification(body)),
  'verifyNotification of a text': async (body) => believed(() => client.verifyNotification(body.toString('latin1'))),
  async receiveNotification(body) {
    let handled = false;
    const findOrder = () => {
      handled = true;
      return undefined;
    };
    await client.receiveNotification(body, { findOrder, on: { 'trade.paid': () => undefined } });
    return handled;
  },
};

function believed(verify: () => unknown): boolean {
  try {
    verify();
    return true;
  } catch (error) {
    if (error instanceof AlipayNotificationError) return false;
    throw error;
  }
}

const write = (pairs: readonly Pair[]) =>
  Buffer.from(pairs.map(([name, value]) => `${name}=${value.replace(/[^\w.-]/g, escaped)}`).join('&'));
const escaped = (byte: string) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** As a framework that heeds the charset parses a form. */
function parsed(pairs: readonly Pair[]): Record<string, string> {
  const charset = pairs.find(([name]) => name === 'charset')?.[1] === 'GBK' ? 'gbk' : 'utf-8';
  const decoder = new TextDecoder(charset, { ignoreBOM: true });
  return Object.fromEntries(pairs.map((pair) => pair.map((text) => decoder.decode(Buffer.from(text, 'latin1')))));
}

function unparsed(parameters: Readonly<Record<string, string>>): Pair[] {
  const charset = parameters.charset === 'GBK' ? 'gbk' : 'utf-8';
  return Object.entries(parameters).map(([name, value]) => [
    latin1(name),
    encodeText(value, charset).toString('latin1'),
  ]);
}

describe.each(KINDS)('a notification %s', (_kind, pairs) => {
  const [, signature] = pairs.at(-1) ?? ['', ''];

  test('that a framework has parsed is not believed with other parameters than bare RSA accepts', () => {
    const { verifyNotify } = client.easy.payment.common;
    fc.assert(
      fc.property(formTampering, (tamper) => {
        const parameters = parsed(tamper(pairs));
        if (verifyNotify(parameters)) expect(isSignedForm(write(unparsed(parameters)), alipayKey)).toBe(true);
      }),
      { numRuns: 700 },
    );
    expect(verifyNotify(parsed(pairs))).toBe(true);
  });

  describe.each(Object.entries(ENTRANCES))('by %s', (entrance, isBelieved) => {
    // A text has been decoded once already, so it can only have been UTF-8.
    const isText = entrance.endsWith('of a text');

    let believedCount = 0;

    /** Believed only if the bare primitive accepts these bytes, for this app, once, with the very signature. */
    async function expectHonest(body: Buffer): Promise<void> {
      if (!(await isBelieved(body))) return;
      believedCount++;
      const received = isText ? Buffer.from(body.toString('latin1')) : body;
      const read = pairsOf(received);
      const names = read.map(([name]) => name);
      expect(isSignedForm(received, alipayKey)).toBe(true);
      expect(new Set(names).size).toBe(names.length);
      expect(read).toContainEqual(['app_id', APP_ID]);
      expect(read).toContainEqual(['sign', signature]);
    }

    test('is believed as Alipay sends it, in any order, written in any way', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(pairs, { minLength: pairs.length }),
          formWriting,
          async (order, written) => {
            const body = written(order);
            const isAscii = body.every((byte) => byte < 0x80);
            if (isAscii || !isText) expect(await isBelieved(body)).toBe(true);
          },
        ),
        { numRuns: 60 },
      );
    });

    test('is not believed with other bytes than bare RSA accepts', async () => {
      const inserted = [
        '&',
        '=',
        '%',
        '+',
        '%00',
        '%26',
        '&sign=',
        '&app_id=1',
        '&total_amount=0.01',
        '&sign_type=RSA2',
      ];
      await fc.assert(
        fc.asyncProperty(byteTampering(inserted), (tamper) => expectHonest(tamper(write(pairs)))),
        { numRuns: 500 },
      );
    });

    test('is not believed with other parameters than bare RSA accepts', async () => {
      await fc.assert(
        fc.asyncProperty(formTampering, formWriting, (tamper, written) => expectHonest(written(tamper(pairs)))),
        { numRuns: 700 },
      );
      // Another order changes nothing: some tampering is harmless, and so the test sees both.
      if (!isText) expect(believedCount).toBeGreaterThan(0);
    });

    test('is not believed with a garbled signature', async () => {
      await fc.assert(
        fc.asyncProperty(garbledBase64, async (garble) => {
          const garbled = garble(signature);
          const body = write([...pairs.slice(0, -1), ['sign', garbled]]);
          expect(await isBelieved(body)).toBe(garbled === signature);
        }),
      );
    });

    test('is not believed with the signature of another message, nor of another key', async () => {
      const others = genuine({ ...PAID, out_trade_no: 'A2' }).slice(-1);
      expect(await isBelieved(write([...pairs.slice(0, -1), ...others]))).toBe(false);
      expect(await isBelieved(write(genuine(PAID, keys.next)))).toBe(false);
      expect(await isBelieved(write(genuine(PAID, keys.app)))).toBe(false);
    });
  });
});

test('cut short anywhere, it is not believed', () => {
  const body = write(genuine(PAID));
  for (let length = 0; length < body.length; length++) {
    expect(believed(() => client.verifyNotification(body.subarray(0, length)))).toBe(false);
  }
});

test('with any parameter twice, the same or not, it is not believed', () => {
  const pairs = genuine(PAID);
  for (const [name, value] of pairs) {
    for (const more of [value, `${value}1`, '']) {
      for (const twice of [
        [...pairs, [name, more] as const],
        [[name, more] as const, ...pairs],
      ]) {
        expect(believed(() => client.verifyNotification(write(twice)))).toBe(false);
      }
    }
  }
});

test('that Alipay has signed for another app, or for none, it is not believed', () => {
  const { app_id: _, ...forNone } = PAID;
  for (const fields of [{ ...PAID, app_id: '2021000000000009' }, { ...PAID, app_id: `0${APP_ID}` }, forNone]) {
    expect(isSignedForm(write(genuine(fields)), alipayKey)).toBe(true);
    expect(believed(() => client.verifyNotification(write(genuine(fields))))).toBe(false);
  }
});

test('during a rotation of Alipay’s keys both count, and no third', () => {
  const rotating = new Alipay({
    appId: APP_ID,
    privateKey: keys.app.privateKey,
    alipayPublicKey: [keys.alipay.publicKey, keys.next.publicKey],
  });
  for (const key of [keys.alipay, keys.next]) {
    expect(believed(() => rotating.verifyNotification(write(genuine(PAID, key))))).toBe(true);
  }
  expect(believed(() => rotating.verifyNotification(write(genuine(PAID, keys.app))))).toBe(false);
});
