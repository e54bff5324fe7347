/** What to do about a refused page request, by its sub_code: shown to the developer on the error page. */
const ADVICE: Readonly<Record<string, string>> = {
  'isv.invalid-app-id':
    '在沙箱登记该应用：POST /_sandbox/apps {"app_id", "public_key"}\nRegister the app with the sandbox: POST /_sandbox/apps {"app_id", "public_key"}',
  'isv.invalid-signature':
    '比对网关生成的验签字符串与你签名的字符串，并确认登记的是与签名私钥成对的应用公钥\nCompare the string above with the one you signed, and check that the registered public key belongs to your private key',
  'isv.invalid-timestamp':
    '时间戳用北京时间yyyy-MM-dd HH:mm:ss，与当前时间相差不超过24小时\nWrite the timestamp as Beijing time, yyyy-MM-dd HH:mm:ss, within 24 hours of now',
  'isv.invalid-parameter': '检查biz_content是否为JSON对象\nCheck that biz_content is a JSON object',
  'isv.missing-app-cert-sn':
    '证书模式的应用须带app_cert_sn和alipay_root_cert_sn，二者都参与签名\nIn certificate mode send app_cert_sn and alipay_root_cert_sn, both signed',
  'isv.app-cert-not-exist':
    '用登记应用时得到的app_cert计算app_cert_sn\nCompute app_cert_sn from the app_cert of the registration',
  'isv.invalid-alipay-root-cert-sn':
    '用登记应用时得到的alipay_root_cert计算，只取RSA签名的证书\nCompute it from alipay_root_cert, of the certificates signed with RSA only',
  'ACQ.CONTEXT_INCONSISTENT':
    '同一out_trade_no的金额和标题不能改变，请换一个订单号\nAn out_trade_no keeps its amount and subject: use a new number',
  'ACQ.TRADE_HAS_SUCCESS': '该订单已支付，查询即可\nThis order is paid: query it instead',
  'ACQ.TRADE_HAS_CLOSE':
    '该交易已关闭，请用新的out_trade_no重新下单\nThis trade is closed: order again with a new number',
};

const GENERAL = '按上面的原因修改请求后重新发起\nMend the request as the reason says, and send it again';

export function mending(subCode: string): string {
  return ADVICE[subCode] ?? GENERAL;
}
