export { type Charset, CharsetError, charsetOf, decodeText, encodeText } from './charset.ts';
