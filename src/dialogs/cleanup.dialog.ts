import { randomUUID } from "node:crypto";
import { cleanupCard } from "../cards/cleanup/cleanup.card.ts";
import type { CleanupView } from "../cards/cleanup/cleanup-view.ts";
import type { OrganisationLinks } from "../cards/links.ts";
import type { Clock } from "../enrollment/clock.ts";
import { type DelegatedToken, delegatedToken } from "../enrollment/delegated-token.ts";
import type { FactsStore } from "../enrollment/facts.ts";
import type { FreshSignInStore } from "../enrollment/fresh-sign-in.ts";
import type { GuideStore } from "../enrollment/guide-store.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { ProofOfPush } from "../enrollment/prove.ts";
import type { ChatTurn } from "./chat-turn.ts";
import { cleanupStep } from "./cleanup.flow.ts";
import { type CleanupAsk, needsList, type ReadingCleanupAsk } from "./cleanup-ask.ts";
import type { CleanupEvent } from "./cleanup-event.ts";
import { endOf, type JobEnd, type RemovalJob, type Removals } from "./cleanup-job.ts";
import type { CleanupEffect } from "./cleanup-outcome.ts";
import type { CleanupSnapshot, RemovalSettings } from "./cleanup-snapshot.ts";
import { type CleanupState, parseCleanupState } from "./cleanup-state.ts";
import type { JustRead } from "./guide.dialog.ts";
import { type CardPlace, MovingCard, type Performed } from "./moving-card.ts";
import { sayStale } from "./stale.ts";

export type CleanupParts = {
  readonly guides: GuideStore;
  readonly facts: FactsStore;
  readonly freshSignIns: FreshSignInStore;
  readonly proof: ProofOfPush;
  readonly removals: Removals;
  readonly settings: RemovalSettings;
  readonly showChecklist: (turn: ChatTurn, read: JustRead) => Promise<void>;
  readonly links: OrganisationLinks;
  /** The address of the fresh sign-in for a ticket. */
  readonly signInLink: (ticket: string) => string;
  readonly clock: Clock;
};

/** The clean-up: carries out what the flow decides. {@link MovingCard} keeps where the person is. */
export class CleanupDialog {
  readonly #parts: CleanupParts;
  readonly #card: MovingCard<CleanupState, CleanupEvent, CleanupEffect>;

