import type { BizContent, CallOptions, UploadFiles } from '../gateway/index.ts';
import type { PageFormOptions } from './alipay.ts';
import type { ExecuteOptions } from './gateway-calls.ts';
import type { V3Options } from './v3-calls.ts';

/**
 * The client without its knowledge of Alipay's APIs: any method, any fields. For an API that is newer than these types,
 * or one whose name is only known at run time.
 *
 * @example
 * const unchecked: UncheckedCalls = alipay;
 * const answer = await unchecked.execute('alipay.brand.new.method', { a: '1' });
 */
export interface UncheckedCalls {
  pageForm(method: string, bizContent?: BizContent, options?: PageFormOptions): string;
  pageUrl(method: string, bizContent?: BizContent, options?: CallOptions): string;
  orderString(method: string, bizContent?: BizContent, options?: CallOptions): string;
  pageFormAsync(method: string, bizContent?: BizContent, options?: PageFormOptions): Promise<string>;
  pageUrlAsync(method: string, bizContent?: BizContent, options?: CallOptions): Promise<string>;
  orderStringAsync(method: string, bizContent?: BizContent, options?: CallOptions): Promise<string>;
  execute(method: string, bizContent?: BizContent, options?: ExecuteOptions): Promise<object>;
  upload(method: string, files: UploadFiles, options?: ExecuteOptions): Promise<object>;
  v3(operation: string, fields?: BizContent, options?: V3Options): Promise<object>;
}
