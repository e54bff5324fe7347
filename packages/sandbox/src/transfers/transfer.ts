import type { Fen } from '@till/alipay/money';
import type { IdentityType } from './payee.ts';

export type TransferStatus = 'WAIT_PAY' | 'DEALING' | 'SUCCESS' | 'REFUND' | 'CLOSED';

/** Whom a transfer is for, as the merchant says it. */
export interface Payee {
  readonly identity: string;
  readonly identityType: IdentityType;
  readonly name?: string;
}

/** What a merchant asks to be transferred: the same number always means the same of all this. */
export interface TransferTerms {
  readonly outBizNo: string;
  readonly amountFen: Fen;
  readonly productCode: string;
  readonly bizScene: string;
  readonly payee?: Payee;
  readonly title?: string;
  readonly remark?: string;
}

/** Money that a merchant sends somebody, or that somebody sends through a page. Instants are epoch milliseconds. */
export interface Transfer {
  /** 32 digits. */
  readonly orderId: string;
  /** 32 digits: the movement of the money itself. */
  readonly payFundOrderId: string;
  readonly appId: string;
  readonly sellerId: string;
  readonly terms: TransferTerms;
  readonly passbackParams?: string;
  readonly status: TransferStatus;
  readonly createdAt: number;
  /** When the money left the payer. */
  readonly paidAt?: number;
  /** When something will happen by itself: the bank answers, or the time to pay is over. */
  readonly dueAt?: number;
  readonly errorCode?: string;
  readonly failReason?: string;
}

/** Whether a repeated request asks for the same as the first. */
export function isSameTransfer(a: TransferTerms, b: TransferTerms): boolean {
  return (
    a.amountFen === b.amountFen &&
    a.productCode === b.productCode &&
    a.bizScene === b.bizScene &&
    a.payee?.identity === b.payee?.identity &&
    a.payee?.identityType === b.payee?.identityType &&
    a.payee?.name === b.payee?.name
  );
}

/** A card whose number ends so does not exist at its bank: the money comes back. */
export function isRefusedByBank({ payee }: TransferTerms): boolean {
  return payee?.identity.endsWith('0000') === true;
}
