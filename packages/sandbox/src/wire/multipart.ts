import type { RawField } from './form.ts';

/** A file of a multipart body. Signatures do not cover it. */
export interface UploadedFile {
  readonly field: string;
  readonly name: string;
  readonly bytes: Buffer;
}

export interface MultipartBody {
  readonly fields: readonly RawField[];
  readonly files: readonly UploadedFile[];
}

/** Reads a `multipart/form-data` body; empty if it names no boundary. */
export function parseMultipart(body: Buffer, contentType: string): MultipartBody {
  const fields: RawField[] = [];
  const files: UploadedFile[] = [];
  for (const { name, fileName, bytes } of partsOf(body, contentType)) {
    if (fileName === undefined) fields.push([Buffer.from(name, 'latin1'), bytes]);
    else files.push({ field: name, name: fileName, bytes });
  }
  return { fields, files };
}

interface Part {
  readonly name: string;
  readonly fileName?: string;
  readonly bytes: Buffer;
}

function* partsOf(body: Buffer, contentType: string): Generator<Part> {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return;
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  let start = body.indexOf(delimiter);
  while (start !== -1) {
    const end = body.indexOf(delimiter, start + delimiter.length);
    if (end === -1) break;
    const part = readPart(body.subarray(start + delimiter.length, end));
    if (part !== undefined) yield part;
    start = end;
  }
}

/** A part is CRLF, headers, an empty line, the value, CRLF. */
function readPart(part: Buffer): Part | undefined {
  const gap = part.indexOf('\r\n\r\n');
  if (gap === -1) return undefined;
  const headers = part.toString('utf8', 0, gap);
  const disposition = /content-disposition:[^\r\n]*/i.exec(headers)?.[0] ?? '';
  const name = /[;\s]name="?([^";\r\n]*)"?/i.exec(disposition)?.[1];
  const fileName = /[;\s]filename\*?="?([^";\r\n]*)"?/i.exec(disposition)?.[1];
  if (name === undefined) return undefined;
  return { name, ...(fileName === undefined ? {} : { fileName }), bytes: part.subarray(gap + 4, part.length - 2) };
}
