import { Alipay, optionsFromEnvironment } from '@till/alipay';

export const alipay = new Alipay(optionsFromEnvironment());
