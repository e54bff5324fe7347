import { BILL_TYPES } from '../../bills/bill-book.ts';
import { isKept, readBillDate } from '../../bills/period.ts';
import type { ApiMethod } from '../call.ts';
import { failure, refusingAs } from '../plain-failure.ts';

const badArgument = refusingAs('INVAILID_ARGUMENTS');

/** `alipay.data.dataservice.bill.downloadurl.query`: where a day's or a month's bill can be fetched, for 30 seconds. */
export const billDownloadUrl: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, ...call }, { bills, clock, address }) {
    const content = call.content.refusing(badArgument);
    const type = content.requiredText('bill_type', 20);
    const known = BILL_TYPES.find((one) => one === type);
    if (known === undefined) throw failure('TYPE_NOT_SUPPORTED', '此账单类型不支持下载');
    const period = readBillDate(content.requiredText('bill_date', 15));
    if (period === undefined) throw badArgument('bill_date格式应为yyyy-MM-dd或yyyy-MM');
    if (period.to > clock.now()) throw badArgument('不能下载当日或当月的账单');
    const bill = { appId: app.appId, sellerId: app.sellerId, type: known, period };
    if (!bills.isReady(bill) || !isKept(period, clock.now())) throw failure('BILL_NOT_EXIST', '入参账单不存在');
    return {
      bill_download_url: `${address()}${bills.pathOf(bill, app)}`,
      bill_file_code: bills.isEmpty(bill) ? 'EMPTY_DATA_WITH_BILL_FILE' : undefined,
    };
  },
};
