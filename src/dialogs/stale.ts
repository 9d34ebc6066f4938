import type { OrganisationLinks } from "../cards/links.ts";
import { problemCard } from "../cards/problem/problem.card.ts";
import type { ChatTurn } from "./chat-turn.ts";

/** Tells somebody who pressed an old card that it is old, and what to do instead. */
export async function sayStale(turn: ChatTurn, links: OrganisationLinks): Promise<void> {
  const problem = { problem: { kind: "staleAction" }, referenceId: null } as const;
  await turn.showCard(problemCard(turn.copy, { ...problem, links, locale: turn.person.locale }));
}
