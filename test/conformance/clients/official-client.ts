import { createPrivateKey } from 'node:crypto';
import { AlipayFormData, AlipayRequestError, AlipaySdk } from 'alipay-sdk';
import { type Answer, type Asked, bareCode, type Client, type Fields, type PageUrls, type Upload } from './client.ts';
import type { Identity } from './mode.ts';
import { v3Address } from './v3-address.ts';

/** The official client, unchanged, called as its documentation says. */
export function officialClient(identity: Identity): Client {
  const sdk = open(identity);
  const { encrypted: needEncrypt, protocol } = identity.mode;
  const token = identity.appAuthToken;
  const onPage = (content: Fields, { notifyUrl, returnUrl }: PageUrls = {}) => ({
    bizContent: content,
    ...(notifyUrl === undefined ? {} : { notify_url: notifyUrl }),
    ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
    ...(token === undefined ? {} : { app_auth_token: token }),
    ...(needEncrypt ? { needEncrypt } : {}),
  });
  return {
    ...(protocol === 'v2' ? v2Calls(sdk, needEncrypt, token) : v3Calls(sdk, needEncrypt, token)),
    pageUrl: (method, content, urls) => sdk.pageExecute(method, 'GET', onPage(content, urls)),
    pageForm: (method, content, urls) => sdk.pageExecute(method, 'POST', onPage(content, urls)),
    orderString: (method, content, urls) => sdk.sdkExecute(method, onPage(content, urls)),
    believes: (body) => sdk.checkNotifySignV2(Object.fromEntries(new URLSearchParams(body))),
  };
}

function open({ app, mode, privateKey, sandboxUrl }: Identity): AlipaySdk {
  return new AlipaySdk({
    appId: app.app_id,
    privateKey: createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' }).toString(),
    gateway: `${sandboxUrl}/gateway.do`,
    endpoint: sandboxUrl,
    encryptKey: app.encrypt_key ?? '',
    // Alipay's own names, as they came.
    camelcase: false,
    ...(mode.signMode === 'key'
      ? { alipayPublicKey: app.alipay_public_key }
      : {
          appCertContent: app.app_cert ?? '',
          alipayPublicCertContent: app.alipay_cert ?? '',
          alipayRootCertContent: app.alipay_root_cert ?? '',
        }),
  });
}

/**
 * It finds the signed text by the method's name and from brace to brace, and so can verify neither the `error_response`
 * with which this method refuses nor a node that is a ciphertext.
 */
const TOKEN = 'alipay.system.oauth.token';

type Calls = Pick<Client, 'call' | 'upload'>;

function v2Calls(sdk: AlipaySdk, isEncrypted: boolean, token: string | undefined): Calls {
  return {
    async call({ method, content, texts, notifyUrl, authToken }: Asked) {
      const needEncrypt = isEncrypted && content !== undefined;
      const parameters = {
        ...texts,
        ...(content === undefined ? {} : { bizContent: content }),
        ...(notifyUrl === undefined ? {} : { notify_url: notifyUrl }),
        ...(authToken === undefined ? {} : { auth_token: authToken }),
        ...(token === undefined ? {} : { app_auth_token: token }),
        ...(needEncrypt ? { needEncrypt } : {}),
      };
      return v2Answer(await sdk.exec(method, parameters, { validateSign: !needEncrypt && method !== TOKEN }));
    },
    async upload({ method, field, fileName, content, texts }: Upload) {
      const formData = formOf({ ...texts, ...(token === undefined ? {} : { app_auth_token: token }) });
      formData.addFile(field, fileName, content);
      return v2Answer(await sdk.exec(method, {}, { formData, validateSign: true }));
    },
  };
}

function v2Answer({ traceId: _, ...fields }: Fields): Answer {
  const { sub_code: subCode } = fields;
  return typeof subCode === 'string' ? { fields, refusal: bareCode(subCode) } : { fields };
}

function v3Calls(sdk: AlipaySdk, isEncrypted: boolean, token: string | undefined): Calls {
  const acting = token === undefined ? {} : { appAuthToken: token };
  return {
    call({ method, content, texts, notifyUrl, authToken }: Asked) {
      const { verb, path } = v3Address(method);
      const body = { ...content, ...texts, ...(notifyUrl === undefined ? {} : { notify_url: notifyUrl }) };
      const query = authToken === undefined ? {} : { auth_token: authToken };
      // What has no body cannot be encrypted, but this client would decrypt the answer all the same.
      const options = verb === 'GET' ? { query: { ...query, ...body } } : { query, body, needEncrypt: isEncrypted };
      return v3Answer(() => sdk.curl(verb, path, { ...acting, ...options }));
    },
    upload({ method, field, fileName, content, texts }: Upload) {
      const form = formOf(texts);
      form.addFile(field, fileName, content);
      const { verb, path } = v3Address(method);
      return v3Answer(() => sdk.curl(verb, path, { ...acting, form }));
    },
  };
}

async function v3Answer(call: () => Promise<{ readonly data: unknown }>): Promise<Answer> {
  try {
    const { data } = await call();
    return { fields: { ...(data as Fields) } };
  } catch (error) {
    if (!(error instanceof AlipayRequestError) || error.code === undefined) throw error;
    if (/^(response-|decrypt-)/.test(error.code)) throw error;
    const { code, message, links } = error;
    return { fields: { code, message, links }, refusal: code };
  }
}

function formOf(texts: Readonly<Record<string, string>>): AlipayFormData {
  const form = new AlipayFormData();
  for (const [name, text] of Object.entries(texts)) form.addField(name, text);
  return form;
}
