import { describe, expect, test } from 'vitest';
import { readDatabaseUrl, readLogLevel, readMasterKey, readPublicUrl } from './environment.ts';
import { runTill } from './testing/terminal.ts';

const masterKey = Buffer.alloc(32, 7).toString('base64');

describe('the environment of till serve', () => {
  test('all that is missing is named at once, with an example of each', async () => {
    const { exitCode, err } = await runTill(['serve'], { TILL_PUBLIC_URL: ' ' });
    expect(exitCode).toBe(1);
    for (const name of ['TILL_DATABASE_URL', 'TILL_MASTER_KEY', 'TILL_PUBLIC_URL']) expect(err).toContain(name);
    expect(err).toContain('openssl rand -base64 32');
  });

  test('what is there is not called missing', async () => {
    const { err } = await runTill(['serve'], {
      TILL_DATABASE_URL: 'sqlite:x.db',
      TILL_PUBLIC_URL: 'https://a.example',
    });
    expect(err).toContain('TILL_MASTER_KEY');
    expect(err).not.toContain('TILL_DATABASE_URL');
  });

  test.each(['sqlite:/var/lib/till.db', 'sqlite::memory:', 'postgres://u:p@h/d', 'postgresql://u:p@h/d'])(
    'the database may be %s',
    (url) => expect(readDatabaseUrl(` ${url} `)).toBe(url),
  );

  test.each(['mysql://root:hunter2@h/d', 'till.db', 'sqlite:', 'postgres:'])(
    'the database may not be %s, and the refusal does not repeat a password',
    (url) => {
      expect(() => readDatabaseUrl(url)).toThrow('TILL_DATABASE_URL must be');
      expect(() => readDatabaseUrl(url)).not.toThrow('hunter2');
    },
  );

  test('the master key is 32 bytes of base64, surrounding blanks allowed', () => {
    expect(readMasterKey('TILL_MASTER_KEY', ` ${masterKey}\n`)).toBe(masterKey);
  });

  test.each([
    ['short', 'c2hvcnQ='],
    ['hexadecimal', '07'.repeat(32)],
    ['not base64', `${masterKey.slice(0, -3)}***`],
  ])('a master key that is %s is refused without being repeated', (_kind, text) => {
    expect(() => readMasterKey('TILL_MASTER_KEY', text)).toThrow('TILL_MASTER_KEY must hold 32 bytes in base64');
    expect(() => readMasterKey('TILL_MASTER_KEY', text)).not.toThrow(text);
  });

  test('the public address is http or https, without a closing slash', () => {
    expect(readPublicUrl('https://pay.example.com/')).toBe('https://pay.example.com');
    expect(readPublicUrl('http://10.0.0.1:3000/till/')).toBe('http://10.0.0.1:3000/till');
  });

  test.each(['pay.example.com', 'ftp://a.example', 'https://', 'https://a.example/?x=1', 'https://u@a.example'])(
    '%s is no public address',
    (text) => expect(() => readPublicUrl(text)).toThrow('TILL_PUBLIC_URL'),
  );

  test('a log level that does not exist is refused with the ones that do', () => {
    expect(readLogLevel({}, 'warn')).toBe('warn');
    expect(readLogLevel({ LOG_LEVEL: 'DEBUG' }, 'warn')).toBe('debug');
    expect(() => readLogLevel({ LOG_LEVEL: 'loud' }, 'warn')).toThrow('trace, debug, info');
  });
});
