import type { DevFile } from './dev-file.ts';

/** What a newcomer sees: where to click first, and what else is there. */
export function banner({ server, sandbox, adminUser, adminPassword }: DevFile, dataDirectory: string): string {
  return `
  Till 收银 · Alipay for TypeScript

  Demo shop  演示商店   ${server}/demo/    ← start here 从这里开始
  API        接口文档   ${server}/swagger/index.html
  Console    控制台     ${server}/console/    ${adminUser} / ${adminPassword}
  Sandbox    离线支付宝 ${sandbox}    no real money moves 不涉及真实资金

  Kept in 数据目录 ${dataDirectory} · API key and all else 密钥等见 dev.json · Ctrl-C to stop 停止
`;
}
