/** The cashier's pages: pure functions from a view to a whole HTML document. */
export { renderDesktopCashier } from './desktop.ts';
export { renderGatewayError } from './gateway-error.ts';
export { renderMobileCashier } from './mobile.ts';
export { renderOutcome } from './outcome.ts';
