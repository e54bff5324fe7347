import type { Fen } from '@till/alipay/money';
import type { FundChannel } from '../buyers/buyer.ts';
import type { IdentityCheck } from '../buyers/identity.ts';
import type { TradeContact } from '../trades/trade.ts';

export type AuthorizationStatus = 'INIT' | 'AUTHORIZED' | 'FINISH' | 'CLOSED';
export type OperationType = 'FREEZE' | 'UNFREEZE' | 'PAY';

/** One step of a pre-authorisation. */
export interface Operation {
  /** 20 digits. */
  readonly operationId: string;
  readonly outRequestNo: string;
  readonly type: OperationType;
  readonly amountFen: Fen;
  readonly status: 'INIT' | 'SUCCESS' | 'CLOSED';
  readonly createdAt: number;
  /** When the money moved. */
  readonly at?: number;
  readonly remark?: string;
}

/** Money that a buyer lets a merchant hold back, to be paid from or given back. Instants are epoch milliseconds. */
export interface Authorization {
  /** 28 digits. */
  readonly authNo: string;
  readonly appId: string;
  readonly sellerId: string;
  readonly outOrderNo: string;
  readonly title: string;
  readonly contact: TradeContact;
  readonly status: AuthorizationStatus;
  readonly payer?: { readonly buyerId: string; readonly logonId: string; readonly channel?: FundChannel };
  readonly extraParam?: string;
  /** The sources of money that the merchant allows; all when absent. */
  readonly allowed?: readonly FundChannel[];
  /** Who alone may agree, by papers or by user id. */
  readonly identity?: IdentityCheck;
  readonly payerId?: string;
  /** The freeze first. */
  readonly operations: readonly Operation[];
  readonly createdAt: number;
  /** Unconfirmed by then, it is closed; once frozen, when the rest goes back by itself. */
  readonly expiresAt: number;
}

/** Why an authorisation stays as it is, in Alipay's codes. */
export type AuthorizationRefusal =
  | 'ORDER_ALREADY_CLOSED'
  | 'ORDER_ALREADY_FINISH'
  | 'FREEZE_ALREADY_SUCCESS'
  | 'ILLEGAL_STATUS'
  | 'UNIQUE_VIOLATION'
  | 'REQUEST_AMOUNT_EXCEED'
  | 'CANCEL_OPERATION_TIME_OUT';

export type Changed =
  | {
      readonly ok: true;
      readonly authorization: Authorization;
      readonly operation: Operation;
      /** False when it was asked for before: nothing happened now. */
      readonly moved: boolean;
    }
  | { readonly ok: false; readonly refusal: AuthorizationRefusal };

/** How long frozen money stays frozen if the merchant does nothing: a year. */
export const FREEZE_LIFE_MS = 365 * 24 * 60 * 60 * 1000;
/** How long after it was made a freeze can be cancelled. */
export const CANCEL_WINDOW_MS = 24 * 60 * 60 * 1000;

/** What has been frozen, given back or paid so far. */
export function total({ operations }: Authorization, type: OperationType): Fen {
  return operations
    .filter((operation) => operation.type === type && operation.status === 'SUCCESS')
    .reduce((sum, { amountFen }) => sum + amountFen, 0n);
}

/** What is still frozen. */
export function restFen(authorization: Authorization): Fen {
  return total(authorization, 'FREEZE') - total(authorization, 'UNFREEZE') - total(authorization, 'PAY');
}

/** The buyer has agreed: the money is frozen. */
export function freeze(
  authorization: Authorization,
  channel: FundChannel,
  buyer: { id: string; logonId: string },
  at: number,
): Changed {
  if (authorization.status === 'AUTHORIZED') return refuse('FREEZE_ALREADY_SUCCESS');
  if (authorization.status === 'FINISH') return refuse('ORDER_ALREADY_FINISH');
  if (authorization.status === 'CLOSED' || at >= authorization.expiresAt) return refuse('ORDER_ALREADY_CLOSED');
  const [first] = authorization.operations;
  if (first === undefined) return refuse('ILLEGAL_STATUS');
  const operation: Operation = { ...first, status: 'SUCCESS', at };
  return moved(
    {
      ...authorization,
      status: 'AUTHORIZED',
      payer: { buyerId: buyer.id, logonId: buyer.logonId, channel },
      operations: [operation],
      expiresAt: at + FREEZE_LIFE_MS,
    },
    operation,
  );
}

export interface Step {
  readonly operationId: string;
  readonly outRequestNo: string;
  readonly amountFen: Fen;
  readonly remark?: string;
}

/** Part of what is frozen goes back, or is paid; known by its request number. Nothing left: it is finished. */
export function release(authorization: Authorization, type: 'UNFREEZE' | 'PAY', step: Step, at: number): Changed {
  const earlier = authorization.operations.find(
    (operation) => operation.type === type && operation.outRequestNo === step.outRequestNo,
  );
  if (earlier !== undefined) {
    if (earlier.amountFen !== step.amountFen) return refuse('UNIQUE_VIOLATION');
    return { ok: true, authorization, operation: earlier, moved: false };
  }
  if (authorization.status === 'INIT') return refuse('ILLEGAL_STATUS');
  if (authorization.status === 'FINISH') return refuse('ORDER_ALREADY_FINISH');
  if (authorization.status === 'CLOSED') return refuse('ORDER_ALREADY_CLOSED');
  if (step.amountFen > restFen(authorization)) return refuse('REQUEST_AMOUNT_EXCEED');
  const operation: Operation = { ...step, type, status: 'SUCCESS', createdAt: at, at };
  const next = { ...authorization, operations: [...authorization.operations, operation] };
  return moved(restFen(next) === 0n ? { ...next, status: 'FINISH' } : next, operation);
}

/** The time to confirm is over, or the merchant gives up before the buyer has agreed. */
export function close(authorization: Authorization): Authorization {
  const operations = authorization.operations.map((operation) => ({ ...operation, status: 'CLOSED' as const }));
  return { ...authorization, status: 'CLOSED', operations };
}

/** Whether, and how, a freeze can be undone: closed before the buyer agreed, given back whole after. */
export function cancellation(authorization: Authorization, at: number): 'close' | 'unfreeze' | AuthorizationRefusal {
  switch (authorization.status) {
    case 'INIT':
      return 'close';
    case 'CLOSED':
      return 'ORDER_ALREADY_CLOSED';
    case 'FINISH':
      return 'ORDER_ALREADY_FINISH';
    case 'AUTHORIZED':
      if (authorization.operations.length > 1) return 'REQUEST_AMOUNT_EXCEED';
      return at - authorization.createdAt > CANCEL_WINDOW_MS ? 'CANCEL_OPERATION_TIME_OUT' : 'unfreeze';
  }
}

function moved(authorization: Authorization, operation: Operation): Changed {
  return { ok: true, authorization, operation, moved: true };
}

function refuse(refusal: AuthorizationRefusal): { readonly ok: false; readonly refusal: AuthorizationRefusal } {
  return { ok: false, refusal };
}
