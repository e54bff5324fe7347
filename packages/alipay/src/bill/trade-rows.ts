import type { Fen } from '../money/index.ts';
import type { BillColumns } from './bill-columns.ts';
import type { RowReader } from './bill-file.ts';
import type { TradeRow, TradeTotals } from './bill-row.ts';
import { checkTotals, findTotals } from './totals-line.ts';

const KINDS: ReadonlyMap<string, 'payment' | 'refund'> = new Map([
  ['交易', 'payment'],
  ['退款', 'refund'],
]);

interface Sum {
  count: number;
  receivedFen: Fen;
  sellerDiscountFen: Fen;
}

/** Reads 业务明细: payments and refunds. */
export function tradeRows(columns: BillColumns): RowReader<TradeRow, TradeTotals> {
  const cell = cellsOf(columns);
  const sums: Record<TradeRow['kind'], Sum> = { payment: zero(), refund: zero(), other: zero() };
  return {
    read(cells, line) {
      const business = cell.business(cells, line);
      const row: TradeRow = {
        kind: KINDS.get(business) ?? 'other',
        business,
        tradeNo: cell.tradeNo(cells, line),
        outTradeNo: cell.outTradeNo(cells, line),
        subject: cell.subject(cells, line),
        createdAt: cell.createdAt(cells, line),
        finishedAt: cell.finishedAt(cells, line),
        storeId: cell.storeId(cells, line),
        storeName: cell.storeName(cells, line),
        operator: cell.operator(cells, line),
        terminalId: cell.terminalId(cells, line),
        counterparty: cell.counterparty(cells, line),
        totalFen: cell.totalFen(cells, line),
        receivedFen: cell.receivedFen(cells, line),
        redPacketFen: cell.redPacketFen(cells, line),
        pointsFen: cell.pointsFen(cells, line),
        alipayDiscountFen: cell.alipayDiscountFen(cells, line),
        sellerDiscountFen: cell.sellerDiscountFen(cells, line),
        couponFen: cell.couponFen(cells, line),
        couponName: cell.couponName(cells, line),
        sellerRedPacketFen: cell.sellerRedPacketFen(cells, line),
        cardFen: cell.cardFen(cells, line),
        outRequestNo: cell.outRequestNo(cells, line),
        feeFen: cell.feeFen(cells, line),
        royaltyFen: cell.royaltyFen(cells, line),
        remark: cell.remark(cells, line),
        line,
      };
      const sum = sums[row.kind];
      sum.count++;
      sum.receivedFen += row.receivedFen;
      sum.sellerDiscountFen += row.sellerDiscountFen;
      return row;
    },
    finish(footers) {
      checkTotals('交易合计', findTotals(footers, '交易合计'), asTotals(sums.payment));
      checkTotals('退款合计', findTotals(footers, '退款合计'), asTotals(sums.refund));
      return { kind: 'totals', payments: { ...sums.payment }, refunds: { ...sums.refund } };
    },
  };
}

function cellsOf(columns: BillColumns) {
  return {
    business: columns.text('业务类型'),
    tradeNo: columns.text('支付宝交易号'),
    outTradeNo: columns.text('商户订单号'),
    subject: columns.text('商品名称'),
    createdAt: columns.time('创建时间'),
    finishedAt: columns.time('完成时间'),
    storeId: columns.text('门店编号'),
    storeName: columns.text('门店名称'),
    operator: columns.text('操作员'),
    terminalId: columns.text('终端号'),
    counterparty: columns.text('对方账户'),
    totalFen: columns.fen('订单金额（元）'),
    receivedFen: columns.fen('商家实收（元）'),
    redPacketFen: columns.fen('支付宝红包（元）'),
    pointsFen: columns.fen('集分宝（元）'),
    alipayDiscountFen: columns.fen('支付宝优惠（元）'),
    sellerDiscountFen: columns.fen('商家优惠（元）'),
    couponFen: columns.fen('券核销金额（元）'),
    couponName: columns.text('券名称'),
    sellerRedPacketFen: columns.fen('商家红包消费金额（元）'),
    cardFen: columns.fen('卡消费金额（元）'),
    outRequestNo: columns.text('退款批次号/请求号'),
    feeFen: columns.fen('服务费（元）'),
    royaltyFen: columns.fen('分润（元）'),
    remark: columns.text('备注'),
  };
}

function zero(): Sum {
  return { count: 0, receivedFen: 0n, sellerDiscountFen: 0n };
}

function asTotals({ count, receivedFen, sellerDiscountFen }: Sum) {
  return { count, amounts: [receivedFen, sellerDiscountFen] };
}
