import type { JustRead } from "../dialogs/guide.dialog.ts";
import type { CheckReadiness } from "../enrollment/check.ts";
import type { PersonKey } from "../enrollment/person.ts";
import { type Logger, redactId } from "../telemetry/logger.ts";
import type { Background } from "./background.ts";
import type { BotTurn } from "./bot-turn.ts";

export type ReadingTurnParts = {
  readonly background: Background;
  readonly checkReadiness: CheckReadiness;
  readonly log: Logger;
};

/**
 * A turn that nobody typed, with the person's methods as they are now. Where they cannot be read the card stays as it is:
 * a button on it asks again, with a sign-in where one is needed.
 */
export async function runReadingTurn(
  { background, checkReadiness, log }: ReadingTurnParts,
  key: PersonKey,
  why: string,
  work: (turn: BotTurn, read: JustRead) => Promise<void>,
): Promise<void> {
  await background.run(key, async (turn) => {
    const token = await turn.findToken();
    const result = token === null ? null : await checkReadiness(key, token);
    if (token === null || result?.kind !== "assessed") {
      log.info({ user: redactId(key.userId), ask: why }, "the guide could not look");
      return;
    }
    await work(turn, { assessment: result.assessment, token });
  });
}
