import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { AlipayRequestError } from '../errors/index.ts';
import type { UploadFile, UploadFiles } from '../gateway/index.ts';

/** A file to upload: its path, its bytes (a `File` has its name with them), or a stream of them. */
export type UploadSource = string | Uint8Array | Blob | AsyncIterable<Uint8Array>;

interface OpenedUpload {
  readonly file: UploadFile;
  close(): Promise<void>;
}

/**
 * Opens what is to be uploaded, by the name of its parameter, for as long as `send` takes. Files are opened now, so that
 * a wrong path is told before anything is sent, and read while they are sent.
 * @throws {AlipayRequestError} if one cannot be read; then nothing is sent.
 */
export async function withUploads<Result>(
  sources: Readonly<Record<string, UploadSource>>,
  usualName: (parameter: string) => string,
  send: (files: UploadFiles) => Promise<Result>,
): Promise<Result> {
  const opened: OpenedUpload[] = [];
  const files: Record<string, UploadFile> = {};
  try {
    for (const [parameter, source] of Object.entries(sources)) {
      const upload = await openUpload(source, usualName(parameter));
      opened.push(upload);
      files[parameter] = upload.file;
    }
    return await send(files);
  } finally {
    await Promise.all(opened.map((upload) => upload.close()));
  }
}

/** `png` of `shop/front.PNG`; empty if the source has no name, or the name no extension. */
export function extensionOf(source: UploadSource): string {
  return extname(nameOf(source) ?? '')
    .slice(1)
    .toLowerCase();
}

/** The last part of a path, or the name that a `File` brings. */
function nameOf(source: UploadSource): string | undefined {
  if (typeof source === 'string') return basename(source);
  return source instanceof File && source.name !== '' ? source.name : undefined;
}

async function openUpload(source: UploadSource, name: string): Promise<OpenedUpload> {
  if (typeof source === 'string') return openFile(source);
  if (isContent(source)) return { file: { name: nameOf(source) ?? name, content: source }, close: async () => {} };
  throw new AlipayRequestError('What is uploaded is a path, a Buffer, a Blob or a stream of bytes.');
}

async function openFile(path: string): Promise<OpenedUpload> {
  const unreadable = (why: string, cause?: unknown) =>
    new AlipayRequestError(`${JSON.stringify(path)} cannot be uploaded: ${why}. Nothing was sent.`, { cause });
  const handle = await open(path).catch((cause: Error) => {
    throw unreadable(cause.message, cause);
  });
  if (!(await handle.stat()).isFile()) {
    await handle.close();
    throw unreadable('it is not a file');
  }
  const content = handle.createReadStream({ autoClose: false });
  return {
    file: { name: basename(path), content },
    close: async () => {
      content.destroy();
      await handle.close();
    },
  };
}

function isContent(source: unknown): source is Exclude<UploadSource, string> {
  if (source instanceof Uint8Array || source instanceof Blob) return true;
  return typeof source === 'object' && source !== null && Symbol.asyncIterator in source;
}
