import type { GuideDialog, GuideWatch } from "../dialogs/guide.dialog.ts";
import { type GuideAsk, needsReading } from "../dialogs/guide-ask.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { RegistrationWatches } from "../enrollment/watch.ts";
import type { MethodId } from "../methods/ids.ts";
import { type ReadingTurnParts, runReadingTurn } from "./reading-turns.ts";

export type GuideEventParts = ReadingTurnParts & { readonly watches: RegistrationWatches };

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
    if (!needsReading(ask)) {
      await this.#parts.background.run(key, (turn) =>
        dialog.run(turn, ask, { guideId: null, read: null }),
      );
      return;
    }
    await runReadingTurn(this.#parts, key, ask.kind, (turn, read) =>
      dialog.run(turn, ask, { guideId: null, read }),
    );
  }
}
