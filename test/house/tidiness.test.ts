import { describe, expect, test } from 'vitest';
import { readSources, type Source } from './sources.ts';

const LINES_MAX = 400;

// Names that say nothing of payments: a thing that helps, manages or serves has a better one.
const EMPTY_NAME = /(^|[/.-])(utils?|helpers?|managers?|services?|misc|common)([/.-]|$)/i;

// Written apart, so that this file does not break its own rule.
const LEFTOVER = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);
const ESCAPE_FROM_TYPES = new RegExp(`as ${'unknown'} as |@ts-${'ignore'}|@ts-${'nocheck'}`);

const sources = readSources();

function offenders(rule: (source: Source) => boolean): string[] {
  return sources.filter(rule).map(({ path }) => path);
}

describe('the house is tidy', () => {
  test('folders and files are named for things of the payments field', () => {
    expect(offenders(({ path }) => EMPTY_NAME.test(path))).toEqual([]);
  });

  test('names are written in kebab-case', () => {
    expect(offenders(({ path }) => !/^[a-z0-9@./-]+$/.test(path))).toEqual([]);
  });

  test('nothing is left to be done later', () => {
    expect(offenders(({ text }) => LEFTOVER.test(text))).toEqual([]);
  });

  test('nobody talks the type checker out of its opinion', () => {
    expect(offenders(({ text }) => ESCAPE_FROM_TYPES.test(text))).toEqual([]);
  });

  test(`no file that people write is longer than ${LINES_MAX} lines`, () => {
    const generated = ({ path }: Source) => path.includes('/generated/');
    expect(offenders((source) => !generated(source) && source.text.split('\n').length > LINES_MAX)).toEqual([]);
  });
});