  constructor(parts: CleanupParts) {
    this.#parts = parts;
    this.#card = new MovingCard({
      flow: {
        parse: parseCleanupState,
        step: cleanupStep,
        isBeginning: (event) => event.kind === "started" && event.standing.kind === "free",
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
    ask: CleanupAsk,
    { guideId, read }: { readonly guideId: string | null; readonly read: JustRead | null },
  ): Promise<void> {
    const accountHint = read?.token.accountHint ?? null;
    await this.#card.run(turn, {
      guideId,
      event: () => this.#eventFor(turn.key, ask, read),
      perform: (effect, at) => this.#perform({ turn, read, accountHint, at }, effect),
    });
  }

  /** Tells what became of a job, on the card that waits for it, or else in a message of its own. */
  async report(turn: ChatTurn, job: RemovalJob, ended: JobEnd): Promise<void> {
    const now = this.#parts.clock.now();
    const end = endOf(turn, job, ended, await this.#knownAfter(turn.key));
    const { accountHint } = job.readingToken;
    await this.#card.run(turn, {
      guideId: null,
      event: () => Promise.resolve({ kind: "removed", order: job.order, end, now }),
      perform: (effect, at) => this.#perform({ turn, read: null, accountHint, at }, effect),
    });
  }

  async #knownAfter(key: PersonKey) {
    const { facts, settings, clock } = this.#parts;
    return { facts: await facts.find(key), policy: settings.policy, now: clock.now() };
  }

  async #eventFor(key: PersonKey, ask: CleanupAsk, read: JustRead | null): Promise<CleanupEvent> {
    if (needsList(ask)) {
      if (read === null) throw new Error(`The clean-up was asked to ${ask.kind} without reading`);
      return this.#readEvent(key, ask, read.token, await this.#snapshot(key, read));
    }
    switch (ask.kind) {
      case "noneMine":
        return { kind: "noneIsMine" };
      case "signInFailed":
        return { kind: "signInFailed", why: ask.why, now: this.#parts.clock.now() };
    }
  }

  async #snapshot(key: PersonKey, { assessment }: JustRead): Promise<CleanupSnapshot> {
    const { facts, settings, clock } = this.#parts;
    return { assessment, facts: await facts.find(key), settings, now: clock.now() };
  }

  async #readEvent(
    key: PersonKey,
    ask: ReadingCleanupAsk,
    token: DelegatedToken,
    snapshot: CleanupSnapshot,
  ): Promise<CleanupEvent> {
    const { removals, proof } = this.#parts;
    switch (ask.kind) {
      case "start":
        return { kind: "started", snapshot, standing: await removals.standing(key, token) };
      case "look": {
        const standing = await removals.standing(key, token);
        return { kind: "looked", snapshot, standing, signedInAt: await this.#signedInAt(key) };
      }
      case "mine":
      case "showedNumber": {
        const { methodId } = ask;
        const strength = await proof.strengthOf(key, methodId, token, "remove");
        const kind = ask.kind === "mine" ? "deviceIsMine" : "numberShowedOn";
        return { kind, methodId, strength, snapshot };
      }
      case "pick":
        return { kind: "picked", ids: ask.ids, snapshot };
      case "confirm":
        return { kind: "confirmed", ids: ask.ids, snapshot };
      case "keepAll":
        return { kind: "keptAll", snapshot };
      case "signInAgain":
        return { kind: "askedToSignIn", snapshot };
      case "noNumber":
        return { kind: "noNumberShowed", snapshot };
      case "back":
      case "signedIn":
        return { kind: ask.kind, snapshot };
    }
  }

  async #signedInAt(key: PersonKey): Promise<Date | null> {
    const { freshSignIns, clock } = this.#parts;
    const result = await freshSignIns.findResult(key, "remove", clock.now());
    return result?.kind === "completed" ? result.signedInAt : null;
  }

  async #perform(during: During, effect: CleanupEffect): Promise<Performed<CleanupEvent>> {
    const { facts, freshSignIns, links, clock } = this.#parts;
    const { turn } = during;
    const { key } = turn;
    switch (effect.kind) {
      case "show":
        return { kind: "shown", activityId: await this.#show(during, effect.view) };
      case "tell":
        await turn.showCard(await this.#cardFor(during, effect.view));
        return DONE;
      case "confirmDevice":
        await facts.confirmDevice(key, effect.methodId, "said", clock.now());
        return DONE;
      case "saveProof": {
        const { methodId, strength } = effect;
        await facts.saveProof(key, { methodId, strength, at: clock.now() });
        return DONE;
      }
      case "keepDevices":
        await facts.keepDevices(key, effect.methodIds, clock.now());
        return DONE;
      case "finish":
        await facts.saveFinished(key, clock.now());
        return DONE;
      case "refresh":
        return this.#refresh(during);
      case "dropSignIn":
        await freshSignIns.takeToken(key, clock.now());
        return DONE;
      case "remove":
        return this.#remove(during, effect);
      case "showChecklist":
        await this.#parts.showChecklist(turn, readIn(during));
        return DONE;
      case "sayStale":
        await sayStale(turn, links);
        return DONE;
    }
  }

  // Only the facts have changed since the reading, a moment ago in this very turn; the methods need not be read twice.
  async #refresh(during: During): Promise<Performed<CleanupEvent>> {
    const snapshot = await this.#snapshot(during.turn.key, readIn(during));
    return { kind: "ledTo", event: { kind: "factsChanged", snapshot } };
  }

  /** The token is taken only now: what was confirmed is saved, and one turn alone comes here with it. */
  async #remove(
    during: During,
    { order, devices }: Extract<CleanupEffect, { readonly kind: "remove" }>,
  ): Promise<Performed<CleanupEvent>> {
    const { freshSignIns, removals, clock } = this.#parts;
    const { turn } = during;
    const now = clock.now();
    const { token: readingToken } = readIn(during);
    const held = await freshSignIns.takeToken(turn.key, now);
    if (held === null) return { kind: "ledTo", event: { kind: "tokenMissing", now } };
    const activityId = await this.#show(during, { kind: "removing", devices });
    const job = { order, devices, readingToken, actingToken: delegatedToken(held.token) };
    // Graph may take its time, and a pressed button waits five seconds at most.
    turn.afterwards(() => removals.run(turn.key, job));
    return { kind: "shown", activityId };
  }

  /** Resolves to the id of the activity that shows the card now. */
  async #show(during: During, view: CleanupView): Promise<string | null> {
    return during.turn.moveCard(await this.#cardFor(during, view), during.at.activityId);
  }

  async #cardFor({ turn, accountHint, at }: During, view: CleanupView) {
    const { links, freshSignIns, signInLink, clock } = this.#parts;
    const now = clock.now();
    const ticket =
      view.kind === "signIn" ? (await freshSignIns.issue(turn.key, "remove", now)).ticket : null;
    return cleanupCard(turn.copy, {
      view,
      guideId: at.guideId,
      links,
      accountHint,
      signInLink: ticket === null ? null : signInLink(ticket),
      now,
      locale: turn.person.locale,
    });
  }
}

/** One turn with what was read in it, and where its card is. */
type During = {
  readonly turn: ChatTurn;
  readonly read: JustRead | null;
  readonly accountHint: string | null;
  readonly at: CardPlace;
};

const DONE: Performed<never> = { kind: "done" };

function readIn({ read }: During): JustRead {
  if (read === null) throw new Error("The clean-up goes on from a reading only");
  return read;
}
