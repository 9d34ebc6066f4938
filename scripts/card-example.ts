import type { CardPayload } from "../src/cards/card.ts";
import type { Copy } from "../src/copy/copy.ts";

/** One card filled with one set of example data, in any language. */
export type CardExample = {
  readonly card: string;
  readonly example: string;
  readonly bind: (copy: Copy) => CardPayload;
};
