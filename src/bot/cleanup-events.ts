import type { CleanupDialog } from "../dialogs/cleanup.dialog.ts";
import type { Standing } from "../dialogs/cleanup-event.ts";
import type { JobEnd, RemovalJob, Removals } from "../dialogs/cleanup-job.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { RemovalLock } from "../enrollment/removal-lock.ts";
import type { RemoveDevices } from "../enrollment/remove.ts";
import type { ReadingTokens, SettleRemovalOf } from "../enrollment/settle-removals.ts";
import { redactId } from "../telemetry/logger.ts";
import { type ReadingTurnParts, runReadingTurn } from "./reading-turns.ts";

export type CleanupEventParts = ReadingTurnParts & {
  readonly removeDevices: RemoveDevices;
  readonly lock: RemovalLock;
  readonly settleRemovalOf: SettleRemovalOf;
};

/**
 * What happens to a clean-up outside of the chat: removals run beside it and report back, the fresh sign-in ends. Made
 * before the dialog, which starts removals through it, and given the dialog afterwards.
 */
export class CleanupEvents implements Removals, ReadingTokens {
  readonly #parts: CleanupEventParts;
  readonly #running = new Set<{ readonly name: string; readonly ended: Promise<void> }>();
  #dialog: CleanupDialog | null = null;

  constructor(parts: CleanupEventParts) {
    this.#parts = parts;
  }

  /** Where what happens is reported to. Until then there is no clean-up, and so nothing to report. */
  reportTo(dialog: CleanupDialog): void {
    this.#dialog = dialog;
  }

  async standing(key: PersonKey, token: DelegatedToken): Promise<Standing> {
    const { lock, settleRemovalOf } = this.#parts;
    if ([...this.#running].some(({ name }) => name === nameOf(key))) return { kind: "underWay" };
    // Taking the lock for a moment tells whether another replica has it.
    const tried = await lock.run(key, () => Promise.resolve());
    if (tried.kind === "busy") return { kind: "underWay" };
    const settling = await settleRemovalOf(key, token);
    return settling.kind === "open" ? settling : { kind: "free" };
  }

  async run(key: PersonKey, job: RemovalJob): Promise<void> {
    const running = { name: nameOf(key), ended: this.#run(key, job) };
    this.#running.add(running);
    await running.ended;
    this.#running.delete(running);
  }

  /** Waits until what runs here has ended and was told. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].map(({ ended }) => ended));
  }

  /** The fresh sign-in in the browser ended; the card in the chat moves on by itself. */
  async signInEnded(key: PersonKey, outcome: "completed" | FreshSignInFailure): Promise<void> {
    const dialog = this.#dialog;
    if (dialog === null) return;
    if (outcome === "completed") {
      await runReadingTurn(this.#parts, key, "signedIn", (turn, read) =>
        dialog.run(turn, { kind: "signedIn" }, { guideId: null, read }),
      );
      return;
    }
    await this.#parts.background.run(key, (turn) =>
      dialog.run(turn, { kind: "signInFailed", why: outcome }, { guideId: null, read: null }),
    );
  }

  async find(key: PersonKey): Promise<DelegatedToken | null> {
    const found: { token: DelegatedToken | null } = { token: null };
    await this.#parts.background.run(key, async (turn) => {
      found.token = await turn.findToken();
    });
    return found.token;
  }

  async #run(key: PersonKey, job: RemovalJob): Promise<void> {
    const { background, log } = this.#parts;
    const user = redactId(key.userId);
    const end = await this.#remove(key, job);
    log.info({ user, end: end.kind, outcomes: outcomesIn(end) }, "removal ended");
    try {
      // Somebody who has taken the app off meanwhile is not told; the audit knows.
      await background.run(key, async (turn) => this.#dialog?.report(turn, job, end));
    } catch (error) {
      log.error({ err: error, user }, "a person was not told what became of a removal");
    }
  }

  async #remove(key: PersonKey, { order, readingToken, actingToken }: RemovalJob): Promise<JobEnd> {
    try {
      return await this.#parts.removeDevices(key, {
        targets: order.picked,
        readingToken,
        actingToken,
      });
    } catch (error) {
      this.#parts.log.error({ err: error, user: redactId(key.userId) }, "a removal failed");
      return { kind: "broken" };
    }
  }
}

const nameOf = ({ tenantId, userId }: PersonKey): string => `${tenantId}/${userId}`;

const outcomesIn = (end: JobEnd): readonly string[] =>
  end.kind === "finished" ? end.outcomes.map(({ outcome }) => outcome.kind) : [];
