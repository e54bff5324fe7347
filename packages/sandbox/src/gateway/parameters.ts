import { type Charset, charsetOf, decodeText } from '@till/alipay/charset';
import type { HttpRequest } from '../http/message.ts';
import type { Parameters } from '../signing/canonical.ts';
import { parseForm, type RawField } from '../wire/form.ts';
import { type MultipartBody, parseMultipart, type UploadedFile } from '../wire/multipart.ts';

/** A gateway request, read but not yet trusted. */
export interface GatewayRequest {
  /** Query and body in one; empty values are left out, as the gateway ignores them. */
  readonly parameters: Parameters;
  /** What the bytes were decoded with. */
  readonly charset: Charset;
  /** Neither the query nor the Content-Type named a charset, so the gateway fell back to GBK. */
  readonly isCharsetAssumed: boolean;
  /** All fields as they came, to find out what went wrong with a signature. */
  readonly rawFields: readonly RawField[];
  readonly files: readonly UploadedFile[];
}

/**
 * Reads the parameters of a request to `gateway.do`.
 *
 * The gateway must choose a charset before it can read the body, so only the query and the Content-Type can name it;
 * a `charset` inside the body comes too late, and GBK is assumed.
 */
export function readGatewayRequest(request: HttpRequest): GatewayRequest {
  const contentType = request.headers['content-type'] ?? '';
  const queryFields = parseForm(Buffer.from(request.query, 'latin1'));
  const { fields, files } = readBody(request.body, contentType);
  const rawFields = [...queryFields, ...fields];
  const named = valueIn(queryFields, 'charset') || /charset="?([\w-]+)/i.exec(contentType)?.[1];
  const charset = charsetOf(named ?? '') ?? 'gbk';
  return { parameters: decodeFields(rawFields, charset), charset, isCharsetAssumed: !named, rawFields, files };
}

/**
 * If a name comes twice, the later counts. Forms name the charset in the query and again in the body; only the body's
 * spelling (`utf-8`, `UTF-8`) is sure to be the one that was signed.
 */
export function decodeFields(fields: readonly RawField[], charset: Charset): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of fields) {
    const key = decodeText(name, charset);
    if (value.length > 0) parameters.set(key, decodeText(value, charset));
  }
  return parameters;
}

function readBody(body: Buffer, contentType: string): MultipartBody {
  if (/^multipart\/form-data/i.test(contentType)) return parseMultipart(body, contentType);
  return { fields: parseForm(body), files: [] };
}

function valueIn(fields: readonly RawField[], wanted: string): string | undefined {
  return fields.find(([name]) => name.toString('latin1') === wanted)?.[1].toString('latin1');
}
