import type { EasyCall } from './easy-call.ts';

/** 文本风险识别 TextRisk */
export const textRisk = (call: EasyCall) => ({
  /** Looks for what must not be published. `alipay.security.risk.content.detect` */
  detect: (content: string) => call.execute('alipay.security.risk.content.detect', { content }),
});
