import type { Fen } from '@till/alipay/money';
import type { SettleAccount, TradeTerms } from '../trades/trade.ts';
import { type BizContent, invalid } from './biz-content.ts';

const ACCOUNT_TYPES = ['defaultSettle', 'userId', 'loginName', 'cardAliasNo'] as const;
const PERIOD_DAYS_MAX = 365;

/** `settle_info` of an order: to whom its money goes, and how long it may wait before. @throws {GatewayRefusal} */
export function readSettleTerms(content: BizContent, totalFen: Fen): Pick<TradeTerms, 'settle'> {
  if (!content.has('settle_info')) return {};
  const info = content.object('settle_info');
  const detail = readSettleDetail(info);
  if (detail.requiredAmount('amount', '结算金额') !== totalFen) throw invalid('结算金额amount必须和订单总金额相同');
  const periodDays = readPeriod(info.text('settle_period_time', 10));
  return { settle: { to: readSettleAccount(detail), ...(periodDays === undefined ? {} : { periodDays }) } };
}

/** The one entry of `settle_detail_infos`. @throws {GatewayRefusal} */
export function readSettleDetail(info: BizContent): BizContent {
  const [detail, ...more] = info.objects('settle_detail_infos');
  if (detail === undefined) throw invalid('缺少settle_detail_infos');
  if (more.length > 0) throw invalid('settle_detail_infos目前只支持一条');
  return detail;
}

/** Whose account the money goes to. @throws {GatewayRefusal} */
export function readSettleAccount(detail: BizContent): SettleAccount {
  const given = detail.requiredText('trans_in_type', 64);
  const type = ACCOUNT_TYPES.find((one) => one === given);
  if (type === undefined) throw invalid(`trans_in_type应为${ACCOUNT_TYPES.join('、')}`);
  detail.text('summary_dimension', 64);
  detail.text('settle_entity_id', 64);
  const entity = detail.text('settle_entity_type', 32);
  if (entity !== undefined && entity !== 'SecondMerchant' && entity !== 'Store') {
    throw invalid('settle_entity_type应为SecondMerchant或Store');
  }
  if (type !== 'defaultSettle') return { type, name: readName(detail, type) };
  if (entity === 'Store') throw invalid('结算主体为门店时不支持defaultSettle');
  if (detail.has('trans_in')) throw invalid('trans_in_type为defaultSettle时trans_in必须为空');
  return { type };
}

function readName(detail: BizContent, type: SettleAccount['type']): string {
  const name = detail.requiredText('trans_in', 64);
  if (type === 'userId' && !/^2088\d{12}$/.test(name)) throw invalid('trans_in应为2088开头的16位数字');
  return name;
}

/** `1d` to `365d`. */
function readPeriod(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(/^([1-9]\d{0,2})d$/.exec(text)?.[1]);
  if (!(days <= PERIOD_DAYS_MAX)) throw invalid(`settle_period_time应为1d到${PERIOD_DAYS_MAX}d`);
  return days;
}
