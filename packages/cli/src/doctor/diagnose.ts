import type { CommandContext } from '../command.ts';
import { checkCalls } from './calls.ts';
import { checkCertificates } from './certificates.ts';
import type { Configuration } from './configuration.ts';
import { checkConnection } from './connection.ts';
import { check, EARLIER, type Finding } from './finding.ts';
import { checkKeys } from './keys.ts';
import { checkNotifyUrl, tryNotifyUrl } from './notify-url.ts';

const CALLS = check('call', { en: 'A signed call', zh: '签名调用' });
const ONLINE = check('gateway', { en: 'Gateway', zh: '网关' });

/** All checks of a configuration, in the order in which to mend what they find. */
export async function diagnose(
  configuration: Configuration,
  { isOffline, env }: { readonly isOffline: boolean; readonly env: CommandContext['env'] },
): Promise<Finding[]> {
  const findings = checkKeys(configuration);
  const { certificates } = configuration;
  if (certificates !== undefined) {
    const isPrivateKeyGood = findings.some((each) => each.check === 'private_key' && each.state === 'ok');
    findings.push(...checkCertificates({ ...configuration, certificates }, isPrivateKeyGood, Date.now()));
  }
  const { gateway, notifyUrl } = configuration;
  const told = notifyUrl === undefined ? [] : [checkNotifyUrl(notifyUrl, gateway)];
  if (isOffline) {
    return [...findings, ...told, ONLINE.skipped({ en: 'asked not to (--offline)', zh: '按要求不联网（--offline）' })];
  }
  findings.push(...(await checkConnection(gateway, env)));
  const calls = findings.some(isFailure) ? [CALLS.skipped(EARLIER)] : await checkCalls(configuration);
  const isNotifiable = notifyUrl !== undefined && told.every(({ state }) => state === 'ok');
  return [...findings, ...calls, ...(isNotifiable ? [await tryNotifyUrl(notifyUrl)] : told)];
}

export function isFailure({ state }: Finding): boolean {
  return state === 'failure';
}
