import { randomUUID } from "node:crypto";
import { guideCard } from "../cards/guide/guide.card.ts";
import type { GuideView } from "../cards/guide/guide-view.ts";
import type { OrganisationLinks } from "../cards/links.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { FactsStore } from "../enrollment/facts.ts";
import type { FreshSignInStore } from "../enrollment/fresh-sign-in.ts";
import type { GuideStore } from "../enrollment/guide-store.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { ProofOfPush } from "../enrollment/prove.ts";
import type { MethodId } from "../methods/ids.ts";
import type { Assessment } from "../methods/readiness.ts";
import type { ChatTurn } from "./chat-turn.ts";
import { guideStep } from "./guide.flow.ts";
import { type GuideAsk, needsReading, type ReadingAsk } from "./guide-ask.ts";
import type { GuideEvent } from "./guide-event.ts";
import type { GuideEffect } from "./guide-outcome.ts";
import type { Snapshot } from "./guide-snapshot.ts";
import { type GuideState, parseGuideState } from "./guide-state.ts";
import { type CardPlace, MovingCard, type Performed } from "./moving-card.ts";
import { sayStale } from "./stale.ts";

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

/** The guided set-up: carries out what the flow decides. {@link MovingCard} keeps where the person is. */
export class GuideDialog {
  readonly #parts: GuideParts;
  readonly #card: MovingCard<GuideState, GuideEvent, GuideEffect>;

  constructor(parts: GuideParts) {
    this.#parts = parts;
    this.#card = new MovingCard({
      flow: {
        parse: parseGuideState,
        step: guideStep,
        isBeginning: (event) => event.kind === "started",
      },
      guides: parts.guides,
      links: parts.links,
      clock: parts.clock,
      newId: randomUUID,
    });
  }

  /**
   * Answers one ask. `guideId` is what the pressed card carried; null where nothing was pressed. `read` is null for
   * asks that need no reading.
   */
  async run(
    turn: ChatTurn,
    ask: GuideAsk,
    { guideId, read }: { readonly guideId: string | null; readonly read: JustRead | null },
  ): Promise<void> {
    await this.#card.run(turn, {
      guideId,
      event: () => this.#eventFor(turn.key, ask, read),
      perform: (effect, at) => this.#perform({ turn, read, at }, effect),
    });
  }

  async #eventFor(key: PersonKey, ask: GuideAsk, read: JustRead | null): Promise<GuideEvent> {
    if (needsReading(ask)) {
      if (read === null) throw new Error(`The guide was asked to ${ask.kind} without reading`);
      const facts = await this.#parts.facts.find(key);
      return this.#readEvent(key, ask, { assessment: read.assessment, facts }, read.token);
    }
    switch (ask.kind) {
      case "next":
      case "back":
      case "stuck":
      case "unstuck":
        return { kind: ask.kind, at: ask.step };
      case "trouble":
        return { kind: "troubleChosen", at: ask.step, trouble: ask.trouble };
      case "noNumber":
        return { kind: "noNumberShowed" };
      case "signInFailed":
        return { kind: "signInFailed", why: ask.why };
    }
  }

  async #readEvent(
    key: PersonKey,
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
        return { kind: "looked", by: "person", at: ask.step, snapshot };
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
        const strength = await this.#parts.proof.strengthOf(key, ask.methodId, token, "prove");
        return { kind: "numberShowedOn", methodId: ask.methodId, strength, snapshot };
      }
    }
  }

  async #perform(during: During, effect: GuideEffect): Promise<Performed<GuideEvent>> {
    const { facts, watch, links, clock } = this.#parts;
    const { turn, read } = during;
    switch (effect.kind) {
      case "show":
        return { kind: "shown", activityId: await this.#show(during, effect.view) };
      case "startWatch":
        await this.#startWatch(turn, effect.known, read);
        return DONE;
      case "stopWatch":
        watch.stop(turn.key);
        return DONE;
      case "confirmDevice":
        await facts.confirmDevice(turn.key, effect.methodId, effect.evidence, clock.now());
        return DONE;
      case "saveProof": {
        const { methodId, strength } = effect;
        await facts.saveProof(turn.key, { methodId, strength, at: clock.now() });
        return DONE;
      }
      case "finish":
        await facts.saveFinished(turn.key, clock.now());
        return DONE;
      case "refresh":
        return this.#refresh(turn.key, read);
      case "sayStale":
        await sayStale(turn, links);
        return DONE;
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
  async #refresh(key: PersonKey, read: JustRead | null): Promise<Performed<GuideEvent>> {
    if (read === null) return DONE;
    const facts = await this.#parts.facts.find(key);
    const snapshot = { assessment: read.assessment, facts };
    return { kind: "ledTo", event: { kind: "leftForChecklist", snapshot } };
  }

  /** Resolves to the id of the activity that shows the card now. */
  async #show({ turn, read, at }: During, view: GuideView): Promise<string | null> {
    const { links, freshSignIns, signInLink, clock } = this.#parts;
    const now = clock.now();
    const ticket =
      view.kind === "proof" ? (await freshSignIns.issue(turn.key, "prove", now)).ticket : null;
    const card = guideCard(turn.copy, {
      view,
      guideId: at.guideId,
      links,
      accountHint: (await this.#tokenFor(turn, view, read))?.accountHint ?? null,
      signInLink: ticket === null ? null : signInLink(ticket),
      now,
      locale: turn.person.locale,
    });
    return turn.moveCard(card, at.activityId);
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
}

/** One turn with what was read in it, and where its card is. */
type During = {
  readonly turn: ChatTurn;
  readonly read: JustRead | null;
  readonly at: CardPlace;
};

const DONE: Performed<never> = { kind: "done" };
