import type { NotificationKind } from '../notification/index.ts';

/** Fields by wire name; undefined for one that is to be left out. */
export type TestFields = Readonly<Record<string, string | undefined>>;

/** What a sample is made from. */
export interface Occasion {
  readonly appId: string;
  readonly sellerId: string;
  /** Beijing time. */
  readonly now: string;
  readonly nowMs: number;
  /** Tells this message's numbers from those of others. */
  readonly serial: string;
  readonly charset: string;
  /** What the test has set. */
  readonly given: TestFields;
}

/** A message of each kind, as Alipay sends it. Source: "异步通知参数说明" and the pages of the messages. */
export const SAMPLES: Readonly<Record<NotificationKind, (occasion: Occasion) => TestFields>> = {
  'trade.waiting': (occasion) => trade(occasion, { trade_status: 'WAIT_BUYER_PAY' }),
  'trade.paid': (occasion) => trade(occasion, { trade_status: 'TRADE_SUCCESS', ...payment(occasion) }),
  'trade.finished': (occasion) => trade(occasion, { trade_status: 'TRADE_FINISHED', ...payment(occasion) }),
  'trade.closed': (occasion) => trade(occasion, { trade_status: 'TRADE_CLOSED', gmt_close: occasion.now }),
  'trade.refunded': (occasion) =>
    trade(occasion, {
      trade_status: 'TRADE_SUCCESS',
      gmt_payment: occasion.now,
      gmt_refund: `${occasion.now}.143`,
      refund_fee: '0.01',
      out_biz_no: `R${occasion.serial}`,
    }),
  'refund.deposited_back': (occasion) =>
    message(occasion, 'alipay.trade.refund.depositback.completed', {
      trade_no: tradeNo(occasion),
      out_trade_no: `T${occasion.serial}`,
      out_request_no: `R${occasion.serial}`,
      dback_status: 'S',
      dback_amount: '0.01',
      bank_ack_time: occasion.now,
      est_bank_receipt_time: occasion.now,
    }),
  'trade.settled': (occasion) =>
    message(occasion, 'alipay.trade.order.settle.notify', {
      operation_dt: occasion.now,
      out_request_no: `S${occasion.serial}`,
      settle_no: `20260301002530020000000000${occasion.serial}`,
      trade_no: tradeNo(occasion),
      royalty_detail_list: [
        {
          operation_type: 'transfer',
          amount: '0.01',
          trans_in: '2088102175951111',
          state: 'SUCCESS',
          detail_id: `2026030100502${occasion.serial}`,
          execute_dt: occasion.now,
        },
      ],
    }),
  'transfer.changed': (occasion) =>
    message(occasion, 'alipay.fund.trans.order.changed', {
      out_biz_no: `B${occasion.serial}`,
      order_id: `20260301110070000006${occasion.serial}`,
      pay_fund_order_id: `20260301110070001506${occasion.serial}`,
      status: 'SUCCESS',
      action_type: 'FINISH',
      product_code: 'TRANS_ACCOUNT_NO_PWD',
      biz_scene: 'DIRECT_TRANSFER',
      trans_amount: '0.01',
      pay_date: occasion.now,
    }),
  'fund_auth.frozen': (occasion) => fundAuth(occasion, 'fund_auth_freeze', 'FREEZE'),
  'fund_auth.unfrozen': (occasion) => fundAuth(occasion, 'fund_auth_unfreeze', 'UNFREEZE'),
  'fund_auth.cancelled': (occasion) => fundAuth(occasion, 'fund_auth_operation_cancel', 'UNFREEZE'),
  'agreement.signed': (occasion) =>
    agreement(occasion, 'dut_user_sign', {
      status: 'NORMAL',
      sign_time: occasion.now,
      valid_time: occasion.now,
      invalid_time: '2115-02-01 00:00:00',
    }),
  'agreement.unsigned': (occasion) =>
    agreement(occasion, 'dut_user_unsign', { status: 'UNSIGN', unsign_time: occasion.now }),
  message: (occasion) => message(occasion, 'alipay.open.app.api.test', { text: 'hello' }),
  unknown: (occasion) => notification(occasion, 'open_app_auth_notify', {}),
};

