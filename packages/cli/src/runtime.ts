import type { Bilingual } from './command.ts';
import { oldestNode } from './manifest.ts';

/** What to tell a person whose Node is too old for `till`; undefined if it will do. */
export function runtimeComplaint(nodeVersion: string): Bilingual | undefined {
  const oldest = oldestNode();
  if (Number.parseInt(nodeVersion, 10) >= oldest) return undefined;
  return {
    en: `till needs Node ${oldest} or later, and this is Node ${nodeVersion}. Install a newer one, from your system or nodejs.org. (The SDK alone, @till/alipay, runs on Node 20 too.)`,
    zh: `till 需要 Node ${oldest} 或更高版本，当前是 Node ${nodeVersion}。请从系统软件源或 nodejs.org 安装新版本。（仅使用 SDK @till/alipay 时，Node 20 即可。）`,
  };
}
