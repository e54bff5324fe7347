import type { Clock } from '@till/alipay/time';
import type { AppBook } from '../apps/app-book.ts';
import { NO_NOTICE, type Notice, type Notifier } from '../notifications/notifier.ts';

interface Parts {
  readonly apps: AppBook;
  readonly clock: Clock;
  readonly notifier: Notifier;
}

/** From-Alipay messages: posted to the app's gateway url (not to a `notify_url`), for what no single call asked for. */
export class Messenger {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `content` becomes the message's `biz_content`. An app without a gateway url gets none. */
  tell(appId: string, method: string, subject: string, content: object, at = this.#parts.clock.now()): Notice {
    const url = this.#parts.apps.find(appId)?.gatewayUrl;
    if (url === undefined) return NO_NOTICE;
    const fields = (notifyId: string) => ({
      notify_id: notifyId,
      utc_timestamp: String(at),
      msg_method: method,
      app_id: appId,
      version: '1.1',
      biz_content: JSON.stringify(content),
      charset: 'utf-8',
      sign_type: 'RSA2',
      sign: '',
    });
    return this.#parts.notifier.announce({ subject, appId, url, charset: 'utf-8', signType: 'RSA2', fields }, at);
  }
}
