import type { Person } from "../people/person.ts";

const prefix = "a:1";

/** Id of a person's personal chat with the bot; Teams' own look like `a:1` and an opaque rest. */
export const personalChatId = (person: Person): string =>
  `${prefix}${person.id.replaceAll("-", "")}`;

/** The Entra object id of the person whose personal chat this is, or null. */
export function personIdOfChat(conversationId: string): string | null {
  const hex = /^a:1([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(
    conversationId,
  );
  return hex ? hex.slice(1).join("-") : null;
}
