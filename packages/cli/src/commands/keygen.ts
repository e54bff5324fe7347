import { generateKeyPair, type KeyObject } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readArguments } from '../arguments.ts';
import { type Command, type CommandContext, CommandError } from '../command.ts';
import { createPrivateFile } from '../private-file.ts';

/** What Alipay asks of RSA2 keys. */
const MODULUS_BITS = 2048;

const help = `
till keygen [--out DIRECTORY] [--pkcs1]

Makes an RSA-2048 (RSA2) key pair for one Alipay application:
为一个支付宝应用生成 RSA-2048（RSA2）密钥对：

  app-private-key.pem   keep it secret; Till and the SDK read it    私钥，请妥善保管
  app-public-key.txt    paste it into Alipay's console              公钥，粘贴到支付宝开放平台

Options 选项
  --out DIRECTORY   where to write; default: here    写到哪个目录，默认当前目录
  --pkcs1           the private key as PKCS#1 (BEGIN RSA PRIVATE KEY) instead of PKCS#8
                    私钥用 PKCS#1 格式（默认 PKCS#8）

A key that exists is never overwritten. 已存在的密钥不会被覆盖。
`.trim();

/** `till keygen`: a key pair in the forms that Alipay's console wants (open platform, "key settings": RSA2). */
export const keygen: Command = {
  help,
  async run(context: CommandContext): Promise<void> {
    const { out = '.', pkcs1 } = readArguments('keygen', context.args, { out: 'text', pkcs1: 'flag' });
    const pair = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
    const privatePem = pair.privateKey.export({ type: pkcs1 ? 'pkcs1' : 'pkcs8', format: 'pem' }).toString();
    const publicText = bareBase64(pair.publicKey);
    const files = writePair(out, privatePem, `${publicText}\n`);
    context.print(report(files, publicText));
  },
};

/** The public key as the console's input box wants it: SPKI in base64, one line, no header. */
function bareBase64(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

interface KeyFiles {
  readonly privateFile: string;
  readonly publicFile: string;
}

/** Writes both files or neither. */
function writePair(directory: string, privatePem: string, publicText: string): KeyFiles {
  const files = {
    privateFile: join(directory, 'app-private-key.pem'),
    publicFile: join(directory, 'app-public-key.txt'),
  };
  const written: string[] = [];
  try {
    mkdirSync(directory, { recursive: true });
    createPrivateFile(files.privateFile, privatePem);
    written.push(files.privateFile);
    createPrivateFile(files.publicFile, publicText);
    return files;
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    throw refusal(directory, error);
  }
}

function refusal(directory: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  if (error.code === 'EEXIST' && 'path' in error && String(error.path).includes('app-')) {
    return new CommandError(
      {
        en: `${error.path} exists and is not overwritten. Move it away, or choose another place with --out DIRECTORY.`,
        zh: `${error.path} 已存在，不会覆盖。请先移走它，或用 --out 指定其他目录。`,
      },
      { cause: error },
    );
  }
  return new CommandError(
    {
      en: `Cannot write into ${directory} (${error.code}). Choose a directory that you may write to with --out DIRECTORY.`,
      zh: `无法写入 ${directory}（${error.code}）。请用 --out 指定一个可写的目录。`,
    },
    { cause: error },
  );
}

function report({ privateFile, publicFile }: KeyFiles, publicText: string): string {
  return `
Private key 私钥   ${privateFile}  (only you can read it 仅本人可读)
Public key  公钥   ${publicFile}

Paste this into Alipay's console as the application's public key (RSA2):
把下面这一行粘贴到支付宝开放平台的“应用公钥”（RSA2）：

${publicText}

Then copy the ALIPAY public key that the console shows in return: that one, not your own, verifies Alipay's messages.
然后复制平台返回的“支付宝公钥”：验证支付宝消息用的是它，不是您自己的公钥。
`.trim();
}
