export { AlipayCertificates } from './alipay-certificates.ts';
export { type CertificateMode, readCertificateMode } from './app-certificates.ts';
export { type Certificate, readCertificates, rootSerialNumber } from './certificate.ts';
export { distrust, outsideValidity } from './chain.ts';