function notification(occasion: Occasion, notifyType: string, own: TestFields): TestFields {
  return {
    notify_id: `2026030100222120000000000000${occasion.serial}`,
    notify_type: notifyType,
    notify_time: occasion.now,
    charset: occasion.charset,
    version: '1.0',
    app_id: occasion.appId,
    auth_app_id: occasion.appId,
    ...own,
    ...occasion.given,
  };
}

function trade(occasion: Occasion, own: TestFields): TestFields {
  return notification(occasion, 'trade_status_sync', {
    gmt_create: occasion.now,
    trade_no: tradeNo(occasion),
    out_trade_no: `T${occasion.serial}`,
    subject: '龙井茶 Longjing tea',
    total_amount: '0.01',
    seller_id: occasion.sellerId,
    seller_email: 'shop@example.com',
    buyer_id: '2088102175953034',
    buyer_logon_id: '159****5620',
    ...own,
  });
}

function payment({ now, given }: Occasion): TestFields {
  const amount = given.total_amount ?? '0.01';
  return {
    gmt_payment: now,
    invoice_amount: amount,
    receipt_amount: amount,
    buyer_pay_amount: amount,
    point_amount: '0.00',
    fund_bill_list: JSON.stringify([{ amount, fundChannel: 'ALIPAYACCOUNT' }]),
  };
}

function fundAuth(occasion: Occasion, notifyType: string, operation: string): TestFields {
  return notification(occasion, notifyType, {
    auth_no: `2026030110002001730200000${occasion.serial}`,
    out_order_no: `F${occasion.serial}`,
    operation_id: `20260301${occasion.serial}`,
    out_request_no: `Q${occasion.serial}`,
    operation_type: operation,
    status: 'SUCCESS',
    amount: '0.01',
    rest_amount: operation === 'FREEZE' ? '0.01' : '0.00',
    gmt_create: occasion.now,
    gmt_trans: occasion.now,
    payer_user_id: '2088102175953034',
    payer_logon_id: '159****5620',
    payee_user_id: occasion.sellerId,
  });
}

function agreement(occasion: Occasion, notifyType: string, own: TestFields): TestFields {
  return notification(occasion, notifyType, {
    agreement_no: `20265401000000${occasion.serial}`,
    external_agreement_no: `G${occasion.serial}`,
    personal_product_code: 'GENERAL_WITHHOLDING_P',
    sign_scene: 'INDUSTRY|DEFAULT_SCENE',
    alipay_user_id: '2088102175953034',
    alipay_logon_id: '159****5620',
    ...own,
  });
}

/** The message service names the thing in `msg_method` and puts what it says into `biz_content`. */
const ENVELOPE: ReadonlySet<string> = new Set([
  'msg_method',
  'msg_app_id',
  'msg_type',
  'notify_id',
  'app_id',
  'biz_content',
]);

function message(occasion: Occasion, method: string, content: Readonly<Record<string, unknown>>): TestFields {
  const given = Object.entries(occasion.given);
  const inside = Object.fromEntries(given.filter(([name]) => !ENVELOPE.has(name)));
  return {
    notify_id: `2026030100262120000000000000${occasion.serial}`,
    msg_method: method,
    utc_timestamp: String(occasion.nowMs),
    version: '1.1',
    charset: occasion.charset,
    app_id: occasion.appId,
    biz_content: JSON.stringify({ ...content, ...inside }),
    ...Object.fromEntries(given.filter(([name]) => ENVELOPE.has(name))),
  };
}

function tradeNo({ serial }: Occasion): string {
  return `202603012200145303050000${serial}`;
}
