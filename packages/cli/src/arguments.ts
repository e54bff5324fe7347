import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import { nearestWord } from './suggestion.ts';

type OptionKinds = Readonly<Record<string, 'text' | 'flag'>>;

/** What was typed: a text for each `--name VALUE`, true for each flag; absent where it was not typed. */
export type Arguments<Kinds extends OptionKinds> = {
  readonly [Name in keyof Kinds]?: Kinds[Name] extends 'flag' ? true : string;
};

/**
 * Reads a command's options. Long options only, `--name VALUE` or `--name=VALUE`; no command takes plain words.
 * @throws {UsageError} that names the option and, where one is near, the option that was probably meant.
 */
export function readArguments<const Kinds extends OptionKinds>(
  command: string,
  args: readonly string[],
  kinds: Kinds,
): Arguments<Kinds> {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [name, { type: kind === 'flag' ? 'boolean' : 'string' } as const]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const found: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw strayWord(command, token.value);
    const kind = Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined;
    if (kind === undefined) throw unknownOption(command, token.rawName, Object.keys(kinds));
    if (kind === 'text' && (token.value === undefined || token.value === ''))
      throw missingValue(command, token.rawName);
    if (kind === 'flag' && token.value !== undefined) throw needlessValue(command, token.rawName);
    found[token.name] = token.value ?? true;
  }
  return found as Arguments<Kinds>;
}

function strayWord(command: string, word: string): UsageError {
  return new UsageError({
    en: `till ${command} takes options only, but was given ${JSON.stringify(word)}. See: till help ${command}`,
    zh: `till ${command} 只接受选项，不认识 ${JSON.stringify(word)}。用法见：till help ${command}`,
  });
}

function unknownOption(command: string, typed: string, names: readonly string[]): UsageError {
  const guess = nearestWord(typed.replace(/^-+/, ''), names);
  return new UsageError({
    en: `till ${command} has no option ${typed}.${guess ? ` Did you mean --${guess}?` : ''} See: till help ${command}`,
    zh: `till ${command} 没有选项 ${typed}。${guess ? `是否想用 --${guess}？` : ''}用法见：till help ${command}`,
  });
}

function missingValue(command: string, option: string): UsageError {
  return new UsageError({
    en: `${option} needs a value. See: till help ${command}`,
    zh: `${option} 后面需要一个值。用法见：till help ${command}`,
  });
}

function needlessValue(command: string, option: string): UsageError {
  return new UsageError({
    en: `${option} is a switch and takes no value. See: till help ${command}`,
    zh: `${option} 是开关，后面不带值。用法见：till help ${command}`,
  });
}
