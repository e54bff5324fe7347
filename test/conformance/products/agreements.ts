import { formatBeijingDate } from '@till/alipay/time';
import { expect } from 'vitest';
import { HAN_MEIMEI } from './people.ts';
import type { Shop } from './shop.ts';

/** A month's membership, taken from today on. */
const terms = (today: string) => ({
  personal_product_code: 'CYCLE_PAY_AUTH_P',
  sign_scene: 'INDUSTRY|MUSIC',
  external_agreement_no: 'member-1',
  access_params: { channel: 'ALIPAYAPP' },
  period_rule_params: { period_type: 'MONTH', period: '1', execute_time: today, single_amount: '30.00' },
});

/** Signed on a page, but in effect only when the merchant says so: over v2 alone, v3 has no such method. */
export async function signedAndLeftToTheMerchant(shop: Shop): Promise<void> {
  if (shop.protocol === 'v3') return;
  const { period_rule_params: _, ...asked } = terms('');
  const notice = { personal_product_code: 'GENERAL_WITHHOLDING_P', agreement_effect_type: 'NOTICE' };
  const { access_params, ...named } = { ...asked, ...notice, external_agreement_no: 'member-2' };
  await shop.confirm(await shop.visit('alipay.user.agreement.page.sign', { ...named, access_params }), HAN_MEIMEI);
  const { agreement_effect_type: __, ...key } = named;
  expect(await shop.done('alipay.user.agreement.query', key)).toMatchObject({ status: 'TEMP' });
  expect(await shop.done('alipay.user.agreement.sign.effect', key)).toMatchObject({ status: 'NORMAL' });
}

/** Signed on a page, told of, deducted from, ended, and told of again. */
export async function signedAndDeducted(shop: Shop): Promise<void> {
  const { access_params, period_rule_params, ...named } = terms(formatBeijingDate(shop.sandbox.clock.now()));
  const asked = { ...named, access_params, period_rule_params };
  await shop.confirm(await shop.visit('alipay.user.agreement.page.sign', asked), HAN_MEIMEI);
  expect(await shop.told({ notify_type: 'dut_user_sign', status: 'NORMAL' })).toHaveLength(1);
  const agreement = await shop.done('alipay.user.agreement.query', named);
  expect(agreement).toMatchObject({ status: 'NORMAL', principal_id: HAN_MEIMEI, single_quota: '30.00' });
  const { agreement_no: agreementNo } = agreement;
  const deduction = {
    out_trade_no: 'month-1',
    total_amount: '6.00',
    subject: '会员',
    product_code: 'GENERAL_WITHHOLDING',
  };
  expect(
    await shop.done('alipay.trade.pay', { ...deduction, agreement_params: { agreement_no: agreementNo } }),
  ).toMatchObject({ buyer_user_id: HAN_MEIMEI, total_amount: '6.00' });
  await shop.done('alipay.user.agreement.unsign', { agreement_no: agreementNo }, { notifyUrl: shop.inbox.url });
  expect(await shop.told({ notify_type: 'dut_user_unsign', status: 'UNSIGN' })).toHaveLength(1);
  expect(await shop.refused('alipay.user.agreement.unsign', { agreement_no: agreementNo })).toBe(
    'USER_AGREEMENT_STATUS_NOT_NORMAL',
  );
  expect(await shop.refused('alipay.user.agreement.query', { ...named, external_agreement_no: 'never' })).toBe(
    'USER_AGREEMENT_NOT_EXIST',
  );
}
