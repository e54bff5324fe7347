import { expect, test } from 'vitest';
import { authorization } from './authorization.ts';

test('the string to sign of v3 has a line for each part, the token last', () => {
  const signed = { appId: '1', nonce: 'n', timestamp: 2, verb: 'GET', path: '/v3/a?b=c', body: '' };
  expect(authorization(signed).content).toBe('app_id=1,nonce=n,timestamp=2\nGET\n/v3/a?b=c\n\n');
  expect(authorization({ ...signed, appCertSn: 's', appAuthToken: 't' }).content).toBe(
    'app_id=1,app_cert_sn=s,nonce=n,timestamp=2\nGET\n/v3/a?b=c\n\nt\n',
  );
});
