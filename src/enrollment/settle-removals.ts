import type { MethodId } from "../methods/ids.ts";
import { isAuthenticator } from "../methods/method.ts";
import { isGone } from "../methods/removal.ts";
import type { Clock } from "./clock.ts";
import type { DelegatedToken } from "./delegated-token.ts";
import type { MethodsReader, MethodsReading } from "./methods-reader.ts";
import type { PersonKey } from "./person.ts";
import type { OpenRemoval, RemovalAudit } from "./removal-audit.ts";
import type { RemovalLock } from "./removal-lock.ts";
import { isOwnedBy, ownerOf } from "./token-owner.ts";

/**
 * How long after its intent a removal may still take effect, as far as anybody can know. Graph takes the sign-in for
 * ten minutes, so a request that a frozen replica sends later is refused; Graph itself may work on one for a minute; the
 * rest is for lists that lag and clocks that differ. Until then "still listed" says nothing, and no other removal of the
 * person begins.
 */
export const SETTLE_AFTER_MS = 15 * 60 * 1000;

/** What became of a removal that a crash or silence left open. */
export type Settling =
  | { readonly kind: "nothingOpen" }
  | {
      readonly kind: "settled";
      readonly methodId: MethodId;
      readonly outcome: "settledAsRemoved" | "settledAsNotRemoved";
    }
  /** Still open: it is under way, the list could not be read, or it is too early to say that nothing will come of it. */
  | { readonly kind: "open"; readonly methodId: MethodId; readonly settlesAt: Date };

/** Settles what is open for one person, with their own reading token: before a check, and whenever they look. */
export type SettleRemovalOf = (key: PersonKey, token: DelegatedToken) => Promise<Settling>;

export type SettleParts = {
  readonly reader: MethodsReader;
  readonly audit: RemovalAudit;
  readonly lock: RemovalLock;
  readonly clock: Clock;
  /** Only a test has a reason for another than {@link SETTLE_AFTER_MS}. */
  readonly settleAfterMs?: number;
};

export function createSettleRemovalOf(parts: SettleParts): SettleRemovalOf {
  const { reader, audit, lock } = parts;
  return async (key, token) => {
    const open = await audit.findOpen(key);
    if (open === null) return { kind: "nothingOpen" };
    const stillOpen: Settling = {
      kind: "open",
      methodId: open.methodId,
      settlesAt: settlesAt(open, parts),
    };
    const found = await ownerOf(token, reader);
    if (found.kind !== "known" || !isOwnedBy(found.owner, key)) return stillOpen;
    const run = await lock.run(key, async (): Promise<Settling> => {
      // Whoever had the lock a moment ago may have settled it.
      const current = await audit.findOpen(key);
      if (current === null) return { kind: "nothingOpen" };
      return settleByReading(parts, current, () => reader.readMine(token));
    });
    return run.kind === "busy" ? stillOpen : run.value;
  };
}

/** Settles by what the list says, if it says anything yet. Only under the person's lock. */
export async function settleByReading(
  { audit, clock, settleAfterMs }: Pick<SettleParts, "audit" | "clock" | "settleAfterMs">,
  open: OpenRemoval,
  read: () => Promise<MethodsReading>,
): Promise<Settling> {
  const { removalId, methodId } = open;
  const endsAt = settlesAt(open, { settleAfterMs });
  // Before the list is asked for: a replica that hangs over the answer holds an old list, however late it is by then.
  const isOver = clock.now() >= endsAt;
  const outcome = outcomeIn(await read(), methodId, isOver);
  if (outcome === null) return { kind: "open", methodId, settlesAt: endsAt };
  await audit.settle(removalId, outcome, null, clock.now());
  return { kind: "settled", methodId, outcome };
}

/** When a removal can be settled whatever the list says. */
export const settlesAt = (
  { requestedAt }: { readonly requestedAt: Date },
  { settleAfterMs = SETTLE_AFTER_MS }: { readonly settleAfterMs?: number | undefined },
): Date => new Date(requestedAt.getTime() + settleAfterMs);

function outcomeIn(
  reading: MethodsReading,
  methodId: MethodId,
  isOver: boolean,
): "settledAsRemoved" | "settledAsNotRemoved" | null {
  if (reading.kind !== "read") return null;
  if (isGone(methodId, reading.methods)) return "settledAsRemoved";
  const isListed = reading.methods.some((one) => isAuthenticator(one) && one.id === methodId);
  return isOver && isListed ? "settledAsNotRemoved" : null;
}

/** The person's own reading token without the person being there, where the token service has one. */
export interface ReadingTokens {
  /** Null: they have to sign in themselves; what is open then waits for their next visit. */
  find(key: PersonKey): Promise<DelegatedToken | null>;
}

export type SettledRemovals = {
  /** Open intents that now have an outcome. */
  readonly settled: number;
  /** Those that stay open, for now. */
  readonly open: number;
};

/** Settles what is open for anybody, at start and from time to time. Looks at nobody else once the signal aborts. */
export type SettleOpenRemovals = (signal: AbortSignal) => Promise<SettledRemovals>;

/** More than this many at once would mean a fault of another kind; the next run takes the rest. */
const MOST_AT_ONCE = 1_000;

export function createSettleOpenRemovals(
  parts: SettleParts & {
    readonly tokens: ReadingTokens;
    /** Told what went wrong with one person, so that the others are looked at all the same. */
    readonly onTrouble: (error: unknown) => void;
  },
): SettleOpenRemovals {
  const { audit, tokens, onTrouble } = parts;
  const settleRemovalOf = createSettleRemovalOf(parts);
  const isSettled = async (key: PersonKey): Promise<boolean> => {
    try {
      const token = await tokens.find(key);
      return token !== null && (await settleRemovalOf(key, token)).kind !== "open";
    } catch (error) {
      onTrouble(error);
      return false;
    }
  };
  return async (signal) => {
    const all = await audit.listOpen(MOST_AT_ONCE);
    let settled = 0;
    for (const { key } of all) {
      if (signal.aborted) break;
      if (await isSettled(key)) settled += 1;
    }
    return { settled, open: all.length - settled };
  };
}
