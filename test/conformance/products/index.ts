import { signedAndDeducted, signedAndLeftToTheMerchant } from './agreements.ts';
import { billed } from './bills.ts';
import { frozenByCode, frozenOnPages } from './deposits.ts';
import { uploaded } from './files.ts';
import { authorized, certified, loggedIn } from './members.ts';
import { byDescription, certificate, nothingSaid } from './other-methods.ts';
import { divided, settled } from './settlement.ts';
import type { Shop } from './shop.ts';
import { createdAndRefunded, instalments, paidOnPages, qrCode, scanned } from './trades.ts';
import { account, sentOnPage, transferred } from './transfers.ts';

/** Every product of Alipay's that the sandbox has, as a shop would use it. */
export const PRODUCTS: Readonly<Record<string, (shop: Shop) => Promise<void>>> = {
  'a trade created and refunded': createdAndRefunded,
  'a trade paid in instalments': instalments,
  'a QR code': qrCode,
  'a payment code': scanned,
  'payment pages': paidOnPages,
  'a deposit frozen by a code': frozenByCode,
  'deposits frozen on pages': frozenOnPages,
  'a transfer': transferred,
  'a red packet sent on a page': sentOnPage,
  'the account': account,
  'a payment divided': divided,
  'a payment settled when the merchant says so': settled,
  'an agreement': signedAndDeducted,
  'an agreement that waits for the merchant': signedAndLeftToTheMerchant,
  'a login': loggedIn,
  'a face certified': certified,
  'a merchant’s leave': authorized,
  uploads: uploaded,
  'a method known by description': byDescription,
  'Alipay’s certificate': certificate,
  'calls that say nothing': nothingSaid,
  // Last: it moves the clock.
  bills: billed,
};
