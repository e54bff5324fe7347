import { AmountError, type Fen, parseYuan } from '../money/index.ts';
import { BeijingTimeError, parseBeijing } from '../time/index.ts';
import { AlipayBillError } from './bill-error.ts';

/** Reads a row's cells. A reader is made once for a file, for the place where the file has its column. */
export type Cell<T> = (cells: readonly string[], line: number) => T;

/**
 * A file's columns, by title: Alipay adds columns for some accounts and has moved them over the years, but keeps their
 * titles.
 */
export class BillColumns {
  readonly count: number;
  readonly #places: ReadonlyMap<string, number>;
  /** Rows of a bill are of few days. */
  readonly #days = new Map<string, number>();

  constructor(titles: string) {
    const names = titles.split(',').map((title) => title.trim());
    this.count = names.length;
    this.#places = new Map(names.map((name, index) => [name, index]));
  }

  /** A text, without the tabs that Alipay puts behind numbers so that spreadsheets leave them alone. */
  text(title: string): Cell<string> {
    const place = this.#place(title);
    return (cells) => (cells[place] as string).trim();
  }

  /** An amount in yuan. */
  fen(title: string): Cell<Fen> {
    const place = this.#place(title);
    return (cells, line) => {
      const text = cells[place] as string;
      return text === '0.00' ? 0n : readFen(text.trim(), title, line);
    };
  }

  /** A number of things. */
  number(title: string): Cell<number> {
    const text = this.text(title);
    return (cells, line) => {
      const digits = text(cells, line);
      if (!/^\d{1,15}$/.test(digits)) throw unreadable(line, `${title} is ${quote(digits)}, not a number`);
      return Number(digits);
    };
  }

  /** A Beijing time; undefined where the cell is empty. */
  time(title: string): Cell<number | undefined> {
    const place = this.#place(title);
    return (cells, line) => this.#readTime((cells[place] as string).trim(), title, line);
  }

  #place(title: string): number {
    const place = this.#places.get(title);
    if (place !== undefined) return place;
    throw new AlipayBillError('foreign', `The bill has no column ${title}.`);
  }

  #readTime(text: string, title: string, line: number): number | undefined {
    if (text === '') return undefined;
    const ofDay = TIME_OF_DAY.exec(text.slice(10));
    if (text.length !== 19 || ofDay === null) throw unreadable(line, `${title} is ${quote(text)}, not a time`);
    const [, hour, minute, second] = ofDay;
    return (
      this.#dayOf(text.slice(0, 10), title, line) + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000
    );
  }

  #dayOf(day: string, title: string, line: number): number {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    try {
      const start = parseBeijing(`${day} 00:00:00`);
      if (this.#days.size > 1000) this.#days.clear();
      this.#days.set(day, start);
      return start;
    } catch (error) {
      if (error instanceof BeijingTimeError) throw unreadable(line, `${title} is of the day ${quote(day)}`);
      throw error;
    }
  }
}

const TIME_OF_DAY = /^ ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;
const PLAIN_YUAN = /^-?\d{1,13}\.\d\d$/;

/** Amounts of a bill have a sign, and sometimes none or one decimal. */
function readFen(text: string, title: string, line: number): Fen {
  if (PLAIN_YUAN.test(text)) return BigInt(text.replace('.', ''));
  if (text === '') return 0n;
  try {
    return text.startsWith('-') ? -parseYuan(text.slice(1)) : parseYuan(text.replace('+', ''));
  } catch (error) {
    if (error instanceof AmountError) throw unreadable(line, `${title}: ${error.message}`);
    throw error;
  }
}

export function unreadable(line: number, problem: string): AlipayBillError {
  return new AlipayBillError('damaged', `Line ${line} of the bill cannot be read: ${problem}.`);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
