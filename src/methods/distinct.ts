import type { Method } from "./method.ts";

/**
 * Each method once. A list that changes while its pages are read can bring an entry twice, and everything after
 * would take that for two phones. Entries without an id are all kept: nothing says that they are the same.
 */
export function distinctMethods<Kind extends Method>(methods: readonly Kind[]): readonly Kind[] {
  const kept = new Map<string, Kind>();
  for (const [index, method] of methods.entries()) {
    const key = identity(method, index);
    const known = kept.get(key);
    // Two readings of one entry may differ. Which is kept must not depend on the order of the list.
    if (known === undefined || JSON.stringify(method) < JSON.stringify(known)) {
      kept.set(key, method);
    }
  }
  return [...kept.values()];
}

// Graph promises that an id is unique among the methods of one type, not among all.
function identity(method: Method, index: number): string {
  const type = method.kind === "unknown" ? [method.graphType, method.why] : [];
  return JSON.stringify([method.kind, ...type, method.id ?? index]);
}
