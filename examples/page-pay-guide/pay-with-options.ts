import type { Alipay } from '@till/alipay';
import { formatBeijing } from '@till/alipay/time';
import type { Order, ShopUrls } from './pay.ts';

/** The same, with everything that a page payment can be told. Leave out what you do not need. */
export function payOnPageWithOptions(alipay: Alipay, order: Order, { notifyUrl, returnUrl }: ShopUrls): string {
  const trade = {
    out_trade_no: order.outTradeNo,
    total_amount: order.totalAmount,
    subject: order.subject,
    product_code: 'FAST_INSTANT_TRADE_PAY',
    time_expire: formatBeijing(order.expiresAt),
    // Where the code to scan is shown: 1 within the shop's page, 4 in a width of one's own, 2 on Alipay's page.
    qr_pay_mode: '1',
    qrcode_width: 100,
    integration_type: 'PCWEB',
    request_from_url: 'https://',
    // What is bought, for the buyer's bill and for risk control.
    goods_detail: [
      {
        goods_id: 'apple-01',
        alipay_goods_id: '20010001',
        goods_name: 'ipad',
        quantity: 1,
        price: '2000',
        goods_category: '34543238',
        categories_tree: '124868003|126232002|126252004',
        show_url: 'http://www.alipay.com/xxx.jpg',
      },
    ],
    // Instalments, the service provider to be rewarded, money kept for royalties.
    extend_params: {
      sys_service_provider_id: '2088511833207846',
      hb_fq_num: '3',
      hb_fq_seller_percent: '100',
      industry_reflux_info: JSON.stringify({
        scene_code: 'metro_tradeorder',
        channel: 'xxxx',
        scene_data: { asset_name: 'ALIPAY' },
      }),
      specified_seller_name: '西湖跨境小铺',
      royalty_freeze: 'true',
      card_type: 'S0JP0000',
    },
    business_params: JSON.stringify({ mc_create_trade_ip: '127.0.0.1' }),
    promo_params: JSON.stringify({ storeIdType: '1' }),
    // Who may pay.
    ext_user_info: {
      name: '李明',
      mobile: '16587658765',
      cert_type: 'IDENTITY_CARD',
      cert_no: '362334768769238881',
      min_age: '18',
      fix_buyer: 'F',
      need_check_info: 'F',
      identity_hash: '27bfcd1dee4f22c8fe8a2374af9b660419d1361b1c207e9b41a754a113f38fcc',
    },
    invoice_info: {
      key_info: { is_support_invoice: 'true', invoice_merchant_name: 'ABC|003', tax_num: '1464888883494' },
      details: JSON.stringify([{ code: '100294400', name: '服饰', num: '2', sumPrice: '200.00', taxRate: '6%' }]),
    },
    sub_merchant: { merchant_id: '2088000603999128', merchant_type: 'alipay' },
    store_id: 'NJ_001',
    merchant_order_no: '20161008001',
  } as const;
  return alipay.pageForm('alipay.trade.page.pay', trade, { notifyUrl, returnUrl });
}
