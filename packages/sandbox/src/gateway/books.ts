import type { Clock } from '@till/alipay/time';
import type { AgreementBook } from '../agreements/agreement-book.ts';
import type { AuthorizationBook } from '../authorizations/authorization-book.ts';
import type { BillBook } from '../bills/bill-book.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import type { Cashier } from '../cashier/cashier.ts';
import type { Confirmations } from '../cashier/confirmation.ts';
import type { UploadBook } from '../files/upload-book.ts';
import type { Ids } from '../ids/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { CertificationBook } from '../oauth/certification.ts';
import type { OAuthBook } from '../oauth/oauth-book.ts';
import type { SettlementBook } from '../settlement/settlement-book.ts';
import type { Records } from '../storage/records.ts';
import type { AsyncPayments } from '../trades/async-payment.ts';
import type { RefundApplications } from '../trades/refund-application.ts';
import type { TradeBook } from '../trades/trade-book.ts';
import type { TransferBook } from '../transfers/transfer-book.ts';

/** All that the gateway's methods read and write: one book for each thing that Alipay keeps. */
export interface Books {
  readonly clock: Clock;
  /** Where browsers reach the sandbox, without a slash at the end. */
  readonly address: () => string;
  readonly records: Records;
  readonly ids: Ids;
  readonly buyers: BuyerBook;
  readonly ledger: Ledger;
  readonly bills: BillBook;
  readonly authorizations: AuthorizationBook;
  readonly settlements: SettlementBook;
  readonly agreements: AgreementBook;
  readonly transfers: TransferBook;
  readonly trades: TradeBook;
  readonly asyncPayments: AsyncPayments;
  readonly refundApplications: RefundApplications;
  readonly cashier: Cashier;
  readonly confirmations: Confirmations;
  readonly oauth: OAuthBook;
  readonly certifications: CertificationBook;
  readonly uploads: UploadBook;
}
