import fc from "fast-check";
import { GUIDE_STEPS, HELP_REASONS, TROUBLES } from "../../src/cards/guide/guide-view.ts";
import type { GuideEvent, PageMove } from "../../src/dialogs/guide-event.ts";
import type { Snapshot } from "../../src/dialogs/guide-snapshot.ts";
import type { GuideState } from "../../src/dialogs/guide-state.ts";
import type { FreshSignInFailure } from "../../src/enrollment/fresh-sign-in.ts";
import { methodId } from "../../src/methods/ids.ts";
import { assess } from "../../src/methods/readiness.ts";
import { anyFacts, anyMethods, anyPolicy } from "../builders/any-method.ts";
import { aDevice } from "../builders/methods.ts";
import { NOW } from "./guide-builders.ts";

// The ids of the methods that `anyMethods` makes, so that events and states speak of what is registered.
const anyId = fc.constantFrom("a", "b", "c", "d", "A").map(methodId);
export const anyIds = fc.uniqueArray(anyId, { maxLength: 5 });
const anyStep = fc.constantFrom(...GUIDE_STEPS);
const anyTrouble = fc.constantFrom(...TROUBLES);
const anyFailure = fc.constantFrom<FreshSignInFailure[]>(
  "denied",
  "wrongAccount",
  "wrongTenant",
  "expired",
  "failed",
);

const anyDevices = fc
  .uniqueArray(anyId, { maxLength: 5 })
  .map((ids) => ids.map((id) => aDevice(id)));

export const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    devices: anyDevices,
    others: anyMethods,
    isGuest: fc.boolean(),
    isThere: fc.boolean(),
    policy: anyPolicy,
    facts: anyFacts,
    finishedAt: fc.option(fc.constant(NOW)),
  })
  .map(({ devices, others, isGuest, isThere, policy, facts, finishedAt }) => ({
    assessment: assess(
      isThere || isGuest
        ? { kind: "read", methods: [...devices, ...others], isGuest }
        : { kind: "unavailable", why: "timeout" },
      policy,
      NOW,
    ),
    facts: { ...facts, finishedAt },
  }));

export const anyState: fc.Arbitrary<GuideState | null> = fc.oneof(
  fc.record({
    kind: fc.constant("steps" as const),
    step: anyStep,
    known: anyIds,
    view: fc.oneof(
      fc.record({ kind: fc.constant("instruction" as const), notSeenYet: fc.boolean() }),
      fc.constant({ kind: "troubles" as const }),
      fc.record({ kind: fc.constant("trouble" as const), trouble: anyTrouble }),
    ),
  }),
  fc.record({
    kind: fc.constant("helpDesk" as const),
    why: fc.constantFrom(...HELP_REASONS),
    step: anyStep,
    known: anyIds,
  }),
  fc.record({
    kind: fc.constant("chooseDevice" as const),
    isNew: fc.boolean(),
    offered: anyIds,
    known: anyIds,
  }),
  fc.constantFrom<GuideState[]>(
    { kind: "makeRoom" },
    { kind: "proving" },
    { kind: "askWhereNumberShowed" },
    { kind: "checklist" },
  ),
  fc.constant(null),
);

const READING = [
  "started",
  "resumed",
  "noneIsMine",
  "askedToProve",
  "signedInAgain",
  "askedForChecklist",
  "leftForChecklist",
] as const;

const anyPage = fc.option(anyStep);

/** Of any page, of a card that names none, and of pages that have no such button. */
export const anyMove: fc.Arbitrary<PageMove> = fc.oneof(
  fc.record({ kind: fc.constantFrom("next", "back", "stuck", "unstuck"), at: anyPage }),
  fc.record({ kind: fc.constant("troubleChosen" as const), at: anyPage, trouble: anyTrouble }),
);

/** "Check now". */
export const anyLook = fc.record({
  kind: fc.constant("looked" as const),
  by: fc.constant("person" as const),
  at: anyPage,
  snapshot: anySnapshot,
});

export const anyEvent: fc.Arbitrary<GuideEvent> = fc.oneof(
  fc.record({ kind: fc.constantFrom(...READING), snapshot: anySnapshot }),
  anyMove,
  anyLook,
  fc.constant({ kind: "noNumberShowed" as const }),
  fc.record({
    kind: fc.constant("looked" as const),
    by: fc.constant("watch" as const),
    snapshot: anySnapshot,
  }),
  fc.record({
    kind: fc.constant("deviceIsMine" as const),
    methodId: anyId,
    snapshot: anySnapshot,
  }),
  fc.record({ kind: fc.constant("signInFailed" as const), why: anyFailure }),
  fc.record({
    kind: fc.constant("numberShowedOn" as const),
    methodId: anyId,
    strength: fc.constantFrom("signedIn", "logged", "enforced", null),
    snapshot: anySnapshot,
  }),
);
