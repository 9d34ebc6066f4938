import type { TurnState } from "@microsoft/teams-ai";
import type { CheckDialog, Deliver } from "../dialogs/check.dialog.ts";
import { type CheckEvent, type Goal, parseCheckState } from "../dialogs/check.flow.ts";
import type { CleanupDialog } from "../dialogs/cleanup.dialog.ts";
import { needsList, type PressedCleanupAsk } from "../dialogs/cleanup-ask.ts";
import type { GuideDialog } from "../dialogs/guide.dialog.ts";
import { needsReading, type PressedAsk } from "../dialogs/guide-ask.ts";
import type { BotTurn } from "./bot-turn.ts";

/** What teams-ai keeps of a conversation between turns. */
export type State = TurnState<{
  /** A `CheckState`, parsed again each time: an older version may have written it. */
  check?: unknown;
  /** The last silent sign-in ended because nobody had agreed to it; a window that is closed then has the same reason. */
  consentMissing?: boolean;
}>;

export type TurnDialogParts = {
  readonly checkDialog: CheckDialog;
  readonly guideDialog: GuideDialog;
  readonly cleanupDialog: CleanupDialog;
};

// Only a check begins with the question.
export const askedFor = (goal: Goal): CheckEvent => ({ kind: "asked", goal, hasAnswered: true });

/** The dialogs in a turn. What needs fresh methods goes through the check, with its sign-in and its troubles. */
export class TurnDialogs {
  readonly #parts: TurnDialogParts;

  constructor(parts: TurnDialogParts) {
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

  /** A button of the guided set-up. */
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

  /** A button of the clean-up. */
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
