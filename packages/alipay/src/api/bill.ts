import type {
  AlipayDataDataserviceBillDownloadurlQueryModel,
  AlipayDataDataserviceBillDownloadurlQueryResponse,
} from './generated/gateway/index.ts';
import type { Open } from './order-fields.ts';

/**
 * `alipay.data.dataservice.bill.downloadurl.query`: where a day's or a month's bill can be downloaded.
 * https://opendocs.alipay.com/apis/api_15/alipay.data.dataservice.bill.downloadurl.query
 */
export interface BillDownloadRequest extends AlipayDataDataserviceBillDownloadurlQueryModel {
  /**
   * `trade`: payments and refunds. `signcustomer`: every movement of the balance. `merchant_act`: promotions.
   * `trade_zft_merchant`: the trades of a sub-merchant, with `smid`.
   */
  bill_type: Open<'trade' | 'signcustomer' | 'merchant_act' | 'trade_zft_merchant' | 'zft_acc' | 'settlementMerge'>;
  /** A day, `yyyy-MM-dd`, or a month, `yyyy-MM`: past ones, the day before from nine in the morning. */
  bill_date: string;
  /** The sub-merchant's id. */
  smid?: string;
}

export interface BillDownloadResponse extends AlipayDataDataserviceBillDownloadurlQueryResponse {
  /** A zip file of CSV in GBK; the url works for 30 seconds. */
  bill_download_url: string;
  /** `EMPTY_DATA_WITH_BILL_FILE`: nothing happened that day, the file has only its titles. */
  bill_file_code?: Open<'EMPTY_DATA_WITH_BILL_FILE'>;
}
