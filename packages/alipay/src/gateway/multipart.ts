import { randomBytes } from 'node:crypto';
import { type Charset, encodeText } from '../charset/index.ts';
import { AlipayRequestError, messageOf } from '../errors/index.ts';

/** A file to upload. A stream is sent as it comes, and never held whole. */
export interface UploadFile {
  /** The file's name, with its extension: Alipay checks that. */
  readonly name: string;
  readonly content: Uint8Array | Blob | AsyncIterable<Uint8Array>;
}

/** Files by the names that Alipay's documents give their fields (`image_content`, ...). */
export type UploadFiles = Readonly<Record<string, UploadFile>>;

/** A text part of a form. */
export interface TextPart {
  readonly name: string;
  readonly contentType: string;
  readonly text: string;
}

/** A `multipart/form-data` body with its content type. */
export interface MultipartForm {
  readonly contentType: string;
  readonly body: Blob | ReadableStream<Uint8Array>;
}

/**
 * Builds a form of texts and files. Files that are at hand make a body of known length; with a stream among them the
 * whole body is a stream.
 * @throws {AlipayRequestError}
 */
export function multipartForm(texts: readonly TextPart[], files: UploadFiles, charset: Charset): MultipartForm {
  const boundary = `till-${randomBytes(18).toString('hex')}`;
  const pieces: Piece[] = [];
  for (const { name, contentType, text } of texts) {
    const header = `content-disposition: form-data; name="${quoted(name)}"\r\ncontent-type: ${contentType}`;
    pieces.push(encodeText(`--${boundary}\r\n${header}\r\n\r\n${text}\r\n`, charset));
  }
  for (const [field, file] of Object.entries(files)) {
    const disposition = `form-data; name="${quoted(field)}"; filename="${quoted(file.name)}"`;
    const header = `content-disposition: ${disposition}\r\ncontent-type: application/octet-stream`;
    const content = isAtHand(file.content) ? file.content : bytesOf(field, file.content);
    pieces.push(encodeText(`--${boundary}\r\n${header}\r\n\r\n`, charset), content, Buffer.from('\r\n'));
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  const contentType = `multipart/form-data; boundary=${boundary}`;
  return { contentType, body: pieces.every(isAtHand) ? new Blob(pieces.map(blobPart)) : streamOf(pieces) };
}

type Piece = UploadFile['content'];

function isAtHand(piece: Piece): piece is Uint8Array | Blob {
  return piece instanceof Uint8Array || piece instanceof Blob;
}

/** A Blob copies its bytes, but takes none that another thread may change under it. */
function blobPart(piece: Uint8Array | Blob): Blob | Uint8Array<ArrayBuffer> {
  return piece instanceof Blob ? piece : new Uint8Array(piece);
}

function streamOf(pieces: readonly Piece[]): ReadableStream<Uint8Array> {
  const chunks = chunksOf(pieces);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

async function* chunksOf(pieces: readonly Piece[]): AsyncGenerator<Uint8Array, undefined> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* piece instanceof Blob ? piece.stream() : piece;
  }
}

/** What a caller's own stream came to: not the connection's fault. */
export class UploadStreamError extends Error {}

/** A stream's bytes. What breaks in it is told as the file's, and not taken for the connection. */
async function* bytesOf(field: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) {
        throw new TypeError(`it gives ${typeof chunk}, not bytes: open it without an encoding`);
      }
      yield chunk;
    }
  } catch (cause) {
    throw new UploadStreamError(`the stream of ${field} broke off (${messageOf(cause)}), and so did the upload.`, {
      cause,
    });
  }
}

/**
 * Checks files before anything is signed. A stream is listened to from here on: one that fails before it is read would
 * else end the process.
 * @throws {AlipayRequestError}
 */
export function checkFiles(files: UploadFiles): void {
  if (typeof files !== 'object' || files === null) {
    throw new AlipayRequestError('The files are missing. Give { image_content: { name: "photo.jpg", content } }.');
  }
  for (const [field, file] of Object.entries(files)) checkFile(field, file);
}

function checkFile(field: string, file: UploadFile): void {
  const content: unknown = file?.content;
  if (typeof file?.name !== 'string' || file.name === '') {
    throw new AlipayRequestError(`${field} has no file name. Give { name: "photo.jpg", content }.`);
  }
  if (isStream(content)) {
    if ('on' in content && typeof content.on === 'function') content.on('error', () => undefined);
    if ('readableDidRead' in content && content.readableDidRead === true) {
      throw new AlipayRequestError(`${field} is a stream that has been read already. Open it anew for each upload.`);
    }
    return;
  }
  if (!(content instanceof Uint8Array) && !(content instanceof Blob)) {
    throw new AlipayRequestError(`${field} has no content. Give bytes, a Blob or a stream of bytes.`);
  }
  const length = content instanceof Blob ? content.size : content.length;
  if (length === 0) throw new AlipayRequestError(`${field} is empty: the file has no bytes.`);
}

function isStream(content: unknown): content is object {
  return typeof content === 'object' && content !== null && Symbol.asyncIterator in content;
}

/** As browsers write names in forms. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
