/** What to sort by, the weightiest part first. */
export type SortKey = readonly (string | number)[];

/** Compares part by part; text by code units, which is the same order on every machine and in every language. */
export function compareKeys(a: SortKey, b: SortKey): number {
  for (const [index, own] of a.entries()) {
    const other = b[index];
    if (other === undefined || own > other) return 1;
    if (own < other) return -1;
  }
  return a.length - b.length;
}
