import type { EasyCall } from './easy-call.ts';

/** 支付宝卡包 Pass. Contents and parameters of templates are JSON text. */
export const pass = (call: EasyCall) => ({
  /** Makes a template. `alipay.pass.template.add` */
  createTemplate: (uniqueId: string, tplContent: string) =>
    call.execute('alipay.pass.template.add', { unique_id: uniqueId, tpl_content: tplContent }),

  /**
   * Changes a template. Easy SDK's documentation calls the first argument `uniqueId`; Alipay wants the `tpl_id` that
   * {@link createTemplate} answered. `alipay.pass.template.update`
   */
  updateTemplate: (uniqueId: string, tplContent: string) =>
    call.execute('alipay.pass.template.update', { tpl_id: uniqueId, tpl_content: tplContent }),

  /** Gives a user a pass. `alipay.pass.instance.add` */
  addInstance: (tplId: string, tplParams: string, recognitionType: string, recognitionInfo: string) =>
    call.execute('alipay.pass.instance.add', {
      tpl_id: tplId,
      tpl_params: tplParams,
      recognition_type: recognitionType,
      recognition_info: recognitionInfo,
    }),

  /** Changes a user's pass: `USED` (then say how it was verified) or `CLOSED`. `alipay.pass.instance.update` */
  updateInstance: (
    serialNumber: string,
    channelId: string,
    tplParams: string,
    status: string,
    verifyCode?: string | null,
    verifyType?: string | null,
  ) =>
    call.execute('alipay.pass.instance.update', {
      serial_number: serialNumber,
      channel_id: channelId,
      tpl_params: tplParams,
      status,
      verify_code: verifyCode,
      verify_type: verifyType,
    }),
});
