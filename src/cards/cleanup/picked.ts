import type { MethodId } from "../../methods/ids.ts";

/** Name of the input in which phones are ticked. */
export const PICKED_INPUT = "picked";

/** An id as a value of that input: clients join the ticked ones with commas, so it must hold none. */
export const pickedValue = (id: MethodId): string => encodeURIComponent(id.toWellFormed());

/** The ids of what was ticked, as a client says; empty for what cannot be decoded, which was made up. */
export function tickedIds(joined: string): readonly string[] {
  if (joined === "") return [];
  return joined.split(",").map((value) => {
    try {
      return decodeURIComponent(value);
    } catch {
      return "";
    }
  });
}
