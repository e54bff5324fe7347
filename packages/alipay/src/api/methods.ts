import type {
  AgreementQueryRequest,
  AgreementQueryResponse,
  AgreementSignRequest,
  AgreementUnsignRequest,
} from './agreement.ts';
import type * as auth from './authorisation.ts';
import type { BillDownloadRequest, BillDownloadResponse } from './bill.ts';
import type * as certify from './certification.ts';
import type { GeneratedMethods, GeneratedOperations } from './generated/index.ts';
import type * as oauth from './oauth.ts';
import type * as order from './order.ts';
import type * as refund from './refund.ts';
import type * as settle from './settlement.ts';
import type * as trade from './trade.ts';
import type * as transfer from './transfer.ts';
import type { GatewayNode, NoFields } from './wire.ts';

/**
 * Every method of the v2 gateway, with what goes in and what comes out.
 *
 * Those used daily are written by hand: each must fit the generated one it refines, so that neither can drift from
 * Alipay's documents.
 */
export interface GatewayMethods extends GeneratedMethods {
  'alipay.trade.page.pay': {
    bizContent: order.PagePayRequest;
    response: GeneratedMethods['alipay.trade.page.pay']['response'];
  };
  'alipay.trade.wap.pay': {
    bizContent: order.WapPayRequest;
    response: GeneratedMethods['alipay.trade.wap.pay']['response'];
  };
  'alipay.trade.app.pay': {
    bizContent: order.AppPayRequest;
    response: GeneratedMethods['alipay.trade.app.pay']['response'];
  };
  'alipay.trade.create': { bizContent: order.CreateRequest; response: order.CreateResponse };
  'alipay.trade.pay': { bizContent: order.PayRequest; response: order.PayResponse };
  'alipay.trade.precreate': { bizContent: order.PrecreateRequest; response: order.PrecreateResponse };
  'alipay.trade.query': { bizContent: trade.QueryRequest; response: trade.QueryResponse };
  'alipay.trade.close': { bizContent: trade.CloseRequest; response: trade.CloseResponse };
  'alipay.trade.cancel': { bizContent: trade.CancelRequest; response: trade.CancelResponse };
  'alipay.trade.orderinfo.sync': {
    bizContent: trade.OrderInfoSyncRequest;
    response: GeneratedMethods['alipay.trade.orderinfo.sync']['response'];
  };
  'alipay.trade.refund': { bizContent: refund.RefundRequest; response: refund.RefundResponse };
  'alipay.trade.fastpay.refund.query': { bizContent: refund.RefundQueryRequest; response: refund.RefundQueryResponse };
  'alipay.trade.page.refund': { bizContent: refund.PageRefundRequest; response: refund.PageRefundResponse };
  'alipay.trade.refund.apply': { bizContent: refund.RefundApplyRequest; response: refund.RefundApplyResponse };
  'alipay.trade.order.settle': { bizContent: settle.SettleRequest; response: settle.SettleResponse };
  'alipay.trade.order.settle.query': { bizContent: settle.SettleQueryRequest; response: settle.SettleQueryResponse };
  'alipay.trade.royalty.relation.bind': { bizContent: settle.RoyaltyBindRequest; response: settle.RoyaltyBindResponse };
  'alipay.trade.royalty.relation.unbind': {
    bizContent: settle.RoyaltyUnbindRequest;
    response: settle.RoyaltyUnbindResponse;
  };
  'alipay.trade.royalty.relation.batchquery': {
    bizContent: settle.RoyaltyListRequest;
    response: settle.RoyaltyListResponse;
  };
  'alipay.trade.royalty.rate.query': { bizContent: settle.RoyaltyRateRequest; response: settle.RoyaltyRateResponse };
  'alipay.fund.auth.order.freeze': { bizContent: auth.FreezeRequest; response: auth.FreezeResponse };
  'alipay.fund.auth.order.app.freeze': {
    bizContent: auth.AppFreezeRequest;
    response: GeneratedMethods['alipay.fund.auth.order.app.freeze']['response'];
  };
  'alipay.fund.auth.order.voucher.create': {
    bizContent: auth.FreezeVoucherRequest;
    response: auth.FreezeVoucherResponse;
  };
  'alipay.fund.auth.order.unfreeze': { bizContent: auth.UnfreezeRequest; response: auth.UnfreezeResponse };
  'alipay.fund.auth.operation.detail.query': {
    bizContent: auth.OperationQueryRequest;
    response: auth.OperationQueryResponse;
  };
  'alipay.fund.auth.operation.cancel': {
    bizContent: auth.OperationCancelRequest;
    response: auth.OperationCancelResponse;
  };
  'alipay.fund.trans.uni.transfer': { bizContent: transfer.TransferRequest; response: transfer.TransferResponse };
  'alipay.fund.trans.common.query': {
    bizContent: transfer.TransferQueryRequest;
    response: transfer.TransferQueryResponse;
  };
  'alipay.fund.trans.page.pay': {
    bizContent: transfer.PageTransferRequest;
    response: GeneratedMethods['alipay.fund.trans.page.pay']['response'];
  };
  'alipay.fund.trans.app.pay': {
    bizContent: transfer.AppTransferRequest;
    response: GeneratedMethods['alipay.fund.trans.app.pay']['response'];
  };
  'alipay.fund.account.query': { bizContent: transfer.AccountQueryRequest; response: transfer.AccountQueryResponse };
  'alipay.data.dataservice.bill.downloadurl.query': { bizContent: BillDownloadRequest; response: BillDownloadResponse };
  'alipay.user.agreement.page.sign': {
    bizContent: AgreementSignRequest;
    response: GeneratedMethods['alipay.user.agreement.page.sign']['response'];
  };
  'alipay.user.agreement.query': { bizContent: AgreementQueryRequest; response: AgreementQueryResponse };
  'alipay.user.agreement.unsign': { bizContent: AgreementUnsignRequest; response: GatewayNode };
  'alipay.user.certify.open.initialize': {
    bizContent: certify.CertifyInitializeRequest;
    response: certify.CertifyInitializeResponse;
  };
  'alipay.user.certify.open.certify': { bizContent: certify.CertifyPageRequest; response: GatewayNode };
  'alipay.user.certify.open.query': { bizContent: certify.CertifyQueryRequest; response: certify.CertifyQueryResponse };
  'alipay.system.oauth.token': {
    bizContent: NoFields;
    params: oauth.UserTokenParams;
    response: oauth.UserTokenResponse;
  };
  /** The user's token goes into the option `authToken`. */
  'alipay.user.info.share': {
    bizContent: NoFields;
    options: { readonly authToken: string };
    response: oauth.UserInfoResponse;
  };
  'alipay.open.auth.token.app': { bizContent: oauth.AppTokenRequest; response: oauth.AppTokenResponse };
  'alipay.open.auth.token.app.query': { bizContent: oauth.AppTokenQueryRequest; response: oauth.AppTokenQueryResponse };
  /** The same page as `zhima.credit.pe.zmgo.sign.apply`, under its older name. */
  'zhima.merchant.zmgo.sign.apply': GeneratedMethods['zhima.credit.pe.zmgo.sign.apply'];
}

