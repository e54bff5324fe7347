/** Ready buyers of every sandbox. */
export const LI_LEI = '2088002100000011';
export const HAN_MEIMEI = '2088002100000022';
/** Has Huabei. */
export const WANG_XIAOMING = '2088002100000033';
/** Has no money. */
export const QIAN_BUGOU = '2088002100000055';
