import type { RawField } from './form.ts';

/** Reads the text parts of a `multipart/form-data` body. Files are left out: signatures do not cover them. */
export function parseMultipart(body: Buffer, contentType: string): RawField[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const fields: RawField[] = [];
  let start = body.indexOf(delimiter);
  while (start !== -1) {
    const end = body.indexOf(delimiter, start + delimiter.length);
    if (end === -1) break;
    const field = readPart(body.subarray(start + delimiter.length, end));
    if (field !== undefined) fields.push(field);
    start = end;
  }
  return fields;
}

/** A part is CRLF, headers, an empty line, the value, CRLF. */
function readPart(part: Buffer): RawField | undefined {
  const gap = part.indexOf('\r\n\r\n');
  if (gap === -1) return undefined;
  const headers = part.toString('latin1', 0, gap);
  const name = /content-disposition:[^\r\n]*[;\s]name="?([^";\r\n]*)"?/i.exec(headers)?.[1];
  if (name === undefined || /[;\s]filename\*?=/i.test(headers)) return undefined;
  return [Buffer.from(name, 'latin1'), part.subarray(gap + 4, part.length - 2)];
}
