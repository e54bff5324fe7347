import { describe } from 'vitest';
import { describeGuide } from './guide-code.ts';

describe('the guide to testing', () => {
  describeGuide('testing', ['test-a-shop']);
});
