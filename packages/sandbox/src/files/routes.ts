import { type HttpReply, type HttpRequest, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { UploadBook } from './upload-book.ts';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  bmp: 'image/bmp',
  mp4: 'video/mp4',
};

/** Where an uploaded file's address (`image_url`) leads. */
export function fileRoutes(uploads: UploadBook): Route[] {
  return [{ method: 'GET', path: '/files/:id', handle: (request) => show(uploads, request) }];
}

function show(uploads: UploadBook, { params }: HttpRequest): HttpReply {
  const upload = uploads.find(params.id ?? '');
  if (upload === undefined) throw new SandboxError(404, 'not_found', 'There is no such file.');
  const type = TYPES[extensionOf(upload.name)] ?? 'application/octet-stream';
  const headers = { 'content-type': type, 'content-security-policy': "default-src 'none'" };
  return { status: 200, headers, body: Buffer.from(upload.base64, 'base64') };
}

/** `png` of `logo.PNG`; empty if there is none. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z\d]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
