/**
 * One row for each id, in the order of ids: one statement cannot write a row twice, and two that write the same rows in
 * one order wait for each other and never for ever.
 *
 * @param merge Which of two rows of the same id stays; the later one unless given.
 */
export function oneOfEach<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  merge: (earlier: Row, later: Row) => Row = (_, later) => later,
): readonly Row[] {
  const byId = new Map<string, Row>();
  for (const row of rows) {
    const id = idOf(row);
    const earlier = byId.get(id);
    byId.set(id, earlier === undefined ? row : merge(earlier, row));
  }
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
