import { art } from './goods-art.ts';
import type { Bilingual } from './locale.ts';

/** Something the shop sells. The price is the shop's word, never the browser's. */
export interface Item {
  /** Lower-case letters: part of every order number for it. */
  readonly code: string;
  readonly name: Bilingual;
  readonly line: Bilingual;
  /** A decimal string in yuan. */
  readonly priceYuan: string;
  /** An SVG drawing, our own. */
  readonly art: string;
}

export const goods: readonly Item[] = [
  {
    code: 'sesame',
    name: { zh: '一粒芝麻', en: 'One sesame seed' },
    line: { zh: '支付宝最小的一笔：一分钱', en: 'The smallest payment there is' },
    priceYuan: '0.01',
    art: art.sesame,
  },
  {
    code: 'persimmon',
    name: { zh: '火晶柿子', en: 'Ripe persimmons' },
    line: { zh: '霜降后采摘，事事如意', en: 'Picked after the first frost' },
    priceYuan: '6.60',
    art: art.persimmon,
  },
  {
    code: 'mooncake',
    name: { zh: '莲蓉月饼', en: 'Lotus mooncake' },
    line: { zh: '一枚，够两个人分', en: 'One cake, enough for two' },
    priceYuan: '12.80',
    art: art.mooncake,
  },
  {
    code: 'tea',
    name: { zh: '明前龙井', en: 'Spring Longjing tea' },
    line: { zh: '清明前的第一茬，五十克', en: 'First harvest of the year, 50 g' },
    priceYuan: '88.00',
    art: art.tea,
  },
  {
    code: 'umbrella',
    name: { zh: '油纸伞', en: 'Oil-paper umbrella' },
    line: { zh: '竹骨棉纸，手工刷桐油', en: 'Bamboo ribs, oiled by hand' },
    priceYuan: '168.00',
    art: art.umbrella,
  },
  {
    code: 'lantern',
    name: { zh: '花灯', en: 'Festival lantern' },
    line: { zh: '点亮它，等一个人回家', en: 'Light it for someone coming home' },
    priceYuan: '299.00',
    art: art.lantern,
  },
];

/** The item with this code, if the shop sells it. */
export function findItem(code: string): Item | undefined {
  return goods.find((item) => item.code === code);
}

/** What Alipay shows the buyer. One text for ever: an order created again must have the same subject. */
export function subjectOf(item: Item): string {
  return `${item.name.zh} ${item.name.en}`;
}
