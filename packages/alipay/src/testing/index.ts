export type { AccountFileRow } from './account-bill.ts';
export type { TestFields } from './sample-messages.ts';
export { createTestAlipay, type TestAlipay, type TestAlipayOptions, type TestNotification } from './test-alipay.ts';
export { type TestAccountBill, type TestTradeBill, testBillFiles, writeTestBill } from './test-bill.ts';
export type { TradeFileRow } from './trade-bill.ts';
export { type FileToPack, zip } from './zip.ts';
