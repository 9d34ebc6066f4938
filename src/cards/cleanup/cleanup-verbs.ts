import { z } from "zod/v4";
import { type MethodId, methodId } from "../../methods/ids.ts";
import { claimedMethodId, ownId } from "../claims.ts";
import { PICKED_INPUT, tickedIds } from "./picked.ts";

type MoveVerb =
  | "cleanup.noneMine"
  | "cleanup.keepAll"
  | "cleanup.back"
  | "cleanup.signInAgain"
  | "cleanup.noNumber"
  | "cleanup.look";
type DeviceVerb = "cleanup.mine" | "cleanup.showedNumber";

type Asked =
  | { readonly verb: "cleanup.start"; readonly guideId: string | null }
  | { readonly verb: MoveVerb; readonly guideId: string }
  | { readonly verb: DeviceVerb; readonly guideId: string; readonly methodId: MethodId }
  /** Names what the card showed: a confirmation is of these and of no others. */
  | {
      readonly verb: "cleanup.confirm";
      readonly guideId: string;
      readonly picked: readonly MethodId[];
    };

/** What a button of the clean-up carries. What is ticked comes from the card's input, not from the button. */
export type CleanupButton = Asked | { readonly verb: "cleanup.pick"; readonly guideId: string };

/** What a pressed button of the clean-up says. */
export type CleanupPress =
  | Asked
  | {
      readonly verb: "cleanup.pick";
      readonly guideId: string;
      readonly picked: readonly MethodId[];
    };

type Read = (data: unknown) => CleanupPress | null;

const entered = z.object({ guideId: ownId.optional() });
const moved = z.object({ guideId: ownId });
const pointed = z.object({ guideId: ownId, methodId: claimedMethodId });
// Microsoft allows five entries; a list as long as a card can show is the most that makes sense.
const claimedIds = z.array(claimedMethodId).max(20);
const ticked = z.object({
  guideId: ownId,
  // A client leaves an empty input out.
  [PICKED_INPUT]: z.string().max(12_000).default("").transform(tickedIds).pipe(claimedIds),
});
const confirmed = z.object({ guideId: ownId, picked: claimedIds.min(1) });

const readMove =
  (verb: MoveVerb): Read =>
  (data) => {
    const { data: read } = moved.safeParse(data);
    return read === undefined ? null : { verb, guideId: read.guideId };
  };

const readDevice =
  (verb: DeviceVerb): Read =>
  (data) => {
    const { data: read } = pointed.safeParse(data);
    if (read === undefined) return null;
    return { verb, guideId: read.guideId, methodId: methodId(read.methodId) };
  };

const distinct = (ids: readonly string[]): readonly MethodId[] => [...new Set(ids)].map(methodId);

/** Reads, by verb, what came with a button of the clean-up; null for what is broken. */
export const CLEANUP_READERS: { readonly [verb in CleanupPress["verb"]]: Read } = {
  "cleanup.start": (data) => {
    const { data: read } = entered.safeParse(data);
    return read === undefined ? null : { verb: "cleanup.start", guideId: read.guideId ?? null };
  },
  "cleanup.mine": readDevice("cleanup.mine"),
  "cleanup.noneMine": readMove("cleanup.noneMine"),
  "cleanup.pick": (data) => {
    const { data: read } = ticked.safeParse(data);
    if (read === undefined) return null;
    return { verb: "cleanup.pick", guideId: read.guideId, picked: distinct(read.picked) };
  },
  "cleanup.keepAll": readMove("cleanup.keepAll"),
  "cleanup.back": readMove("cleanup.back"),
  "cleanup.confirm": (data) => {
    const { data: read } = confirmed.safeParse(data);
    if (read === undefined) return null;
    return { verb: "cleanup.confirm", guideId: read.guideId, picked: distinct(read.picked) };
  },
  "cleanup.signInAgain": readMove("cleanup.signInAgain"),
  "cleanup.showedNumber": readDevice("cleanup.showedNumber"),
  "cleanup.noNumber": readMove("cleanup.noNumber"),
  "cleanup.look": readMove("cleanup.look"),
};
