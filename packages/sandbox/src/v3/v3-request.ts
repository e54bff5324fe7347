import type { HttpRequest } from '../http/message.ts';
import { parseMultipart, type UploadedFile } from '../wire/multipart.ts';

/** A v3 request, read but not yet trusted. */
export interface V3Request {
  /** The method meant: `X-HTTP-Method-Override` over a POST, else the one sent. */
  readonly verb: string;
  /** The method sent, which is signed. */
  readonly wireVerb: string;
  readonly path: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly origin: string;
  readonly query: URLSearchParams;
  /** The body's text as it is signed: of an upload, the text of its `data` part. */
  readonly signedBody: string;
  readonly files: readonly UploadedFile[];
  header(name: string): string | undefined;
}

export function readV3Request(request: HttpRequest): V3Request {
  const { method, path, query, headers, body } = request;
  const contentType = headers['content-type'] ?? '';
  const isUpload = /^multipart\/form-data/i.test(contentType);
  const { fields, files } = isUpload ? parseMultipart(body, contentType) : { fields: [], files: [] };
  const data = isUpload ? fields.find(([name]) => name.toString() === 'data')?.[1] : body;
  const header = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value || undefined;
  };
  return {
    verb: (method === 'POST' ? header('x-http-method-override')?.toUpperCase() : undefined) ?? method,
    wireVerb: method,
    path,
    target: query === '' ? path : `${path}?${query}`,
    origin: `http://${headers.host ?? ''}`,
    query: new URLSearchParams(query),
    signedBody: data?.toString('utf8') ?? '',
    files,
    header,
  };
}
