import type { EasySdk } from '../../packages/alipay/src/easy/index.ts';

/** A function of Easy SDK, called, and what the gateway is to be asked by it. */
export type EasyRow = [
  name: string,
  call: () => Promise<unknown>,
  method: string,
  bizContent: Record<string, unknown> | undefined,
  params?: Record<string, string>,
];

const TOKEN = 'alipay.system.oauth.token';
const TOTAL_SEND = 'alipay.open.public.message.total.send';
const order = { subject: '龙井茶', out_trade_no: 'A1001', total_amount: '88.88' };

/** Every function of Easy SDK that calls the gateway with text alone. */
export function easyRows(easy: () => EasySdk): EasyRow[] {
  return [
    [
      'base.oauth.getToken',
      () => easy().base.oauth.getToken('c0de'),
      TOKEN,
      undefined,
      { grant_type: 'authorization_code', code: 'c0de' },
    ],
    [
      'base.oauth.refreshToken',
      () => easy().base.oauth.refreshToken('r3fresh'),
      TOKEN,
      undefined,
      { grant_type: 'refresh_token', refresh_token: 'r3fresh' },
    ],
    [
      'base.qrcode.create',
      () => easy().base.qrcode.create('page/index', 'x=1', '门店'),
      'alipay.open.app.qrcode.create',
      { url_param: 'page/index', query_param: 'x=1', describe: '门店' },
    ],
    [
      'marketing.openLife.createImageTextContent',
      () =>
        easy().marketing.openLife.createImageTextContent(
          't',
          'http://c',
          'text',
          'T',
          'activity',
          'gift',
          'a,b',
          'x@y.z,u@v.w',
        ),
      'alipay.open.public.message.content.create',
      {
        title: 't',
        cover: 'http://c',
        content: 'text',
        could_comment: 'T',
        ctype: 'activity',
        benefit: 'gift',
        ext_tags: 'a,b',
        login_ids: 'x@y.z,u@v.w',
      },
    ],
    [
      'marketing.openLife.modifyImageTextContent',
      () => easy().marketing.openLife.modifyImageTextContent('id', 't', 'http://c', 'text', 'F', null, undefined, 'a'),
      'alipay.open.public.message.content.modify',
      { content_id: 'id', title: 't', cover: 'http://c', content: 'text', could_comment: 'F', ext_tags: 'a' },
    ],
    [
      'marketing.openLife.sendText',
      () => easy().marketing.openLife.sendText('hello'),
      TOTAL_SEND,
      { msg_type: 'text', text: { title: '', content: 'hello' } },
    ],
    [
      'marketing.openLife.sendImageText',
      () =>
        easy().marketing.openLife.sendImageText([
          { title: 't', desc: 'd', imageUrl: 'http://i', url: 'http://u', actionName: 'more' },
          { desc: 'd2', url: 'http://u2' },
        ]),
      TOTAL_SEND,
      {
        msg_type: 'image-text',
        articles: [
          { title: 't', desc: 'd', image_url: 'http://i', url: 'http://u', action_name: 'more' },
          { desc: 'd2', url: 'http://u2' },
        ],
      },
    ],
    [
      'marketing.openLife.sendSingleMessage',
      () =>
        easy().marketing.openLife.sendSingleMessage('2088', {
          templateId: 'tpl',
          context: {
            headColor: '#85be53',
            url: 'http://u',
            actionName: '查看详情',
            keyword1: { color: '#85be53', value: 'one' },
            first: { color: '#000000', value: 'hello' },
          },
        }),
      'alipay.open.public.message.single.send',
      {
        to_user_id: '2088',
        template: {
          template_id: 'tpl',
          context: {
            head_color: '#85be53',
            url: 'http://u',
            action_name: '查看详情',
            keyword1: { color: '#85be53', value: 'one' },
            first: { color: '#000000', value: 'hello' },
          },
        },
      },
    ],
    [
      'marketing.openLife.recallMessage',
      () => easy().marketing.openLife.recallMessage('m1'),
      'alipay.open.public.life.msg.recall',
      { message_id: 'm1' },
    ],
    [
      'marketing.openLife.setIndustry',
      () => easy().marketing.openLife.setIndustry('10001/20102', 'IT科技', '10001/20101', 'IT软件'),
      'alipay.open.public.template.message.industry.modify',
      {
        primary_industry_code: '10001/20102',
        primary_industry_name: 'IT科技',
        secondary_industry_code: '10001/20101',
        secondary_industry_name: 'IT软件',
      },
    ],
    [
      'marketing.openLife.getIndustry',
      () => easy().marketing.openLife.getIndustry(),
      'alipay.open.public.setting.category.query',
      undefined,
    ],
    [
      'marketing.pass.createTemplate',
      () => easy().marketing.pass.createTemplate('u1', '{}'),
      'alipay.pass.template.add',
      { unique_id: 'u1', tpl_content: '{}' },
    ],
    [
      'marketing.pass.updateTemplate',
      () => easy().marketing.pass.updateTemplate('t1', '{}'),
      'alipay.pass.template.update',
      { tpl_id: 't1', tpl_content: '{}' },
    ],
    [
      'marketing.pass.addInstance',
      () => easy().marketing.pass.addInstance('t1', '{"a":"b"}', '1', '{"partner_id":"2088"}'),
      'alipay.pass.instance.add',
      { tpl_id: 't1', tpl_params: '{"a":"b"}', recognition_type: '1', recognition_info: '{"partner_id":"2088"}' },
    ],
    [
      'marketing.pass.updateInstance',
      () => easy().marketing.pass.updateInstance('s1', '2088', '{}', 'USED', '8612231273', 'wave'),
      'alipay.pass.instance.update',
      {
        serial_number: 's1',
        channel_id: '2088',
        tpl_params: '{}',
        status: 'USED',
        verify_code: '8612231273',
        verify_type: 'wave',
      },
    ],
    [
      'marketing.templateMessage.send',
      () => easy().marketing.templateMessage.send('2088', 'form', 'tpl', 'page/index', '{}'),
      'alipay.open.app.mini.templatemessage.send',
      { to_user_id: '2088', form_id: 'form', user_template_id: 'tpl', page: 'page/index', data: '{}' },
    ],
    [
      'member.identification.init',
      () =>
        easy().member.identification.init(
          'o1',
          'FACE',
          { identityType: 'CERT_INFO', certType: 'IDENTITY_CARD', certName: '张三', certNo: '51390119801130903X' },
          { returnUrl: 'https://shop.example/certified' },
        ),
      'alipay.user.certify.open.initialize',
      {
        outer_order_no: 'o1',
        biz_code: 'FACE',
        identity_param: {
          identity_type: 'CERT_INFO',
          cert_type: 'IDENTITY_CARD',
          cert_name: '张三',
          cert_no: '51390119801130903X',
        },
        merchant_config: { return_url: 'https://shop.example/certified' },
      },
    ],
    [
      'member.identification.query',
      () => easy().member.identification.query('c1'),
      'alipay.user.certify.open.query',
      { certify_id: 'c1' },
    ],
    [
      'payment.common.create',
      () => easy().payment.common.create('龙井茶', 'A1001', '88.88', '2088'),
      'alipay.trade.create',
      { ...order, buyer_id: '2088' },
    ],
    [
      'payment.common.query',
      () => easy().payment.common.query('A1001'),
      'alipay.trade.query',
      { out_trade_no: 'A1001' },
    ],
    [
      'payment.common.refund',
      () => easy().payment.common.refund('A1001', '8.88'),
      'alipay.trade.refund',
      { out_trade_no: 'A1001', refund_amount: '8.88' },
    ],
    [
      'payment.common.close',
      () => easy().payment.common.close('A1001'),
      'alipay.trade.close',
      { out_trade_no: 'A1001' },
    ],
    [
      'payment.common.cancel',
      () => easy().payment.common.cancel('A1001'),
      'alipay.trade.cancel',
      { out_trade_no: 'A1001' },
    ],
    [
      'payment.common.queryRefund',
      () => easy().payment.common.queryRefund('A1001', 'R1'),
      'alipay.trade.fastpay.refund.query',
      { out_trade_no: 'A1001', out_request_no: 'R1' },
    ],
    [
      'payment.common.downloadBill',
      () => easy().payment.common.downloadBill('trade', '2026-01-31'),
      'alipay.data.dataservice.bill.downloadurl.query',
      { bill_type: 'trade', bill_date: '2026-01-31' },
    ],
    [
      'payment.huabei.create',
      () => easy().payment.huabei.create('龙井茶', 'A1001', '88.88', '2088', { hbFqNum: '3', hbFqSellerPercent: '0' }),
      'alipay.trade.create',
      { ...order, buyer_id: '2088', extend_params: { hb_fq_num: '3', hb_fq_seller_percent: '0' } },
    ],
    [
      'payment.faceToFace.pay',
      () => easy().payment.faceToFace.pay('龙井茶', 'A1001', '88.88', '289821051157962364'),
      'alipay.trade.pay',
      { ...order, auth_code: '289821051157962364', scene: 'bar_code' },
    ],
    [
      'payment.faceToFace.preCreate',
      () => easy().payment.faceToFace.preCreate('龙井茶', 'A1001', '88.88'),
      'alipay.trade.precreate',
      order,
    ],
    [
      'payment.faceToFace.precreate',
      () => easy().payment.faceToFace.precreate('龙井茶', 'A1001', '88.88'),
      'alipay.trade.precreate',
      order,
    ],
    [
      'security.textRisk.detect',
      () => easy().security.textRisk.detect('text'),
      'alipay.security.risk.content.detect',
      { content: 'text' },
    ],
    [
      'util.generic.execute',
      () =>
        easy().util.generic.execute(
          'alipay.trade.pay',
          { app_auth_token: 'agent', custom: 'x' },
          { scene: 'bar_code' },
        ),
      'alipay.trade.pay',
      { scene: 'bar_code' },
      { app_auth_token: 'agent', custom: 'x' },
    ],
    [
      'util.generic.execute without parameters',
      () => easy().util.generic.execute('alipay.open.public.setting.category.query', null, null),
      'alipay.open.public.setting.category.query',
      undefined,
    ],
  ];
}
