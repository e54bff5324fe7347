import type { EventBase, NotificationEvent } from './event.ts';
import { FieldTexts, jsonObject } from './field-texts.ts';
import { readAgreement } from './read-agreement.ts';
import { readFundAuth } from './read-fund-auth.ts';
import { readMessage } from './read-message.ts';
import { readTrade } from './read-trade.ts';
import type { VerifiedParameters } from './verify-notification.ts';

/**
 * Reads what a verified message says.
 *
 * Alipay has no single field that names the kind: payments, refunds and closings share `trade_status_sync`, the
 * message service has `msg_method`, the others a `notify_type` of their own.
 * @throws {AlipayNotificationError} if the message is of a known kind but lacks what that kind always has.
 */
export function readEvent(fields: VerifiedParameters): NotificationEvent {
  const texts = new FieldTexts(fields);
  const base = <Kind extends string>(kind: Kind): EventBase<Kind> => ({
    kind,
    notifyId: texts.text('notify_id') ?? '',
    sentAt: sentAt(texts),
    fields,
  });
  const method = texts.text('msg_method');
  if (method !== undefined) return readMessage(base, texts, method, jsonObject(texts.text('biz_content')));
  switch (texts.text('notify_type')) {
    case 'trade_status_sync':
      return readTrade(base, texts);
    case 'fund_auth_freeze':
      return { ...base('fund_auth.frozen'), ...readFundAuth(texts) };
    case 'fund_auth_unfreeze':
      return { ...base('fund_auth.unfrozen'), ...readFundAuth(texts) };
    case 'fund_auth_operation_cancel':
      return { ...base('fund_auth.cancelled'), ...readFundAuth(texts) };
    case 'dut_user_sign':
    case 'dut_user_unsign':
      return readAgreement(base, texts);
    default:
      return { ...base('unknown'), notifyType: texts.text('notify_type') };
  }
}

/** Makes the part that all events share. */
export type Base = <Kind extends string>(kind: Kind) => EventBase<Kind>;

/** Notifications give Beijing time, the message service epoch milliseconds. */
function sentAt(texts: FieldTexts): number | undefined {
  const timestamp = texts.text('utc_timestamp') ?? '';
  return /^\d{1,15}$/.test(timestamp) ? Number(timestamp) : texts.time('notify_time');
}
