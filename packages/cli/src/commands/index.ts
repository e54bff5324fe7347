import type { Bilingual, Command } from '../command.ts';

/** A command as the overview lists it. Its code is loaded only when it is asked for, so that help is instant. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: Bilingual;
  load(): Promise<Command>;
}

/** Every command of `till`, in the order in which a newcomer needs them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'dev',
    summary: {
      en: 'server, sandbox, console and demo shop, all on this machine',
      zh: '一条命令启动服务、沙箱、控制台和演示商店',
    },
    load: async () => (await import('./dev.ts')).dev,
  },
  {
    name: 'serve',
    summary: { en: 'the payment service alone, configured by the environment', zh: '只启动支付服务，由环境变量配置' },
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'add-app',
    summary: { en: 'registers an application with the payment service', zh: '在支付服务中登记一个应用' },
    load: async () => (await import('./add-app.ts')).addApp,
  },
  {
    name: 'sandbox',
    summary: { en: 'the offline Alipay alone', zh: '只启动离线的支付宝沙箱' },
    load: async () => (await import('./sandbox.ts')).sandbox,
  },
  {
    name: 'keygen',
    summary: {
      en: "an RSA-2048 key pair, or a certificate request, in the forms Alipay's console wants",
      zh: '生成支付宝开放平台所需格式的 RSA2 密钥对或证书请求',
    },
    load: async () => (await import('./keygen.ts')).keygen,
  },
  {
    name: 'doctor',
    summary: {
      en: 'checks an Alipay configuration and says what to mend',
      zh: '检查支付宝配置，并说明如何解决问题',
    },
    load: async () => (await import('./doctor.ts')).doctor,
  },
];
