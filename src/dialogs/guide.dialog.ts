import { randomUUID } from "node:crypto";
import { guideCard } from "../cards/guide/guide.card.ts";
import type { GuideView, Trouble } from "../cards/guide/guide-view.ts";
import type { OrganisationLinks } from "../cards/links.ts";
import { problemCard } from "../cards/problem/problem.card.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { FactsStore } from "../enrollment/facts.ts";
import type { FreshSignInFailure, FreshSignInStore } from "../enrollment/fresh-sign-in.ts";
import type { Guide, GuideStore } from "../enrollment/guide-store.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { ProofOfPush } from "../enrollment/prove.ts";
import type { MethodId } from "../methods/ids.ts";
import type { Assessment } from "../methods/readiness.ts";
import type { ChatTurn } from "./chat-turn.ts";
import { type GuideEffect, type GuideEvent, guideStep, type Snapshot } from "./guide.flow.ts";
import { type GuideState, parseGuideState } from "./guide-state.ts";

/** What a person, a watch or the fresh sign-in asks of the guide. */
export type GuideAsk =
  | { readonly kind: "start" | "resume" | "checkNow" | "watchFound" | "prove" | "checklist" }
  | { readonly kind: "next" | "back" | "stuck" | "unstuck" | "noNumber" }
  | { readonly kind: "trouble"; readonly trouble: Trouble }
  | { readonly kind: "deviceIsMine" | "numberShowedOn"; readonly methodId: MethodId }
  | { readonly kind: "noneIsMine" }
  | { readonly kind: "signedInAgain" }
  | { readonly kind: "signInFailed"; readonly why: FreshSignInFailure };

/** Asks that move between pages only; every other one is decided on methods that were read just now. */
const WITHOUT_READING: ReadonlySet<GuideAsk["kind"]> = new Set([
  "next",
  "back",
  "stuck",
  "unstuck",
  "trouble",
  "noNumber",
  "signInFailed",
]);

export const needsReading = (ask: GuideAsk): boolean => !WITHOUT_READING.has(ask.kind);

/** What was read for an ask, with the token that a watch goes on with. */
export type JustRead = { readonly assessment: Assessment; readonly token: DelegatedToken };

/** Starts and ends the watch for a new entry; the composition root knows how it reports back. */
export interface GuideWatch {
  start(key: PersonKey, token: DelegatedToken, known: readonly MethodId[]): Promise<void>;
  stop(key: PersonKey): void;
}

export type GuideParts = {
  readonly guides: GuideStore;
  readonly facts: FactsStore;
  readonly freshSignIns: FreshSignInStore;
  readonly proof: ProofOfPush;
  readonly watch: GuideWatch;
  readonly links: OrganisationLinks;
  /** The address of the fresh sign-in for a ticket. */
  readonly signInLink: (ticket: string) => string;
  readonly clock: Clock;
};

/** The guided set-up: carries out what the flow decides and keeps where the person is. */
export class GuideDialog {
  readonly #parts: GuideParts;

  constructor(parts: GuideParts) {
    this.#parts = parts;
  }

