import type { EasyCall } from './easy-call.ts';

/** 小程序模板消息 TemplateMessage */
export const templateMessage = (call: EasyCall) => ({
  /** Sends a user of the mini program a message; `data` is JSON text. `alipay.open.app.mini.templatemessage.send` */
  send: (toUserId: string, formId: string, userTemplateId: string, page: string, data: string) =>
    call.execute('alipay.open.app.mini.templatemessage.send', {
      to_user_id: toUserId,
      form_id: formId,
      user_template_id: userTemplateId,
      page,
      data,
    }),
});
