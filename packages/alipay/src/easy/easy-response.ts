import type { ResponseNode } from '../gateway/index.ts';

/**
 * Alipay's answer: the response node's fields in Alipay's own names (`trade_no`), and the five that every Easy SDK
 * response has, in Easy SDK's names. A refusal that is returned has only these five.
 */
export type EasyResponse<Fields = ResponseNode> = Readonly<Partial<Fields>> & EasyFields;

/** What every response has. */
export interface EasyFields {
  /** The gateway's whole answer, as received; of an upload, its response node alone. */
  readonly httpBody: string;
  /** `10000` on success; empty where Alipay sends none (OAuth tokens). */
  readonly code: string;
  readonly msg: string;
  readonly subCode?: string;
  readonly subMsg?: string;
}

/** What takes a buyer's browser or app to Alipay: a form, a url or an order string, in `body`. */
export interface EasyPage {
  readonly body: string;
}

/** A response node as Easy SDK's response. */
export function easyResponse<Fields>(node: ResponseNode, httpBody: string): EasyResponse<Fields> {
  const fields: EasyFields = {
    httpBody,
    code: text(node.code),
    msg: text(node.msg),
    ...(node.sub_code === undefined ? {} : { subCode: text(node.sub_code) }),
    ...(node.sub_msg === undefined ? {} : { subMsg: text(node.sub_msg) }),
  };
  // Alipay signed it, and documents these fields: that is as sure as types over a network get.
  return { ...(node as Partial<Fields>), ...fields };
}

/** Easy SDK's check of a response. */
export const ResponseChecker = {
  /** Whether Alipay did what was asked. False also for `10003`: the order exists, the buyer has yet to confirm. */
  success({ code, subCode = '' }: Pick<EasyFields, 'code' | 'subCode'>): boolean {
    return code === '10000' || (code === '' && subCode === '');
  },
};

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
