/** JSON has no whole numbers of any size, so an amount in fen is written as `{"$fen":"8888"}`. */
export function printRecord(record: object): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'bigint' ? { $fen: value.toString() } : value,
  );
}

export function parseRecord(text: string): object {
  const record = JSON.parse(text) as object;
  return text.includes('"$fen"') ? readAmounts(record) : record;
}

/** Reads amounts in place: a walk takes a fraction of the time of JSON's own reviver. */
function readAmounts(record: object): object {
  const fields = record as Record<string, unknown>;
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (typeof value !== 'object' || value === null) continue;
    const { $fen } = value as { $fen?: string };
    fields[name] = $fen === undefined ? readAmounts(value) : BigInt($fen);
  }
  return record;
}
