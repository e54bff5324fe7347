import { describe } from 'vitest';
import { describeGuide } from './guide-code.ts';

describe('the recipes', () => {
  describeGuide('recipes', ['page-pay-shop', 'page-pay-express', 'page-pay-next', 'page-pay-hono']);
});
