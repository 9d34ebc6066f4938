import type { MethodsReader } from "../enrollment/methods-reader.ts";
import type { LastUseReader } from "../enrollment/prove.ts";

/**
 * When an entry was last used, from a reader of Graph *beta*: v1.0 does not tell. What cannot be read is not known,
 * and a weaker proof then stands.
 */
export function lastUseFrom(betaReader: MethodsReader): LastUseReader {
  return {
    lastUsedAt: async (token, methodId) => {
      const reading = await betaReader.readMine(token);
      if (reading.kind !== "read") return null;
      return reading.methods.find((method) => method.id === methodId)?.lastUsedAt ?? null;
    },
  };
}
