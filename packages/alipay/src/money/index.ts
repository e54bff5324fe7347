export { AMOUNT_MAX_FEN, AMOUNT_MIN_FEN, AmountError, type Fen, formatYuan, isTradeAmount, parseYuan } from './fen.ts';