  /**
   * Answers one ask. `guideId` is what the pressed card carried; null where nothing was pressed. `read` is null for
   * asks that need no reading.
   */
  async run(
    turn: ChatTurn,
    ask: GuideAsk,
    from: { readonly guideId: string | null; readonly read: JustRead | null },
  ): Promise<void> {
    const { guides, clock } = this.#parts;
    // Once more when another turn of the same person was first: the flow then decides on what that one left.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const guide = await guides.find(turn.key);
      const state = parseGuideState(guide?.state ?? null);
      if (isOfAnotherGuide(from.guideId, guide)) {
        await this.#sayStale(turn);
        return;
      }
      const event = await this.#eventFor(turn, ask, from.read);
      const { state: after, effects } = guideStep(state, event);
      if (after === null) {
        // There is no guide and none began: at most an old card was pressed.
        if (effects.length > 0) await this.#sayStale(turn);
        return;
      }
      const next: Guide = {
        guideId: isNewGuide(event, guide) ? randomUUID() : (guide?.guideId ?? randomUUID()),
        state: after,
        activityId: guide?.activityId ?? null,
        version: guide?.version ?? 0,
      };
      if (!(await guides.save(turn.key, next, clock.now()))) continue;
      await this.#performAll(
        turn,
        { ...next, version: next.version + 1 },
        after,
        effects,
        from.read,
      );
      return;
    }
    await this.#sayStale(turn);
  }

  async #eventFor(turn: ChatTurn, ask: GuideAsk, read: JustRead | null): Promise<GuideEvent> {
    switch (ask.kind) {
      case "next":
      case "back":
      case "stuck":
      case "unstuck":
        return { kind: ask.kind };
      case "trouble":
        return { kind: "troubleChosen", trouble: ask.trouble };
      case "noNumber":
        return { kind: "noNumberShowed" };
      case "signInFailed":
        return { kind: "signInFailed", why: ask.why };
      case "start":
      case "resume":
      case "checkNow":
      case "watchFound":
      case "prove":
      case "checklist":
      case "deviceIsMine":
      case "noneIsMine":
      case "numberShowedOn":
      case "signedInAgain": {
        if (read === null) throw new Error(`The guide was asked to ${ask.kind} without reading`);
        const facts = await this.#parts.facts.find(turn.key);
        return this.#readEvent(turn, ask, { assessment: read.assessment, facts }, read.token);
      }
    }
  }

  async #readEvent(
    turn: ChatTurn,
    ask: ReadingAsk,
    snapshot: Snapshot,
    token: DelegatedToken,
  ): Promise<GuideEvent> {
    switch (ask.kind) {
      case "start":
        return { kind: "started", snapshot };
      case "resume":
        return { kind: "resumed", snapshot };
      case "checkNow":
        return { kind: "looked", by: "person", snapshot };
      case "watchFound":
        return { kind: "looked", by: "watch", snapshot };
      case "prove":
        return { kind: "askedToProve", snapshot };
      case "checklist":
        return { kind: "askedForChecklist", snapshot };
      case "noneIsMine":
        return { kind: "noneIsMine", snapshot };
      case "signedInAgain":
        return { kind: "signedInAgain", snapshot };
      case "deviceIsMine":
        return { kind: "deviceIsMine", methodId: ask.methodId, snapshot };
      case "numberShowedOn": {
        const strength = await this.#parts.proof.strengthOf(turn.key, ask.methodId, token);
        return { kind: "numberShowedOn", methodId: ask.methodId, strength, snapshot };
      }
    }
  }

  async #performAll(
    turn: ChatTurn,
    guide: Guide,
    state: GuideState,
    effects: readonly GuideEffect[],
    read: JustRead | null,
  ): Promise<void> {
    let current = guide;
    for (const effect of effects) {
      const activityId = await this.#perform(turn, current, state, effect, read);
      if (activityId === null || activityId === current.activityId) continue;
      const moved = { ...current, activityId };
      if (await this.#parts.guides.save(turn.key, moved, this.#parts.clock.now())) {
        current = { ...moved, version: moved.version + 1 };
      }
    }
  }

  /** Resolves to the id of the card that shows the guide now, where the effect showed one. */
  async #perform(
    turn: ChatTurn,
    guide: Guide,
    state: GuideState,
    effect: GuideEffect,
    read: JustRead | null,
  ): Promise<string | null> {
    const { facts, watch, clock } = this.#parts;
    switch (effect.kind) {
      case "show":
        return this.#show(turn, guide, effect.view, read);
      case "startWatch":
        await this.#startWatch(turn, effect.known, read);
        return null;
      case "stopWatch":
        watch.stop(turn.key);
        return null;
      case "confirmDevice":
        await facts.confirmDevice(turn.key, effect.methodId, effect.evidence, clock.now());
        return null;
      case "saveProof":
        await facts.saveProof(turn.key, { ...proofIn(effect), at: clock.now() });
        return null;
      case "finish":
        await facts.saveFinished(turn.key, clock.now());
        return null;
      case "refresh":
        return this.#refresh(turn, guide, state, read);
      case "sayStale":
        await this.#sayStale(turn);
        return null;
    }
  }

  // A page that is turned reads nothing, yet a watch that has ended, or never began, is wanted from there on.
  async #startWatch(
    turn: ChatTurn,
    known: readonly MethodId[],
    read: JustRead | null,
  ): Promise<void> {
    const token = read?.token ?? (await turn.findToken());
    if (token !== null) await this.#parts.watch.start(turn.key, token, known);
  }

  // Only the facts have changed since the reading, a moment ago in this very turn; the methods need not be read twice.
  async #refresh(
    turn: ChatTurn,
    guide: Guide,
    state: GuideState,
    read: JustRead | null,
  ): Promise<string | null> {
    if (read === null) return null;
    const snapshot = {
      assessment: read.assessment,
      facts: await this.#parts.facts.find(turn.key),
    };
    const { effects } = guideStep(state, { kind: "leftForChecklist", snapshot });
    let shownIn: string | null = null;
    for (const effect of effects) {
      shownIn = (await this.#perform(turn, guide, state, effect, read)) ?? shownIn;
    }
    return shownIn;
  }

  async #show(
    turn: ChatTurn,
    guide: Guide,
    view: GuideView,
    read: JustRead | null,
  ): Promise<string | null> {
    const { links, freshSignIns, signInLink, clock } = this.#parts;
    const now = clock.now();
    const ticket =
      view.kind === "proof" ? (await freshSignIns.issue(turn.key, "prove", now)).ticket : null;
    const card = guideCard(turn.copy, {
      view,
      guideId: guide.guideId,
      links,
      accountHint: (await this.#tokenFor(turn, view, read))?.accountHint ?? null,
      signInLink: ticket === null ? null : signInLink(ticket),
      now,
      locale: turn.person.locale,
    });
    return turn.moveCard(card, guide.activityId);
  }

  // Turning back to the page with the link needs the account's name, and turning pages reads nothing.
  async #tokenFor(
    turn: ChatTurn,
    view: GuideView,
    read: JustRead | null,
  ): Promise<DelegatedToken | null> {
    if (read !== null) return read.token;
    return view.kind === "step" && view.step === "openSecurityInfo" ? turn.findToken() : null;
  }

  async #sayStale(turn: ChatTurn): Promise<void> {
    const problem = { problem: { kind: "staleAction" }, referenceId: null } as const;
    const { links } = this.#parts;
    await turn.showCard(problemCard(turn.copy, { ...problem, links, locale: turn.person.locale }));
  }
}

type ReadingAsk = Exclude<
  GuideAsk,
  {
    readonly kind: "next" | "back" | "stuck" | "unstuck" | "noNumber" | "trouble" | "signInFailed";
  }
>;

const isOfAnotherGuide = (guideId: string | null, guide: Guide | null): boolean =>
  guideId !== null && guide !== null && guide.guideId !== guideId;

const isNewGuide = (event: GuideEvent, guide: Guide | null): boolean =>
  guide === null || event.kind === "started";

const proofIn = ({ methodId, strength }: Extract<GuideEffect, { readonly kind: "saveProof" }>) => ({
  methodId,
  strength,
});
