import type { TurnContext } from "botbuilder";
import type { Who } from "./bot-turn.ts";

const WHO = Symbol("who");

/** Keeps who writes, for the rest of this turn. */
export function rememberWho(context: TurnContext, who: Who): void {
  context.turnState.set(WHO, who);
}

/** Who writes. @throws Error in a turn that has not met them: a route of ours is in the wrong place. */
export function whoIn(context: TurnContext): Who {
  const who = context.turnState.get<Who | undefined>(WHO);
  if (who === undefined) throw new Error("A route ran before the turn knew who it is");
  return who;
}
