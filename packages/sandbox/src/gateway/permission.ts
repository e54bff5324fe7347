import type { App } from '../apps/app.ts';
import { DEFAULT_SETTINGS } from '../apps/app-settings.ts';
import { GatewayRefusal } from './refusal.ts';

/** Methods that send a merchant's money away: Alipay takes them from apps in certificate mode only. */
const MONEY_OUT: ReadonlySet<string> = new Set([
  'alipay.fund.trans.uni.transfer',
  'alipay.fund.trans.toaccount.transfer',
  'alipay.fund.trans.tobank.transfer',
]);

/** Whether an app may call a method at all, by its contracts and the way it signs. @throws {GatewayRefusal} */
export function checkPermission({ settings, certificates }: App, method: string): void {
  const { methods, moneyOutNeedsCert } = { ...DEFAULT_SETTINGS, ...settings };
  if (!methods.some((pattern) => matches(pattern, method))) throw noPermission();
  if (moneyOutNeedsCert && certificates === undefined && MONEY_OUT.has(method)) {
    // Recorded so, code and all: https://github.com/yansongda/pay/issues/325
    const hint = '资金支出类接口须使用公钥证书方式加签 / this method insists on certificate mode';
    throw new GatewayRefusal('40002', 'isv.missing-app-cert-sn', `缺少应用公钥证书序列号参数app_cert_sn：${hint}`);
  }
}

export function noPermission(): GatewayRefusal {
  const what = 'ISV权限不足，建议在开发者中心检查对应功能是否已经添加';
  return new GatewayRefusal('40006', 'isv.insufficient-isv-permissions', what);
}

function matches(pattern: string, method: string): boolean {
  return pattern.endsWith('*') ? method.startsWith(pattern.slice(0, -1)) : pattern === method;
}
