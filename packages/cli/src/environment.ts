import { type Bilingual, type CommandContext, CommandError } from './command.ts';

type Environment = CommandContext['env'];

/** What `till serve` must be told. */
export interface ServeEnvironment {
  readonly databaseUrl: string;
  /** 32 bytes, base64. */
  readonly masterKey: string;
  readonly publicUrl: string;
}

const REQUIRED: Readonly<Record<string, Bilingual>> = {
  TILL_DATABASE_URL: { en: 'such as sqlite:/var/lib/till/till.db', zh: '例如 sqlite:/var/lib/till/till.db' },
  TILL_MASTER_KEY: { en: 'make one with: openssl rand -base64 32', zh: '用 openssl rand -base64 32 生成' },
  TILL_PUBLIC_URL: { en: 'such as https://pay.example.com', zh: '例如 https://pay.example.com' },
};

/** @throws {CommandError} that lists all that is missing at once, not one after the other. */
export function readServeEnvironment(env: Environment): ServeEnvironment {
  const { TILL_DATABASE_URL = '', TILL_MASTER_KEY = '', TILL_PUBLIC_URL = '' } = env;
  const missing = Object.entries(REQUIRED).filter(([name]) => !env[name]?.trim());
  if (missing.length > 0) {
    const list = (language: keyof Bilingual) => missing.map(([name, hint]) => `${name} (${hint[language]})`).join(', ');
    throw new CommandError({
      en: `till serve needs these environment variables: ${list('en')}. To try Till without any, run: till dev`,
      zh: `till serve 需要这些环境变量：${list('zh')}。若只想试用，请运行：till dev`,
    });
  }
  return {
    databaseUrl: readDatabaseUrl(TILL_DATABASE_URL),
    masterKey: readMasterKey('TILL_MASTER_KEY', TILL_MASTER_KEY),
    publicUrl: readPublicUrl(TILL_PUBLIC_URL),
  };
}

/** @throws {CommandError} for anything but `sqlite:PATH` and `postgres://...`. The text itself may hold a password. */
export function readDatabaseUrl(text: string): string {
  const url = text.trim();
  if (/^sqlite:.+/.test(url) || /^postgres(ql)?:\/\/.+/.test(url)) return url;
  throw new CommandError({
    en: 'TILL_DATABASE_URL must be sqlite:PATH or postgres://user:password@host/database.',
    zh: 'TILL_DATABASE_URL 应为 sqlite:路径 或 postgres://user:password@host/database。',
  });
}

const MASTER_KEY_BYTES = 32;

/**
 * @param source the variable or file the text came from. The text itself is never repeated.
 * @throws {CommandError} for anything but the base64 of exactly 32 bytes.
 */
export function readMasterKey(source: string, text: string): string {
  const key = text.trim();
  const bytes = Buffer.from(key, 'base64');
  if (/^[A-Za-z0-9+/_-]+=*$/.test(key) && bytes.length === MASTER_KEY_BYTES) return key;
  throw new CommandError({
    en: `${source} must hold ${MASTER_KEY_BYTES} bytes in base64 (44 characters, ending in "="). Make one with: openssl rand -base64 32`,
    zh: `${source} 应为 ${MASTER_KEY_BYTES} 字节的 base64（44 个字符，以 "=" 结尾）。生成：openssl rand -base64 32`,
  });
}

/** Reads an http(s) address; a closing slash is dropped. @throws {CommandError} for any other text. */
export function readPublicUrl(text: string): string {
  const url = URL.parse(text.trim());
  const plain = url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
  if (plain && url.username === '') return url.href.replace(/\/+$/, '');
  throw new CommandError({
    en: `TILL_PUBLIC_URL=${JSON.stringify(text)} is not a web address. Give it like https://pay.example.com`,
    zh: `TILL_PUBLIC_URL=${JSON.stringify(text)} 不是网址。请写成 https://pay.example.com 的形式`,
  });
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** @throws {CommandError} for a level that does not exist. */
export function readLogLevel(env: Environment, fallback: string): string {
  const level = env.LOG_LEVEL?.trim().toLowerCase() || fallback;
  if (LOG_LEVELS.includes(level)) return level;
  throw new CommandError({
    en: `LOG_LEVEL=${JSON.stringify(env.LOG_LEVEL)} does not exist. Choose one of: ${LOG_LEVELS.join(', ')}.`,
    zh: `没有日志级别 LOG_LEVEL=${JSON.stringify(env.LOG_LEVEL)}。可选：${LOG_LEVELS.join('、')}。`,
  });
}
