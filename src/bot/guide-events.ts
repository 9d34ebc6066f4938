import type { GuideDialog, GuideWatch } from "../dialogs/guide.dialog.ts";
import type { GuideAsk } from "../dialogs/guide-ask.ts";
import type { CheckReadiness } from "../enrollment/check.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { RegistrationWatches } from "../enrollment/watch.ts";
import type { MethodId } from "../methods/ids.ts";
import { type Logger, redactId } from "../telemetry/logger.ts";
import type { Background } from "./background.ts";

export type GuideEventParts = {
  readonly background: Background;
  readonly checkReadiness: CheckReadiness;
  readonly watches: RegistrationWatches;
  readonly log: Logger;
};

/**
 * What happens to a guide from outside the chat: the watch finds a new entry, the fresh sign-in ends. Made before the
 * dialog, which starts watches through it, and given the dialog afterwards.
 */
export class GuideEvents implements GuideWatch {
  readonly #parts: GuideEventParts;
  #dialog: GuideDialog | null = null;

  constructor(parts: GuideEventParts) {
    this.#parts = parts;
  }

  /** Where what happens is reported to. Until then there is no guide, and so nothing to report. */
  reportTo(dialog: GuideDialog): void {
    this.#dialog = dialog;
  }

  async start(key: PersonKey, token: DelegatedToken, known: readonly MethodId[]): Promise<void> {
    await this.#parts.watches.start(key, token, known, () =>
      this.#tell(key, { kind: "watchFound" }),
    );
  }

  stop(key: PersonKey): void {
    this.#parts.watches.stop(key);
  }

  /** The fresh sign-in in the browser ended; the card in the chat moves on by itself. */
  async signInEnded(key: PersonKey, outcome: "completed" | FreshSignInFailure): Promise<void> {
    await this.#tell(
      key,
      outcome === "completed" ? { kind: "signedInAgain" } : { kind: "signInFailed", why: outcome },
    );
  }

  async #tell(key: PersonKey, ask: GuideAsk): Promise<void> {
    const dialog = this.#dialog;
    if (dialog === null) return;
    const { background, checkReadiness, log } = this.#parts;
    await background.run(key, async (turn) => {
      if (ask.kind === "signInFailed") {
        await dialog.run(turn, ask, { guideId: null, read: null });
        return;
      }
      const token = await turn.findToken();
      const result = token === null ? null : await checkReadiness(key, token);
      if (token === null || result?.kind !== "assessed") {
        // The card stays as it is; "Check now" on it asks again, with a sign-in where one is needed.
        log.info({ user: redactId(key.userId), ask: ask.kind }, "the guide could not look");
        return;
      }
      const read = { assessment: result.assessment, token };
      await dialog.run(turn, ask, { guideId: null, read });
    });
  }
}
