import type { CleanupView, Notice } from "../cards/cleanup/cleanup-view.ts";
import type { MethodId } from "../methods/ids.ts";
import type { AuthenticatorMethod } from "../methods/method.ts";
import type { Standing } from "./cleanup-event.ts";
import { type CleanupOutcome, show } from "./cleanup-outcome.ts";
import {
  type CleanupSnapshot,
  entriesOf,
  inHandIn,
  othersIn,
  retiredIn,
  supportedIn,
} from "./cleanup-snapshot.ts";

/** Where a clean-up stands by what is listed now; `picked` is ticked already, as far as it is still there. */
export function begin(
  snapshot: CleanupSnapshot,
  notice: Notice | null = null,
  picked: readonly MethodId[] = [],
): CleanupOutcome {
  const retired = retiredIn(snapshot);
  if (entriesOf(snapshot.assessment).length === 0) {
    return rest({ kind: "nothingToRemove", why: "noEntries", retired, notice });
  }
  const inHand = inHandIn(snapshot);
  if (inHand === null) {
    return supportedIn(snapshot).length === 0
      ? rest({ kind: "noneWorks", notice })
      : whichIsMine(snapshot, null, notice);
  }
  return othersIn(snapshot, inHand).length === 0
    ? rest({ kind: "nothingToRemove", why: "onlyInHand", retired, notice })
    : choose(snapshot, inHand, notice, picked);
}

export function choose(
  snapshot: CleanupSnapshot,
  inHand: AuthenticatorMethod,
  notice: Notice | null,
  picked: readonly MethodId[],
): CleanupOutcome {
  const others = othersIn(snapshot, inHand);
  const offered = others.map(({ id }) => id);
  const ticked = picked.filter((id) => offered.includes(id));
  return {
    state: { kind: "cleanupChoosing", offered, picked: ticked },
    effects: [
      show({
        kind: "choose",
        inHand,
        others,
        kept: snapshot.facts.keptDevices,
        picked: ticked,
        notice,
        retired: retiredIn(snapshot),
      }),
    ],
  };
}

/** `showedOn`: the number showed on that one, which is not the phone that they had named. */
export function whichIsMine(
  snapshot: CleanupSnapshot,
  showedOn: MethodId | null,
  notice: Notice | null = null,
): CleanupOutcome {
  const devices = supportedIn(snapshot);
  return {
    state: { kind: "cleanupWhich", offered: devices.map(({ id }) => id), showedOn },
    effects: [show({ kind: "whichIsMine", devices, showedOn, notice })],
  };
}

/** The card says how it is; only a look, or something else to press on it, leads on. */
export const rest = (view: CleanupView, unsure: MethodId | null = null): CleanupOutcome => ({
  state: { kind: "cleanupResting", unsure },
  effects: [show(view)],
});

/** Nothing is begun while a removal of this person runs, or while what one came to is not known. */
export const wait = (standing: Exclude<Standing, { readonly kind: "free" }>): CleanupOutcome =>
  standing.kind === "underWay"
    ? rest({ kind: "stopped", stop: { kind: "busy" } })
    : rest(
        { kind: "stopped", stop: { kind: "earlierOpen", settlesAt: standing.settlesAt } },
        standing.methodId,
      );
