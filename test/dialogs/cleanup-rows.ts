import assert from "node:assert/strict";
import type { CleanupView } from "../../src/cards/cleanup/cleanup-view.ts";
import { cleanupStep } from "../../src/dialogs/cleanup.flow.ts";
import type { CleanupEvent } from "../../src/dialogs/cleanup-event.ts";
import type { CleanupEffect } from "../../src/dialogs/cleanup-outcome.ts";
import type { CleanupState } from "../../src/dialogs/cleanup-state.ts";
import { MINE, OLD, OLDER } from "./cleanup-builders.ts";
import { NOW } from "./guide-builders.ts";

export const BEFORE = new Date(NOW.getTime() - 60_000).toISOString();
export const order = { picked: [OLD, OLDER], isSecond: false, removedBefore: 0 };

export const WHICH = {
  kind: "cleanupWhich",
  offered: [MINE, OLD],
  showedOn: null,
} satisfies CleanupState;
export const ELSEWHERE: CleanupState = { ...WHICH, showedOn: OLD };
export const CHOOSING = {
  kind: "cleanupChoosing",
  offered: [OLD, OLDER],
  picked: [],
} satisfies CleanupState;
export const CONFIRMING = {
  kind: "cleanupConfirming",
  offered: [OLD, OLDER],
  picked: [OLD, OLDER],
} satisfies CleanupState;
export const SIGNING_IN = {
  kind: "cleanupSigningIn",
  ...order,
  since: BEFORE,
} satisfies CleanupState;
export const AGAIN: CleanupState = { ...SIGNING_IN, isSecond: true, removedBefore: 1 };
export const SHOWED: CleanupState = {
  kind: "cleanupShowed",
  ...order,
  offered: [MINE, OLD, OLDER],
};
export const REMOVING = { kind: "cleanupRemoving", ...order } satisfies CleanupState;
export const RESTING: CleanupState = { kind: "cleanupResting", unsure: null };
export const FINISHED: CleanupState = { kind: "cleanupDone", unsure: null };

export const STATES: readonly (CleanupState | null)[] = [
  null,
  WHICH,
  CHOOSING,
  CONFIRMING,
  SIGNING_IN,
  SHOWED,
  REMOVING,
  RESTING,
  FINISHED,
];

export type Row = readonly [
  when: string,
  state: CleanupState | null,
  event: CleanupEvent,
  then: CleanupState["kind"] | null,
  effects: readonly string[],
];

/** One test for each row. */
export function itFollows(rows: readonly Row[]): void {
  for (const [when, state, event, then, effects] of rows) {
    const at = state === null ? "nowhere" : state.kind;
    it(`${at} + ${event.kind}, ${when} → ${effects.join(", ") || "nothing"}`, () => {
      const outcome = cleanupStep(state, event);

      assert.deepEqual(outcome.effects.map(inWords), effects);
      assert.equal(outcome.state?.kind ?? null, then);
    });
  }
}

/** In each of these states, the event comes from a card that is old. */
export function itIsStale(event: CleanupEvent, states: readonly (CleanupState | null)[]): void {
  for (const state of states) {
    it(`says that the card is old: ${state?.kind ?? "nowhere"} + ${event.kind}`, () => {
      assert.deepEqual(cleanupStep(state, event), { state, effects: [{ kind: "sayStale" }] });
    });
  }
}

/** An effect in the words of the table. */
function inWords(effect: CleanupEffect): string {
  switch (effect.kind) {
    case "show":
      return viewInWords(effect.view);
    case "tell":
      return `tell ${viewInWords(effect.view)}`;
    case "confirmDevice":
      return `confirmDevice ${effect.methodId}`;
    case "saveProof":
      return `saveProof ${effect.methodId} ${effect.strength}`;
    case "keepDevices":
      return `keepDevices ${effect.methodIds.join()}`;
    case "remove":
      return `remove ${effect.order.picked.join()}${effect.order.isSecond ? " (second)" : ""}`;
    case "refresh":
    case "dropSignIn":
    case "finish":
    case "showChecklist":
    case "sayStale":
      return effect.kind;
  }
}

function viewInWords(view: CleanupView): string {
  switch (view.kind) {
    case "nothingToRemove":
      return `nothing ${view.why}${noticeIn(view)}`;
    case "whichIsMine":
      return `which ${idsOf(view.devices)}${view.showedOn === null ? "" : ` (showed on ${view.showedOn})`}${noticeIn(view)}`;
    case "noneWorks":
      return `noneWorks${noticeIn(view)}`;
    case "choose": {
      const ticked = view.picked.length === 0 ? "" : ` [${view.picked.join()}]`;
      return `choose ${idsOf(view.others)}${ticked}${noticeIn(view)}`;
    }
    case "confirm": {
      const stays = view.stays.map(({ device, why }) => ` ${device.id} stays: ${why}`).join();
      return `confirm ${idsOf(view.picked)}${stays}${view.needsSignIn ? " (sign-in)" : ""}`;
    }
    case "signIn": {
      const why = view.why === null ? "" : ` ${view.why}`;
      return `signIn${why}${view.removedBefore > 0 ? ` after ${view.removedBefore}` : ""}`;
    }
    case "whereNumberShowed":
      return `where ${idsOf(view.devices)}`;
    case "removing":
      return `removing ${idsOf(view.devices)}`;
    case "stopped":
      return `stopped ${view.stop.kind}`;
    case "done": {
      const rows = view.rows.map(
        ({ methodId, outcome }) =>
          `${methodId} ${outcome.kind === "refused" ? outcome.why : outcome.kind}`,
      );
      return `done ${rows.join()}; left ${view.left === null ? "unread" : idsOf(view.left)}`;
    }
  }
}

const noticeIn = ({ notice }: { readonly notice: string | null }): string =>
  notice === null ? "" : ` (${notice})`;

const idsOf = (devices: readonly { readonly id: string }[]): string =>
  devices.map(({ id }) => id).join();
