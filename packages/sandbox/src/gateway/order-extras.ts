import { type BizContent, invalid } from './biz-content.ts';
import { businessFailure } from './refusal.ts';

/** What `ACQ.SUB_GOODS_SIZE_MAX_COUNT` is about. */
const GOODS_MAX = 150;

/**
 * What an order may carry for displays, marketing, invoices and risk control. Nothing here depends on it, but Alipay
 * refuses what is wrong with it, and so does the sandbox. @throws {GatewayRefusal}
 */
export function checkExtras(content: BizContent): void {
  checkGoods(content);
  content.text('alipay_store_id', 32);
  content.text('merchant_order_no', 32);
  content.texts('query_options');
  checkOneOf(content, 'integration_type', ['ALIAPP', 'PCWEB']);
  checkOneOf(content, 'qr_pay_mode', ['0', '1', '2', '3', '4']);
  checkWholeNumber(content, 'qrcode_width', 4);
  content.text('request_from_url', 256);
  for (const name of ['business_params', 'promo_params']) {
    if (typeof content.values[name] === 'string') content.text(name, 512);
    content.object(name);
  }
  content.object('business_params').text('mc_create_trade_ip', 128);
  content.object('extend_params').text('sys_service_provider_id', 64);
  for (const name of ['logistics_detail', 'receiver_address_info', 'bkagent_req_info']) content.object(name);
  checkInvoice(content.object('invoice_info'));
}

/** What `alipay.trade.pay` may carry beside: for machines, institutions and payments in advance. @throws {GatewayRefusal} */
export function checkPayExtras(content: BizContent): void {
  content.text('terminal_params', 2048);
  content.text('request_org_pid', 16);
  content.text('advance_payment_type', 64);
}

/** `goods_detail`: every entry is named, counted and priced. @throws {GatewayRefusal} */
export function checkGoods(content: BizContent): void {
  const goods = content.objects('goods_detail');
  if (goods.length > GOODS_MAX) throw businessFailure('SUB_GOODS_SIZE_MAX_COUNT');
  for (const one of goods) {
    one.requiredText('goods_id', 64);
    one.requiredText('goods_name', 256);
    one.requiredText('quantity', 10);
    checkWholeNumber(one, 'quantity', 10);
    one.requiredAmount('price', '商品单价price');
    one.text('goods_category', 24);
    one.text('categories_tree', 128);
    one.text('body', 400);
    one.text('show_url', 400);
  }
}

function checkInvoice(info: BizContent): void {
  if (Object.keys(info.values).length === 0) return;
  if (!info.has('key_info')) throw invalid('缺少invoice_info.key_info');
  const key = info.object('key_info');
  key.requiredText('invoice_merchant_name', 80);
  key.requiredText('tax_num', 30);
  const isSupported = key.values.is_support_invoice;
  if (typeof isSupported !== 'boolean' && isSupported !== 'true' && isSupported !== 'false') {
    throw invalid('is_support_invoice应为true或false');
  }
  info.requiredText('details', 400);
}

/** @throws {GatewayRefusal} if there is a value, and it is none of these. */
export function checkOneOf(content: BizContent, name: string, values: readonly string[]): void {
  const value = content.text(name, 64);
  if (value !== undefined && !values.includes(value)) throw content.refusal(`${name}应为${values.join('、')}`);
}

function checkWholeNumber(content: BizContent, name: string, digits: number): void {
  const value = content.text(name, digits);
  if (value !== undefined && !/^[1-9]\d*$/.test(value)) throw invalid(`${name}应为正整数`);
}
