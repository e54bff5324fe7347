export { BeijingTimeError, formatBeijing, formatBeijingDate, formatBeijingMs, parseBeijing } from './beijing.ts';
export { type Clock, systemClock } from './clock.ts';
