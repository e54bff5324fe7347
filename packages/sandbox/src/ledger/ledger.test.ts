import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../apps/app-settings.ts';
import { type Answered, type Merchant, openShop } from '../testing/merchant.ts';
import { FEES, frozenAccount, merchantAccount, moveBetween, type Posting } from './posting.ts';

/** Everything a merchant and its buyers can do with money, in any order and with any amounts. */
const step = fc.record({
  kind: fc.constantFrom(
    'page',
    'code',
    'refund',
    'cancel',
    'transfer',
    'card',
    'freeze',
    'unfreeze',
    'auth pay',
    'settle',
    'take back',
    'coupon',
    'bank card',
    'deduct',
    'page refund',
    'held',
    'confirm',
    'wait',
  ),
  order: fc.integer({ min: 0, max: 1 }),
  fen: fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 3_000 })),
});

test('whatever happens, every posting adds up to nothing and every account to its postings', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30, size: 'max' }), async (steps) => {
      await using setting = await openShop();
      const { sandbox, merchant } = setting;
      const before = sandbox.buyers();
      const receiver_list = [{ type: 'userId', account: '2088002100000022' }];
      await merchant.call('alipay.trade.royalty.relation.bind', { out_request_no: 'b', receiver_list });
      const agreementNo = await signAgreement(merchant);
      for (const [index, { kind, order, fen }] of steps.entries())
        await take({ ...setting, agreementNo }, kind, order, (fen / 100).toFixed(2), index);

      const records = sandbox.save().records;
      const postings = records
        .filter(({ kind }) => kind === 'posting')
        .map(
          ({ record }) =>
            JSON.parse(JSON.stringify(record), (_key, value) =>
              value?.$fen === undefined ? value : BigInt(value.$fen),
            ) as Posting,
        );
      const sums = new Map<string, bigint>();
      for (const { entries } of postings) {
        expect(entries.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(0n);
        for (const { account, amountFen } of entries) sums.set(account, (sums.get(account) ?? 0n) + amountFen);
      }
      const asked = await merchant.call('alipay.data.bill.balance.query', {});
      const seller = merchant.app.seller_id;
      const { openingFen } = DEFAULT_SETTINGS;
      const balance = openingFen + (sums.get(merchantAccount(seller)) ?? 0n);
      expect(fenOf(asked.node.available_amount ?? '')).toBe(balance);
      const ever = { start_time: '2020-01-01 00:00:00', end_time: '2120-01-01 00:00:00' };
      const log = await merchant.call('alipay.data.bill.accountlog.query', ever);
      const { detail_list = [] } = log.node as { detail_list?: { balance: string; trans_amount: string }[] };
      let running = openingFen;
      for (const line of detail_list) {
        running += fenOf(line.trans_amount);
        expect(fenOf(line.balance)).toBe(running);
      }
      expect(running).toBe(balance);
      for (const [person, { buyer_id, funding }] of sandbox.buyers().entries()) {
        for (const { fund_channel, available_amount } of funding) {
          const had =
            before[person]?.funding.find((one) => one.fund_channel === fund_channel)?.available_amount ?? '0.00';
          expect(fenOf(available_amount)).toBe(fenOf(had) + (sums.get(`buyer:${buyer_id}:${fund_channel}`) ?? 0n));
          expect(fenOf(available_amount)).toBeGreaterThanOrEqual(0n);
        }
      }
      for (const [account, sum] of sums) if (/^(frozen|held):/.test(account)) expect(sum).toBeGreaterThanOrEqual(0n);
      const { paid_amount, refund_amount, fee_amount } = sandbox.summary();
      expect(sums.get(FEES) ?? 0n).toBe(fenOf(fee_amount));
      const trades = sandbox.trades();
      const paid = trades.filter(({ gmt_payment }) => gmt_payment !== undefined);
      expect(fenOf(paid_amount)).toBe(total(paid.map(({ total_amount }) => total_amount)));
      const refunds = trades.flatMap((trade) => trade.refunds);
      expect(fenOf(refund_amount)).toBe(total(refunds.map((refund) => refund.refund_amount)));
      for (const { refund_fee, total_amount } of trades)
        expect(fenOf(refund_fee)).toBeLessThanOrEqual(fenOf(total_amount));
    }),
    { numRuns: 10 },
  );
});

/** An agreement that a person has signed on its page, so that nobody need be asked again. */
async function signAgreement(merchant: Merchant): Promise<string> {
  const agreement = {
    ...{ personal_product_code: 'GENERAL_WITHHOLDING_P', sign_scene: 'INDUSTRY|CARRENTAL', external_agreement_no: 'a' },
    access_params: { channel: 'ALIPAYAPP' },
  };
  await sayYes(await merchant.call('alipay.user.agreement.page.sign', agreement), '2088002100000044');
  const { access_params: _, ...asked } = agreement;
  return (await merchant.call('alipay.user.agreement.query', asked)).node.agreement_no ?? '';
}

