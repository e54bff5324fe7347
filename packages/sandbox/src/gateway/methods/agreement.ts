import { formatYuan } from '@till/alipay/money';
import { formatBeijingDate } from '@till/alipay/time';
import { type Agreement, agreementFields, isSigned, nextDeductTime } from '../../agreements/agreement.ts';
import { openIdOf } from '../../oauth/oauth-book.ts';
import { readAgreementTerms, readOwnScene, readValidity } from '../agreement-terms.ts';
import type { AnswerFields } from '../answer.ts';
import type { BizContent } from '../biz-content.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call, PageMethod } from '../call.ts';
import { readContact } from '../order-terms.ts';
import { failure, refusingAs } from '../plain-failure.ts';
import { readSignerTerms } from '../signer-terms.ts';

const badParameter = refusingAs('INVALID_PARAMETER');

/** `alipay.user.agreement.page.sign`: a page on which a person lets the merchant take money. */
export const agreementPageSign: PageMethod = {
  kind: 'page',
  open(call, { agreements, confirmations, clock }) {
    const { app, method } = call;
    const content = call.content.refusing(badParameter);
    const channel = content.object('access_params').requiredText('channel', 32);
    const terms = readAgreementTerms(content, channel);
    const earlier =
      terms.externalAgreementNo === undefined
        ? undefined
        : agreements.find(app.sellerId, { externalAgreementNo: terms.externalAgreementNo });
    if (earlier !== undefined && isSigned(earlier)) throw failure('EXTERNAL_AGREEMENT_NO_EXIST', '商户签约号已存在');
    const contact = readContact(call);
    const invalidAt = readValidity(content, clock.now());
    const wanted = readSignerTerms(content, call, clock.now());
    const opened = agreements.open({ appId: app.appId, sellerId: app.sellerId, terms, contact, wanted, invalidAt });
    return confirmations.open({ app, method, kind: 'agreement', id: opened.agreementNo, contact });
  },
};

/** `alipay.user.agreement.query`: whether an agreement holds. */
export const agreementQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    const agreement = signed(call, books);
    const { periodRule } = agreement.terms;
    return {
      ...signedFields(agreement),
      next_deduct_time: nextDeductTime(agreement),
      single_quota: periodRule === undefined ? undefined : formatYuan(periodRule.singleFen),
      last_deduct_time: lastDeduction(agreement),
    };
  },
};

/** `alipay.user.agreement.sign.effect`: what was signed with `agreement_effect_type` NOTICE holds from now on. */
export const agreementSignEffect: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer: (call, books) => signedFields(books.agreements.takeEffect(signed(call, books))),
};

/** `alipay.user.agreement.unsign`: ends an agreement. */
export const agreementUnsign: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    const agreement = named(call, books);
    const operation = call.content.refusing(badParameter).text('operate_type', 32) ?? 'confirm';
    if (operation !== 'confirm' && operation !== 'invalid') throw badParameter('operate_type应为confirm或invalid');
    if (agreement?.signedAt === undefined) throw failure('AGREEMENT_NOT_EXIST', '协议不存在');
    // No person here has asked for an end that the merchant could turn down.
    if (operation === 'invalid') throw failure('ASYNC_UNSIGN_CAN_NOT_REJECT', '没有待拒绝的异步解约');
    if (!books.agreements.unsign(agreement, readContact(call).notifyUrl)) {
      throw failure('USER_AGREEMENT_STATUS_NOT_NORMAL', '用户协议状态非正常');
    }
    return {};
  },
};

/** An agreement that somebody has signed and nobody has ended. @throws {GatewayRefusal} */
function signed(call: Call, books: Books): Agreement {
  const agreement = named(call, books);
  if (agreement?.signedAt === undefined) throw failure('USER_AGREEMENT_NOT_EXIST', '用户协议不存在');
  if (!isSigned(agreement)) throw failure('AGREEMENT_HAS_UNSIGNED', '用户协议已解约');
  return agreement;
}

function signedFields(agreement: Agreement): AnswerFields {
  const { signer, terms } = agreement;
  return {
    ...agreementFields(agreement),
    device_id: terms.deviceId,
    principal_id: signer?.userId,
    pricipal_type: 'CARD',
    third_party_type: terms.thirdPartyType,
  };
}

/** By its number, or by what the merchant and Alipay both know of it. */
function named({ app, ...call }: Call, { agreements, buyers }: Books): Agreement | undefined {
  const content = call.content.refusing(badParameter);
  const agreementNo = content.text('agreement_no', 64);
  const externalAgreementNo = content.text('external_agreement_no', 32);
  const person = readPerson(content);
  if (agreementNo === undefined && externalAgreementNo === undefined && person === undefined) {
    throw badParameter('agreement_no、external_agreement_no和alipay_user_id不能同时为空');
  }
  content.text('third_party_type', 32);
  // The number alone is enough.
  if (agreementNo !== undefined) return agreements.find(app.sellerId, { agreementNo });
  if (externalAgreementNo !== undefined) {
    readOwnScene(content);
    content.requiredText('personal_product_code', 64);
  }
  const personalProductCode = content.text('personal_product_code', 64);
  const signScene = content.text('sign_scene', 64);
  const userId =
    person === undefined ? undefined : (buyers.all().find(({ id, login }) => person(app.appId, id, login))?.id ?? '');
  return agreements.find(app.sellerId, {
    ...(externalAgreementNo === undefined ? {} : { externalAgreementNo }),
    ...(userId === undefined ? {} : { userId }),
    ...(personalProductCode === undefined ? {} : { personalProductCode }),
    ...(signScene === undefined ? {} : { signScene }),
  });
}

/** Whom the call means: the user id counts before the open id, that before the login name. Undefined: nobody. */
function readPerson(content: BizContent): ((appId: string, id: string, login: string) => boolean) | undefined {
  const userId = content.text('alipay_user_id', 32);
  const openId = content.text('alipay_open_id', 128);
  const logonId = content.text('alipay_logon_id', 100);
  if (userId !== undefined) return (_appId, id) => id === userId;
  if (openId !== undefined) return (appId, id) => openIdOf(appId, id) === openId;
  return logonId === undefined ? undefined : (_appId, _id, login) => login === logonId;
}

function lastDeduction({ deductions }: Agreement): string | undefined {
  const last = deductions.at(-1);
  return last === undefined ? undefined : formatBeijingDate(last.at);
}
