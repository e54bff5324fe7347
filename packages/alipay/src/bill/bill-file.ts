import { parseBeijing } from '../time/index.ts';
import { BillColumns, unreadable } from './bill-columns.ts';
import { AlipayBillError } from './bill-error.ts';
import { billLines } from './bill-lines.ts';
import type { BillHeader } from './bill-row.ts';

/** How the rows of one sort of file are read and counted. */
export interface RowReader<Row, End> {
  /** Reads a row, and counts it. */
  read(cells: readonly string[], line: number): Row;
  /**
   * Compares what was counted with the lines behind the rows, and tells the totals.
   * @throws {AlipayBillError} if they do not fit.
   */
  finish(footers: readonly string[]): End;
}

/**
 * Reads one file of a bill: a few lines about the bill, the titles, the rows, a line that ends them, the totals.
 * Yields the header first and what the rows' reader tells at the end last; rows by the handful.
 * @param readerFor makes the reader of a file's rows, from its title and columns.
 * @throws {AlipayBillError}
 */
export async function* readBillFile<Row, End>(
  data: AsyncIterable<Uint8Array>,
  readerFor: (title: string, columns: BillColumns) => RowReader<Row, End>,
): AsyncGenerator<(BillHeader | Row | End)[]> {
  const file = new FileLines();
  let reader: RowReader<Row, End> | undefined;
  let columns = 0;
  for await (const lines of billLines(data)) {
    const rows: (BillHeader | Row)[] = [];
    for (const line of lines) {
      const place = file.placeOf(line);
      if (place === 'row' && reader !== undefined) {
        const cells = line.split(',');
        if (cells.length !== columns) {
          throw unreadable(file.line, `it has ${cells.length} cells, where there are ${columns} columns`);
        }
        rows.push(reader.read(cells, file.line));
      } else if (place === 'titles') {
        const header = readHeader(file.headers);
        const titles = new BillColumns(line);
        columns = titles.count;
        reader = readerFor(header.title, titles);
        rows.push(header);
      }
    }
    yield rows;
  }
  if (reader === undefined || !file.isComplete) throw cutOff();
  yield [reader.finish(file.footers)];
}

type Place = 'header' | 'titles' | 'row' | 'footer';

/** Where in a file one is. */
class FileLines {
  readonly headers: string[] = [];
  readonly footers: string[] = [];
  line = 0;
  #next: Place = 'header';

  /** What this line, the next one, is. */
  placeOf(text: string): Place {
    this.line++;
    if (this.#next === 'row' && !text.startsWith('#')) return text === '' ? 'footer' : 'row';
    switch (this.#next) {
      case 'header':
        this.#checkHeader(text);
        this.headers.push(text);
        if (text.startsWith('#---') && text.includes('列表')) this.#next = 'titles';
        return 'header';
      case 'titles':
        this.#next = 'row';
        return 'titles';
      default:
        this.#next = 'footer';
        this.footers.push(text);
        return 'footer';
    }
  }

  /** A file that has no rows is a template, which may end anywhere. */
  get isComplete(): boolean {
    return this.footers.some((text) => text.startsWith('#导出时间')) || this.line <= this.headers.length + 1;
  }

  /** Anybody's file may come through a wrong address: say so at its first line. */
  #checkHeader(text: string): void {
    if (text.startsWith('#') && this.line <= HEADER_LINES_MAX && (this.line > 1 || TITLE.test(text))) return;
    throw new AlipayBillError('foreign', `The file is not a bill; line ${this.line} is ${quote(text)}.`);
  }
}

const HEADER_LINES_MAX = 20;
const TITLE = /^#支付宝(.{2,10})查询\s*$/;
const ACCOUNT = /^#账号：\[(\d+)\]/;
const PERIOD = /^#起始日期：\[(.+?)\]\s*终止日期：\[(.+?)\]/;

function readHeader(lines: readonly string[]): BillHeader {
  const [title] = found(lines, TITLE, 'title');
  const [account] = found(lines, ACCOUNT, '账号');
  const [from, until] = found(lines, PERIOD, '起始日期');
  return { kind: 'header', title: title ?? '', account: account ?? '', from: timeOf(from), until: timeOf(until) };
}

function found(lines: readonly string[], pattern: RegExp, what: string): (string | undefined)[] {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match.slice(1);
  }
  throw new AlipayBillError('foreign', `The file is not a bill: its head has no ${what}.`);
}

/** `2019年09月16日 00:00:00` */
function timeOf(text = ''): number {
  const plain = text.replace('年', '-').replace('月', '-').replace('日', '');
  try {
    return parseBeijing(plain);
  } catch (cause) {
    throw new AlipayBillError('foreign', `The file is not a bill: ${quote(text)} in its head is not a time.`, cause);
  }
}

function cutOff(): AlipayBillError {
  return new AlipayBillError('truncated', 'A file of the bill ends before its totals: it was cut off. Ask again.');
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