/** An operation of the REST API with what is refined of it: all that fits the types this API documents for itself. */
interface Refined<Operation extends keyof GeneratedOperations, Request, Response> {
  request: Documented<Operation>['request'] & Fitting<Request, Documented<Operation>['request']>;
  response: Documented<Operation>['response'] & Fitting<Response, Documented<Operation>['response']>;
}

type Documented<Operation extends keyof GeneratedOperations> = GeneratedOperations[Operation];

type Fitting<Fields, Known> = {
  [Name in keyof Fields as Name extends keyof Known
    ? Fields[Name] extends Known[Name]
      ? Name
      : never
    : never]: Fields[Name];
};

/** Every operation of the v3 REST API, by verb and path. Fields of path and body stand side by side. */
export interface V3Operations extends GeneratedOperations {
  'POST /v3/alipay/trade/create': Refined<'POST /v3/alipay/trade/create', order.CreateRequest, order.CreateResponse>;
  'POST /v3/alipay/trade/pay': Refined<'POST /v3/alipay/trade/pay', order.PayRequest, order.PayResponse>;
  'POST /v3/alipay/trade/precreate': Refined<
    'POST /v3/alipay/trade/precreate',
    order.PrecreateRequest,
    order.PrecreateResponse
  >;
  'POST /v3/alipay/trade/query': Refined<'POST /v3/alipay/trade/query', trade.QueryRequest, trade.QueryResponse>;
  'POST /v3/alipay/trade/close': Refined<'POST /v3/alipay/trade/close', trade.CloseRequest, trade.CloseResponse>;
  'POST /v3/alipay/trade/cancel': Refined<'POST /v3/alipay/trade/cancel', trade.CancelRequest, trade.CancelResponse>;
  'POST /v3/alipay/trade/refund': Refined<'POST /v3/alipay/trade/refund', refund.RefundRequest, refund.RefundResponse>;
  'POST /v3/alipay/trade/fastpay/refund/query': Refined<
    'POST /v3/alipay/trade/fastpay/refund/query',
    refund.RefundQueryRequest,
    refund.RefundQueryResponse
  >;
  'POST /v3/alipay/trade/order/settle': Refined<
    'POST /v3/alipay/trade/order/settle',
    settle.SettleRequest,
    settle.SettleResponse
  >;
  'POST /v3/alipay/fund/auth/order/freeze': Refined<
    'POST /v3/alipay/fund/auth/order/freeze',
    auth.FreezeRequest,
    auth.FreezeResponse
  >;
  'POST /v3/alipay/fund/auth/order/unfreeze': Refined<
    'POST /v3/alipay/fund/auth/order/unfreeze',
    auth.UnfreezeRequest,
    auth.UnfreezeResponse
  >;
  'POST /v3/alipay/fund/trans/uni/transfer': Refined<
    'POST /v3/alipay/fund/trans/uni/transfer',
    transfer.TransferRequest,
    transfer.TransferResponse
  >;
  'GET /v3/alipay/fund/trans/common/query': Refined<
    'GET /v3/alipay/fund/trans/common/query',
    transfer.TransferQueryRequest,
    transfer.TransferQueryResponse
  >;
  'GET /v3/alipay/data/dataservice/bill/downloadurl/query': Refined<
    'GET /v3/alipay/data/dataservice/bill/downloadurl/query',
    BillDownloadRequest,
    BillDownloadResponse
  >;
  'POST /v3/alipay/user/certify/open/initialize': Refined<
    'POST /v3/alipay/user/certify/open/initialize',
    certify.CertifyInitializeRequest,
    certify.CertifyInitializeResponse
  >;
  'GET /v3/alipay/user/certify/open/query': Refined<
    'GET /v3/alipay/user/certify/open/query',
    certify.CertifyQueryRequest,
    certify.CertifyQueryResponse
  >;
  'GET /v3/alipay/user/agreement/query': Refined<
    'GET /v3/alipay/user/agreement/query',
    AgreementQueryRequest,
    AgreementQueryResponse
  >;
  'POST /v3/alipay/trade/orderinfo/sync': Refined<
    'POST /v3/alipay/trade/orderinfo/sync',
    trade.OrderInfoSyncRequest,
    GeneratedMethods['alipay.trade.orderinfo.sync']['response']
  >;
  'POST /v3/alipay/trade/refund/apply': Refined<
    'POST /v3/alipay/trade/refund/apply',
    refund.RefundApplyRequest,
    refund.RefundApplyResponse
  >;
  'GET /v3/alipay/trade/order/settle/query': Refined<
    'GET /v3/alipay/trade/order/settle/query',
    settle.SettleQueryRequest,
    settle.SettleQueryResponse
  >;
  'POST /v3/alipay/trade/royalty/relation/bind': Refined<
    'POST /v3/alipay/trade/royalty/relation/bind',
    settle.RoyaltyBindRequest,
    settle.RoyaltyBindResponse
  >;
  'POST /v3/alipay/trade/royalty/relation/unbind': Refined<
    'POST /v3/alipay/trade/royalty/relation/unbind',
    settle.RoyaltyUnbindRequest,
    settle.RoyaltyUnbindResponse
  >;
  'POST /v3/alipay/trade/royalty/relation/batchquery': Refined<
    'POST /v3/alipay/trade/royalty/relation/batchquery',
    settle.RoyaltyListRequest,
    settle.RoyaltyListResponse
  >;
  'GET /v3/alipay/trade/royalty/rate/query': Refined<
    'GET /v3/alipay/trade/royalty/rate/query',
    settle.RoyaltyRateRequest,
    settle.RoyaltyRateResponse
  >;
  'POST /v3/alipay/fund/auth/order/app/freeze': Refined<
    'POST /v3/alipay/fund/auth/order/app/freeze',
    auth.AppFreezeRequest,
    GatewayNode
  >;
  'POST /v3/alipay/fund/auth/order/voucher/create': Refined<
    'POST /v3/alipay/fund/auth/order/voucher/create',
    auth.FreezeVoucherRequest,
    auth.FreezeVoucherResponse
  >;
  'POST /v3/alipay/fund/auth/operation/detail/query': Refined<
    'POST /v3/alipay/fund/auth/operation/detail/query',
    auth.OperationQueryRequest,
    auth.OperationQueryResponse
  >;
  'POST /v3/alipay/fund/auth/operation/cancel': Refined<
    'POST /v3/alipay/fund/auth/operation/cancel',
    auth.OperationCancelRequest,
    auth.OperationCancelResponse
  >;
  'GET /v3/alipay/fund/account/query': Refined<
    'GET /v3/alipay/fund/account/query',
    transfer.AccountQueryRequest,
    transfer.AccountQueryResponse
  >;
  'POST /v3/alipay/user/agreement/unsign': Refined<
    'POST /v3/alipay/user/agreement/unsign',
    AgreementUnsignRequest,
    GatewayNode
  >;
  'POST /v3/alipay/system/oauth/token': Refined<
    'POST /v3/alipay/system/oauth/token',
    oauth.UserTokenParams,
    oauth.UserTokenResponse
  >;
  'POST /v3/alipay/user/info/share': Refined<'POST /v3/alipay/user/info/share', NoFields, oauth.UserInfoResponse> & {
    query: { auth_token: string };
  };
  'POST /v3/alipay/open/auth/token/app': Refined<
    'POST /v3/alipay/open/auth/token/app',
    oauth.AppTokenRequest,
    oauth.AppTokenResponse
  >;
  'GET /v3/alipay/open/auth/token/app/query': Refined<
    'GET /v3/alipay/open/auth/token/app/query',
    oauth.AppTokenQueryRequest,
    oauth.AppTokenQueryResponse
  >;
}
