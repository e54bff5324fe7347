import type { AgreementFacts, AgreementSigned, AgreementUnsigned } from './event.ts';
import type { FieldTexts } from './field-texts.ts';
import type { Base } from './read-event.ts';

/** Reads a `dut_user_sign` or `dut_user_unsign` message. */
export function readAgreement(base: Base, texts: FieldTexts): AgreementSigned | AgreementUnsigned {
  const facts: AgreementFacts = {
    agreementNo: texts.required('agreement_no'),
    externalAgreementNo: texts.text('external_agreement_no'),
    productCode: texts.text('personal_product_code'),
    status: texts.text('status'),
    signScene: texts.text('sign_scene'),
    alipayUserId: texts.text('alipay_user_id') ?? texts.text('alipay_open_id'),
    alipayLogonId: texts.text('alipay_logon_id'),
  };
  if (texts.text('notify_type') === 'dut_user_unsign') {
    return { ...base('agreement.unsigned'), ...facts, unsignedAt: texts.time('unsign_time') };
  }
  return {
    ...base('agreement.signed'),
    ...facts,
    signedAt: texts.time('sign_time'),
    validFrom: texts.time('valid_time'),
    validUntil: texts.time('invalid_time'),
  };
}
