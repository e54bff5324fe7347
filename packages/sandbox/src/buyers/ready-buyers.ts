import { parseYuan } from '@till/alipay/money';
import type { Buyer, FundChannel, Funding } from './buyer.ts';

/**
 * The accounts that every sandbox starts with. The first one, who pays when nobody is named, can afford any trade;
 * the last three are there to show refusals: no money, a frozen account, a daily limit.
 */
export const READY_BUYERS: readonly Buyer[] = [
  {
    id: '2088002100000011',
    name: '李雷',
    nameEn: 'Li Lei',
    login: 'lilei@example.com',
    logonId: 'lil***@example.com',
    funding: [from('ALIPAYACCOUNT', '100000.00'), from('BANKCARD', '900000000000.00')],
  },
  {
    id: '2088002100000022',
    name: '韩梅梅',
    nameEn: 'Han Meimei',
    login: '13800000022',
    logonId: '138****0022',
    funding: [from('FINANCEACCOUNT', '50000.00'), from('ALIPAYACCOUNT', '1288.00')],
  },
  {
    id: '2088002100000033',
    name: '王小明',
    nameEn: 'Wang Xiaoming',
    login: '15900000033',
    logonId: '159****0033',
    funding: [from('PCREDIT', '5000.00'), from('BANKCARD', '20000.00')],
  },
  {
    id: '2088002100000044',
    name: '陈静',
    nameEn: 'Chen Jing',
    login: 'chenjing@example.com',
    logonId: 'che***@example.com',
    funding: [from('ALIPAYACCOUNT', '888.88'), from('FINANCEACCOUNT', '6666.66'), from('PCREDIT', '2000.00')],
  },
  {
    id: '2088002100000055',
    name: '钱不够',
    nameEn: 'Qian Bugou',
    login: '13700000055',
    logonId: '137****0055',
    funding: [from('ALIPAYACCOUNT', '0.00')],
    note: '余额不足，付款会被拒绝',
    noteEn: 'No money: payments are refused',
  },
  {
    id: '2088002100000066',
    name: '冻结者',
    nameEn: 'Dong Jie',
    login: '13600000066',
    logonId: '136****0066',
    funding: [from('ALIPAYACCOUNT', '10000.00')],
    frozen: true,
    note: '账户已冻结，付款会被拒绝',
    noteEn: 'Account frozen: payments are refused',
  },
  {
    id: '2088002100000077',
    name: '限额者',
    nameEn: 'Xian E',
    login: '13500000077',
    logonId: '135****0077',
    funding: [from('ALIPAYACCOUNT', '10000.00')],
    dayLimitFen: parseYuan('500.00'),
    note: '每日最多付500元',
    noteEn: 'May spend 500 yuan a day',
  },
];

function from(channel: FundChannel, availableYuan: string): Funding {
  return { channel, availableFen: parseYuan(availableYuan) };
}
