/** JSON has no whole numbers of any size, so an amount in fen is written as `{"$fen":"8888"}`. */
export function printRecord(record: object): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'bigint' ? { $fen: value.toString() } : value,
  );
}

export function parseRecord(text: string): object {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && '$fen' in value ? BigInt(`${value.$fen}`) : value,
  );
}
