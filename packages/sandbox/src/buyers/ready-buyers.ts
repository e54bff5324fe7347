import { parseYuan } from '@till/alipay/money';
import type { Buyer, FundChannel, Funding } from './buyer.ts';

/**
 * The accounts that every sandbox starts with. The first one, who pays when nobody is named, can afford any trade;
 * the last one can afford none, to show a refusal.
 */
export const READY_BUYERS: readonly Buyer[] = [
  {
    id: '2088002100000011',
    name: '李雷',
    nameEn: 'Li Lei',
    logonId: 'lil***@example.com',
    funding: [from('ALIPAYACCOUNT', '100000.00'), from('BANKCARD', '900000000000.00')],
  },
  {
    id: '2088002100000022',
    name: '韩梅梅',
    nameEn: 'Han Meimei',
    logonId: '138****0022',
    funding: [from('FINANCEACCOUNT', '50000.00'), from('ALIPAYACCOUNT', '1288.00')],
  },
  {
    id: '2088002100000033',
    name: '王小明',
    nameEn: 'Wang Xiaoming',
    logonId: '159****0033',
    funding: [from('PCREDIT', '5000.00'), from('BANKCARD', '20000.00')],
  },
  {
    id: '2088002100000044',
    name: '陈静',
    nameEn: 'Chen Jing',
    logonId: 'che***@example.com',
    funding: [from('ALIPAYACCOUNT', '888.88'), from('FINANCEACCOUNT', '6666.66'), from('PCREDIT', '2000.00')],
  },
  {
    id: '2088002100000055',
    name: '钱不够',
    nameEn: 'Qian Bugou',
    logonId: '137****0055',
    funding: [from('ALIPAYACCOUNT', '0.00')],
    note: '余额不足，付款会被拒绝',
    noteEn: 'No money: payments are refused',
  },
];

function from(channel: FundChannel, availableYuan: string): Funding {
  return { channel, availableFen: parseYuan(availableYuan) };
}
