import { randomInt } from 'node:crypto';
import { type Clock, systemClock } from '@till/alipay/time';
import { AgreementBook } from './agreements/agreement-book.ts';
import { AppBook } from './apps/app-book.ts';
import { AuthorizationBook } from './authorizations/authorization-book.ts';
import { BillBook } from './bills/bill-book.ts';
import { BuyerBook } from './buyers/buyer-book.ts';
import { Cashier } from './cashier/cashier.ts';
import { Confirmations } from './cashier/confirmation.ts';
import { Authority } from './certificates/authority.ts';
import { FastForward } from './clock/fast-forward.ts';
import { SandboxClock } from './clock/sandbox-clock.ts';
import { Schedule } from './clock/schedule.ts';
import { ControlPlane } from './control/control-plane.ts';
import { CouponBook } from './coupons/coupon-book.ts';
import { AnswerBook } from './examples/answer-book.ts';
import { Faults } from './faults/faults.ts';
import { UploadBook } from './files/upload-book.ts';
import { Ids } from './ids/ids.ts';
import { AccountFinder } from './ledger/account-finder.ts';
import { Ledger } from './ledger/ledger.ts';
import { Messenger } from './messages/messenger.ts';
import { Notifier } from './notifications/notifier.ts';
import { openFormPoster } from './notifications/post-form.ts';
import { CertificationBook } from './oauth/certification.ts';
import { OAuthBook } from './oauth/oauth-book.ts';
import { RequestLog } from './request-log/request-log.ts';
import type { SandboxOptions } from './sandbox.ts';
import { Holdings } from './settlement/holdings.ts';
import { SettlementBook } from './settlement/settlement-book.ts';
import { newKeys, reusedKeys } from './signing/key-source.ts';
import { put, Records } from './storage/records.ts';
import { readSnapshot, type Snapshot } from './storage/snapshot.ts';
import { openSqliteStore } from './storage/sqlite-store.ts';
import { readStateFile } from './storage/state-file.ts';
import { memoryStore } from './storage/store.ts';
import { AsyncPayments } from './trades/async-payment.ts';
import { PageRefunds } from './trades/page-refund.ts';
import { RefundApplications } from './trades/refund-application.ts';
import { TradeBook } from './trades/trade-book.ts';
import { TransferBook } from './transfers/transfer-book.ts';
import { NonceBook } from './v3/nonce-book.ts';

/** Goes on from a saved state at the time when it was saved, whatever the clock beneath says now. */
function restore(records: Records, state: Snapshot | string, base: Clock): void {
  try {
    const { now, records: saved } = typeof state === 'string' ? readStateFile(state) : readSnapshot(state);
    records.restore(saved);
    const { speed } = records.get('clock', 'offset') ?? {};
    const standing = speed === undefined ? {} : { speed, at: now };
    records.commit(put('clock', 'offset', { offsetMs: now - base.now(), ...standing }));
  } catch (error) {
    records.close();
    throw error;
  }
}

/** The one place where the parts meet. */
export function assemble(options: SandboxOptions, report: (error: unknown) => void) {
  const records = new Records(options.dataFile === undefined ? memoryStore : openSqliteStore(options.dataFile));
  const base = options.clock ?? systemClock;
  if (options.state !== undefined) restore(records, options.state, base);
  const kept = records.get('clock', 'offset') ?? { offsetMs: 0 };
  const clock = new SandboxClock(base, kept, (state) => records.commit(put('clock', 'offset', state)));
  const schedule = new Schedule(clock, report);
  const fastForward = new FastForward(clock, schedule, report);
  const ids = new Ids(records, clock, options.seed ?? randomInt(2 ** 32));
  const apps = new AppBook(records, ids, new Authority(records), options.reuseKeys === true ? reusedKeys : newKeys);
  const answers = new AnswerBook(records);
  const oauth = new OAuthBook(records, clock);
  const certifications = new CertificationBook(records, clock);
  const uploads = new UploadBook(records);
  const nonces = new NonceBook({ now: () => clock.baseNow() });
  const buyers = new BuyerBook({ records, clock, ids });
  const coupons = new CouponBook(records, ids);
  const ledger = new Ledger({ records, clock, ids });
  const accounts = new AccountFinder(buyers, ledger);
  const holdings = new Holdings({ records, clock, schedule, ids, ledger, accounts });
  const faults = new Faults(records);
  const requests = new RequestLog({ clock, apps });
  const poster = openFormPoster();
  const post = requests.sending(options.postForm ?? poster.post);
  const notifier = new Notifier({ records, clock, schedule, ids, apps, faults, post });
  const messenger = new Messenger({ apps, clock, notifier });
  const agreements = new AgreementBook({ records, clock, ids, buyers, notifier, apps });
  const trades = new TradeBook({
    records,
    clock,
    schedule,
    ids,
    buyers,
    coupons,
    ledger,
    accounts,
    agreements,
    holdings,
    notifier,
    messenger,
  });
  const asyncPayments = new AsyncPayments({ records, clock, schedule, trades, agreements });
  const cashier = new Cashier({ records, clock, ids, apps, trades });
  const bills = new BillBook({ clock, trades, ledger, buyers, faults });
  const transfers = new TransferBook({ records, clock, schedule, ids, buyers, ledger, messenger });
  const authorizations = new AuthorizationBook({ records, clock, schedule, ids, buyers, ledger, notifier, apps });
  const settlements = new SettlementBook({
    records,
    clock,
    schedule,
    ids,
    ledger,
    accounts,
    holdings,
    trades,
    messenger,
  });
  const refundApplications = new RefundApplications({ records, clock, schedule, trades, settlements });
  const pageRefunds = new PageRefunds(records, trades);
  const confirmations = new Confirmations(
    { records, clock, ids, apps },
    { refund: pageRefunds, transfer: transfers, freeze: authorizations, agreement: agreements },
  );
  const control = new ControlPlane({
    records,
    clock,
    schedule,
    fastForward,
    apps,
    buyers,
    trades,
    notifier,
    faults,
    requests,
  });
  return {
    records,
    clock,
    schedule,
    fastForward,
    ids,
    apps,
    answers,
    oauth,
    certifications,
    uploads,
    nonces,
    buyers,
    coupons,
    ledger,
    faults,
    notifier,
    poster,
    trades,
    asyncPayments,
    refundApplications,
    cashier,
    messenger,
    confirmations,
    bills,
    transfers,
    agreements,
    settlements,
    authorizations,
    control,
    requests,
  };
}

export type Parts = ReturnType<typeof assemble>;
