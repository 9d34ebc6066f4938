import { z } from "zod/v4";
import { type MethodId, methodId } from "../methods/ids.ts";

const id = z.string().min(1).transform(methodId);
const ids = z.array(id).max(50);

/**
 * What the person picked and confirms. `isSecond`: Microsoft asked for one more sign-in after the first; `removedBefore` is
 * how many phones went until then.
 */
const order = { picked: ids, isSecond: z.boolean(), removedBefore: z.int().nonnegative() };

/**
 * Ids only: names of devices are shown, never stored. `offered` is what the card showed; nothing else can be picked. Kinds
 * are prefixed, because the guided set-up keeps its states in the same row.
 */
const cleanupState = z.discriminatedUnion("kind", [
  /** `showedOn`: the number showed there, and that is another phone than the one they had named. */
  z.object({ kind: z.literal("cleanupWhich"), offered: ids, showedOn: id.nullable() }),
  z.object({ kind: z.literal("cleanupChoosing"), offered: ids, picked: ids }),
  z.object({ kind: z.literal("cleanupConfirming"), offered: ids, picked: ids }),
  /** Since when, so that an older sign-in does not count. ISO 8601. */
  z.object({ kind: z.literal("cleanupSigningIn"), ...order, since: z.iso.datetime() }),
  z.object({ kind: z.literal("cleanupShowed"), ...order, offered: ids }),
  z.object({ kind: z.literal("cleanupRemoving"), ...order }),
  /**
   * There is nothing to choose, or nothing was tried: the card says why, and a look begins anew. `unsure`: a phone of which
   * it could not be said yet whether it is removed.
   */
  z.object({ kind: z.literal("cleanupResting"), unsure: id.nullable() }),
  z.object({ kind: z.literal("cleanupDone"), unsure: id.nullable() }),
]);

export type CleanupState = Readonly<z.output<typeof cleanupState>>;
export type SigningInState = Extract<CleanupState, { readonly kind: "cleanupSigningIn" }>;
export type RemovingState = Extract<CleanupState, { readonly kind: "cleanupRemoving" }>;

/** What is to be removed, from the confirmation on. */
export type Order = {
  readonly picked: readonly MethodId[];
  readonly isSecond: boolean;
  readonly removedBefore: number;
};

/** A stored state; null for one of the guided set-up, or one that this version cannot read. */
export function parseCleanupState(stored: unknown): CleanupState | null {
  const parsed = cleanupState.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** Whether the two name the same phones, in whatever order. */
export const areSame = (a: readonly MethodId[], b: readonly MethodId[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));

/** The order alone, as each state that carries it stores it. */
export const orderIn = ({ picked, isSecond, removedBefore }: Order) => ({
  picked: [...picked],
  isSecond,
  removedBefore,
});
