import type { CheckDialog, Deliver } from "../dialogs/check.dialog.ts";
import { type CheckEvent, type Goal, parseCheckState } from "../dialogs/check.flow.ts";
import type { CleanupDialog } from "../dialogs/cleanup.dialog.ts";
import { needsList, type PressedCleanupAsk } from "../dialogs/cleanup-ask.ts";
import type { GuideDialog } from "../dialogs/guide.dialog.ts";
import { needsReading, type PressedAsk } from "../dialogs/guide-ask.ts";
import type { BotTurn } from "./bot-turn.ts";
import type { State } from "./state.ts";

export type LookParts = {
  readonly checkDialog: CheckDialog;
  readonly guideDialog: GuideDialog;
  readonly cleanupDialog: CleanupDialog;
};

/**
 * Conversations that look at the person's own methods. Each look is a check, with its sign-in and its troubles; what was
 * read goes to the conversation that asked for it.
 */
export class Looks {
  readonly #parts: LookParts;

  constructor(parts: LookParts) {
    this.#parts = parts;
  }

  async check(turn: BotTurn, state: State, event: CheckEvent): Promise<void> {
    const { guideDialog, cleanupDialog } = this.#parts;
    await this.#run(turn, state, event, async (goal, assessment, token) => {
      const from = { guideId: null, read: { assessment, token } };
      switch (goal) {
        case "setUp":
          return guideDialog.run(turn, { kind: "resume" }, from);
        case "checklist":
          return guideDialog.run(turn, { kind: "checklist" }, from);
        case "cleanUp":
          return cleanupDialog.run(turn, { kind: "start" }, from);
      }
    });
  }

  /** A button of the guide. Turning pages looks at nothing. */
  async guide(turn: BotTurn, state: State, { ask, guideId }: PressedAsk): Promise<void> {
    const { guideDialog } = this.#parts;
    if (!needsReading(ask)) {
      await guideDialog.run(turn, ask, { guideId, read: null });
      return;
    }
    await this.#run(turn, state, askedFor("setUp"), async (_goal, assessment, token) => {
      await guideDialog.run(turn, ask, { guideId, read: { assessment, token } });
    });
  }

  /** A button of the clean-up, in the same way. */
  async cleanUp(turn: BotTurn, state: State, { ask, guideId }: PressedCleanupAsk): Promise<void> {
    const { cleanupDialog } = this.#parts;
    if (!needsList(ask)) {
      await cleanupDialog.run(turn, ask, { guideId, read: null });
      return;
    }
    await this.#run(turn, state, askedFor("cleanUp"), async (_goal, assessment, token) => {
      await cleanupDialog.run(turn, ask, { guideId, read: { assessment, token } });
    });
  }

  async #run(turn: BotTurn, state: State, event: CheckEvent, deliver: Deliver): Promise<void> {
    const before = parseCheckState(state.conversation.check);
    state.conversation.check = await this.#parts.checkDialog.run(turn, before, event, deliver);
  }
}

/** Only a check begins with the question. */
export const askedFor = (goal: Goal): CheckEvent => ({ kind: "asked", goal, hasAnswered: true });
