import type { EasyCall } from './easy-call.ts';
import { inWireNames } from './wire-names.ts';

/** One article of a message. The first of several needs an `imageUrl`. */
export interface Article {
  readonly title?: string;
  readonly desc: string;
  readonly imageUrl?: string;
  readonly url: string;
  readonly actionName?: string;
}

/** The value of a placeholder, and its colour, e.g. `#85be53`. */
export interface Keyword {
  readonly color: string;
  readonly value: string;
}

/** What fills a message template. */
export interface Context {
  readonly headColor: string;
  readonly url: string;
  /** At most 8 Chinese or 16 Latin characters. */
  readonly actionName: string;
  readonly keyword1?: Keyword;
  readonly keyword2?: Keyword;
  readonly first?: Keyword;
  readonly remark?: Keyword;
}

/** A message template, filled. */
export interface Template {
  readonly templateId: string;
  readonly context: Context;
}

type Optional = string | null | undefined;

const SEND = 'alipay.open.public.message.total.send';

/** 生活号 OpenLife */
export const openLife = (call: EasyCall) => ({
  /**
   * Makes an article. `contentComment`: `T` lets people comment, `F`, the default, does not; `ctype`: `activity` for a
   * campaign, which then names its `benefit`. `alipay.open.public.message.content.create`
   */
  createImageTextContent: (
    title: string,
    cover: string,
    content: string,
    contentComment?: Optional,
    ctype?: Optional,
    benefit?: Optional,
    extTags?: Optional,
    loginIds?: Optional,
  ) =>
    call.execute('alipay.open.public.message.content.create', {
      title,
      cover,
      content,
      could_comment: contentComment,
      ctype,
      benefit,
      ext_tags: extTags,
      login_ids: loginIds,
    }),

  /** Changes an article. `alipay.open.public.message.content.modify` */
  modifyImageTextContent: (
    contentId: string,
    title: string,
    cover: string,
    content: string,
    couldComment?: Optional,
    ctype?: Optional,
    benefit?: Optional,
    extTags?: Optional,
    loginIds?: Optional,
  ) =>
    call.execute('alipay.open.public.message.content.modify', {
      content_id: contentId,
      title,
      cover,
      content,
      could_comment: couldComment,
      ctype,
      benefit,
      ext_tags: extTags,
      login_ids: loginIds,
    }),

  /** Sends a text to all followers. `alipay.open.public.message.total.send` */
  sendText: (text: string) => call.execute(SEND, { msg_type: 'text', text: { title: '', content: text } }),

  /** Sends articles to all followers. `alipay.open.public.message.total.send` */
  sendImageText: (articles: readonly Article[]) =>
    call.execute(SEND, {
      msg_type: 'image-text',
      articles: articles.map((article) => inWireNames(article, { imageUrl: 'image_url', actionName: 'action_name' })),
    }),

  /** Sends a template message to one user. `alipay.open.public.message.single.send` */
  sendSingleMessage: (toUserId: string, template: Template) =>
    call.execute('alipay.open.public.message.single.send', {
      to_user_id: toUserId,
      template: {
        template_id: template.templateId,
        context: inWireNames(template.context, { headColor: 'head_color', actionName: 'action_name' }),
      },
    }),

  /** Takes a message back. `alipay.open.public.life.msg.recall` */
  recallMessage: (messageId: string) => call.execute('alipay.open.public.life.msg.recall', { message_id: messageId }),

  /** Sets the trades whose message templates are used. `alipay.open.public.template.message.industry.modify` */
  setIndustry: (
    primaryIndustryCode: string,
    primaryIndustryName: string,
    secondaryIndustryCode: string,
    secondaryIndustryName: string,
  ) =>
    call.execute('alipay.open.public.template.message.industry.modify', {
      primary_industry_code: primaryIndustryCode,
      primary_industry_name: primaryIndustryName,
      secondary_industry_code: secondaryIndustryCode,
      secondary_industry_name: secondaryIndustryName,
    }),

  /** The trades set. `alipay.open.public.setting.category.query` */
  getIndustry: () => call.execute('alipay.open.public.setting.category.query'),
});
