import { Alipay, AlipayGatewayError, AlipayNotificationError, AlipayV3Error, type UncheckedCalls } from '@till/alipay';
import { type Answer, type Asked, bareCode, type Client, type Fields, type PageUrls, type Upload } from './client.ts';
import type { Identity } from './mode.ts';
import { v3Address } from './v3-address.ts';

/** Our own client, called as its documentation says. */
export function ourClient(identity: Identity): Client {
  const alipay = open(identity);
  const pages: UncheckedCalls = alipay;
  const { encrypted: encrypt, protocol } = identity.mode;
  const token = identity.appAuthToken === undefined ? {} : { appAuthToken: identity.appAuthToken };
  const onPage = (urls: PageUrls = {}) => ({ ...urls, ...token, encrypt });
  return {
    ...(protocol === 'v2' ? v2Calls(alipay, encrypt, token) : v3Calls(alipay, encrypt, token)),
    pageUrl: (method, content, urls) => pages.pageUrl(method, content, onPage(urls)),
    pageForm: (method, content, urls) => pages.pageForm(method, content, onPage(urls)),
    orderString: (method, content, urls) => pages.orderString(method, content, onPage(urls)),
    believes(body) {
      try {
        return alipay.verifyNotification(body).app_id === alipay.appId;
      } catch (error) {
        if (error instanceof AlipayNotificationError) return false;
        throw error;
      }
    },
  };
}

function open({ app, mode, privateKey, sandboxUrl }: Identity): Alipay {
  const common = {
    appId: app.app_id,
    privateKey,
    gateway: `${sandboxUrl}/gateway.do`,
    ...(app.encrypt_key === undefined ? {} : { encryptKey: app.encrypt_key }),
  };
  if (mode.signMode === 'key') return new Alipay({ ...common, alipayPublicKey: app.alipay_public_key });
  const { app_cert: appCert = '', alipay_cert: alipayCert = '', alipay_root_cert: alipayRootCert = '' } = app;
  return new Alipay({ ...common, appCert, alipayCert, alipayRootCert });
}

type Token = { readonly appAuthToken?: string };
type Calls = Pick<Client, 'call' | 'upload'>;

function v2Calls(alipay: UncheckedCalls, isEncrypted: boolean, token: Token): Calls {
  return {
    call({ method, content, texts, notifyUrl, authToken }: Asked) {
      const options = {
        ...token,
        ...(texts === undefined ? {} : { params: texts }),
        ...(notifyUrl === undefined ? {} : { notifyUrl }),
        ...(authToken === undefined ? {} : { authToken }),
        // Texts always go in the clear.
        encrypt: isEncrypted && content !== undefined,
      };
      return answered(() => alipay.execute(method, content, options));
    },
    upload({ method, field, fileName, content, texts }: Upload) {
      const files = { [field]: { name: fileName, content } };
      return answered(() => alipay.upload(method, files, { ...token, params: texts }));
    },
  };
}

function v3Calls(alipay: UncheckedCalls, encrypt: boolean, token: Token): Calls {
  const operation = (method: string) => {
    const { verb, path } = v3Address(method);
    return `${verb} ${path}`;
  };
  return {
    call({ method, content, texts, notifyUrl, authToken }: Asked) {
      const fields = {
        ...content,
        ...texts,
        ...(notifyUrl === undefined ? {} : { notify_url: notifyUrl }),
        ...(authToken === undefined ? {} : { auth_token: authToken }),
      };
      return answered(() => alipay.v3(operation(method), fields, { ...token, encrypt }));
    },
    upload({ method, field, fileName, content, texts }: Upload) {
      const files = { [field]: { name: fileName, content } };
      return answered(() => alipay.v3(operation(method), texts, { ...token, files }));
    },
  };
}

async function answered(call: () => Promise<object>): Promise<Answer> {
  try {
    return { fields: { ...(await call()) } };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== undefined) return refusal;
    throw error;
  }
}

/** A refusal that Alipay has signed; anything else is no answer. */
function refusalOf(error: unknown): { fields: Fields; refusal: string } | undefined {
  if (error instanceof AlipayGatewayError && error.signed) {
    return { fields: error.data, refusal: bareCode(error.subCode ?? error.code) };
  }
  if (error instanceof AlipayV3Error && error.signed) return { fields: error.data, refusal: error.code };
  return undefined;
}
