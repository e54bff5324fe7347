import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { payWithCode, showCode } from '../../examples/easy-sdk/commission.ts';
import type {
  Article,
  Context,
  EasyOptions,
  HuabeiConfig,
  IdentityParam,
  Keyword,
  MerchantConfig,
  Template,
} from '../../packages/alipay/src/easy/index.ts';
import { EasyShop } from './easy-shop.ts';

const root = new URL('../../', import.meta.url);

/** All fields of an object, or it does not compile. */
function fieldsOf<Fields>(fields: Record<keyof Fields & string, true>): string[] {
  return Object.keys(fields);
}

const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  Article: fieldsOf<Article>({ title: true, desc: true, imageUrl: true, url: true, actionName: true }),
  Template: fieldsOf<Template>({ templateId: true, context: true }),
  Context: fieldsOf<Context>({
    headColor: true,
    url: true,
    actionName: true,
    keyword1: true,
    keyword2: true,
    first: true,
    remark: true,
  }),
  Keyword: fieldsOf<Keyword>({ color: true, value: true }),
  IdentityParam: fieldsOf<IdentityParam>({ identityType: true, certType: true, certName: true, certNo: true }),
  MerchantConfig: fieldsOf<MerchantConfig>({ returnUrl: true }),
  HuabeiConfig: fieldsOf<HuabeiConfig>({ hbFqNum: true, hbFqSellerPercent: true }),
};

/** Easy SDK has two options more, which are refused. */
const OPTIONS = [
  'httpProxy',
  'ignoreSSL',
  ...fieldsOf<EasyOptions>({
    appId: true,
    merchantPrivateKey: true,
    alipayPublicKey: true,
    merchantCertPath: true,
    alipayCertPath: true,
    alipayRootCertPath: true,
    protocol: true,
    gatewayHost: true,
    signType: true,
    notifyUrl: true,
    encryptKey: true,
  }),
];

test.each(['easy-sdk.md', 'easy-sdk.zh-CN.md'])('%s lists every option and every field of an object', (name) => {
  const guide = readFileSync(new URL(`docs/guides/${name}`, root), 'utf8');
  const rows = guide.split('\n').filter((line) => line.startsWith('| `'));
  const fields = Object.entries(OBJECTS).map(([object, names]) => {
    const row = rows.find((line) => line.startsWith(`| \`${object}\` |`)) ?? '';
    return [object, names.filter((field) => !row.includes(`\`${field}\``))];
  });
  expect(fields.filter(([, missing]) => missing?.length !== 0)).toEqual([]);
  expect(OPTIONS.filter((option) => !rows.some((row) => row.split('|')[1]?.includes(`\`${option}\``)))).toEqual([]);
  const path = 'examples/easy-sdk/commission.ts';
  expect(guide).toContain(`<!-- ${path} -->\n\`\`\`ts\n${readFileSync(new URL(path, root), 'utf8')}\`\`\`\n`);
});

test('a provider’s calls name the merchant, whose the money is, and the provider to be rewarded', async () => {
  await using shop = await EasyShop.open();
  const { sandbox, alipay } = shop;
  const merchant = await sandbox.registerApp();
  const appAuthToken = await shop.merchantToken(merchant.app_id);
  const provider = { appAuthToken, sysServiceProviderId: '2088511833207846' };
  const shared = { subject: 'iPhone6 16G', total_amount: '0.01' };
  const rewarded = { extend_params: { sys_service_provider_id: '2088511833207846' } };
  const params = { app_auth_token: appAuthToken };
  const { code } = sandbox.paymentCode();
  expect(await shop.askedBy(() => payWithCode(alipay, provider, 'A1', '0.01', code))).toEqual({
    method: 'alipay.trade.pay',
    params,
    bizContent: { ...shared, ...rewarded, out_trade_no: 'A1', auth_code: code, scene: 'bar_code' },
  });
  expect(await shop.askedBy(() => showCode(alipay, provider, 'A2', '0.01'))).toEqual({
    method: 'alipay.trade.precreate',
    params,
    bizContent: { ...shared, ...rewarded, out_trade_no: 'A2' },
  });
  expect(sandbox.trades({ out_trade_no: 'A1' })[0]?.seller_id).toBe(merchant.seller_id);
});