/** Goes where the gateway leads a browser and agrees there. */
async function sayYes({ headers }: Answered, buyer_id?: string): Promise<void> {
  const page = headers.get('location');
  if (page === null) return;
  const body = JSON.stringify({ buyer_id });
  await fetch(`${page}/yes`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
}

async function take(
  { sandbox, merchant, agreementNo }: Awaited<ReturnType<typeof openShop>> & { agreementNo: string },
  kind: string,
  order: number,
  amount: string,
  index: number,
): Promise<void> {
  const number = `o${order}`;
  const code = () => ({ scene: 'bar_code', auth_code: sandbox.paymentCode().code });
  const terms = { out_trade_no: number, total_amount: amount, subject: 'x' };
  const trade = sandbox.trades({ out_trade_no: number })[0];
  const authorization = async () => {
    const asked = await merchant.call('alipay.fund.auth.operation.detail.query', {
      out_order_no: number,
      out_request_no: 'f',
    });
    return asked.node.auth_no ?? '';
  };
  const call = (method: string, content: object) => merchant.call(`alipay.${method}`, content);
  if (kind === 'page' && trade === undefined) await merchant.paidTrade(terms);
  if (kind === 'code') await call('trade.pay', { ...terms, ...code() });
  if (kind === 'refund')
    await call('trade.refund', { out_trade_no: number, refund_amount: amount, out_request_no: `r${index}` });
  if (kind === 'cancel') await call('trade.cancel', { out_trade_no: number });
  const payee = { identity: '2088002100000033', identity_type: 'ALIPAY_USER_ID' };
  const card = { identity: index % 2 > 0 ? '6222000011110000' : '6222000011111111', identity_type: 'BANKCARD_ACCOUNT' };
  const transfer = { out_biz_no: `t${index}`, trans_amount: amount, biz_scene: 'DIRECT_TRANSFER' };
  if (kind === 'transfer')
    await call('fund.trans.uni.transfer', { ...transfer, product_code: 'TRANS_ACCOUNT_NO_PWD', payee_info: payee });
  if (kind === 'card')
    await call('fund.trans.uni.transfer', { ...transfer, product_code: 'TRANS_BANKCARD_NO_PWD', payee_info: card });
  const freeze = { out_order_no: number, out_request_no: 'f', order_title: 'x', amount, product_code: 'PRE_AUTH' };
  if (kind === 'freeze') await call('fund.auth.order.freeze', { ...freeze, ...code(), auth_code_type: 'bar_code' });
  const back = { out_request_no: `u${index}`, amount, remark: 'x' };
  if (kind === 'unfreeze') await call('fund.auth.order.unfreeze', { ...back, auth_no: await authorization() });
  const fromAuth = { ...terms, out_trade_no: `p${index}`, product_code: 'PRE_AUTH', auth_no: await authorization() };
  if (kind === 'auth pay')
    await call('trade.pay', { ...fromAuth, auth_confirm_mode: index % 2 > 0 ? 'COMPLETE' : 'NOT_COMPLETE' });
  const royalty = { royalty_type: 'transfer', trans_in_type: 'userId', trans_in: '2088002100000022', amount };
  if (kind === 'settle')
    await call('trade.order.settle', {
      out_request_no: `s${index}`,
      trade_no: trade?.trade_no ?? '1',
      royalty_parameters: [royalty],
    });
  const share = { trans_out_type: 'userId', trans_out: '2088002100000022', amount_percentage: 50 };
  if (kind === 'take back')
    await call('trade.refund', {
      ...{ out_trade_no: number, refund_amount: amount, out_request_no: `b${index}` },
      refund_royalty_parameters: [share],
    });
  const channel = (['COUPON', 'DISCOUNT', 'MDISCOUNT'] as const)[index % 3];
  if (kind === 'coupon') sandbox.giveCoupon('2088002100000011', { amount, ...(channel && { channel }) });
  if (kind === 'bank card' && trade === undefined) {
    const { url } = await merchant.openCashier(terms);
    const form = { buyer_id: '2088002100000033', channel: 'BANKCARD' };
    await fetch(`${url}/pay`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  }
  const deduction = { ...terms, product_code: 'GENERAL_WITHHOLDING', agreement_params: { agreement_no: agreementNo } };
  if (kind === 'deduct') await call('trade.pay', deduction);
  const onPage = { out_trade_no: number, refund_amount: amount, out_request_no: `g${index}` };
  if (kind === 'page refund') await sayYes(await call('trade.page.refund', onPage));
  const settle_detail_infos = [{ trans_in_type: 'defaultSettle', amount }];
  const held = { ...terms, settle_info: { settle_detail_infos, settle_period_time: '1d' } };
  if (kind === 'held' && trade === undefined) await merchant.paidTrade(held);
  const left = Number(fenOf(trade?.total_amount ?? '0.00') - fenOf(trade?.refund_fee ?? '0.00'));
  const confirmed = {
    ...{ out_request_no: `c${index}`, trade_no: trade?.trade_no ?? '1' },
    settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount: (left / 100).toFixed(2) }] },
  };
  if (kind === 'confirm') await call('trade.settle.confirm', confirmed);
  if (kind === 'wait') await sandbox.advance(3 * 3_600_000);
}

function total(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, yuan) => sum + fenOf(yuan), 0n);
}

function fenOf(yuan: string): bigint {
  return BigInt(yuan.replace('.', ''));
}

test('money from nowhere is a defect, and nothing moves when there is nothing to move', async () => {
  expect(moveBetween('a', 'b', 0n, 'fee')).toEqual([]);
  expect(moveBetween('a', frozenAccount('1'), 5n, 'freeze').map(({ amountFen }) => amountFen)).toEqual([-5n, 5n]);
});
