import { tenantId } from "../constants.ts";
import type { Person } from "../people/person.ts";
import { botName, botTeamsId } from "../teams/as-teams-sends.ts";
import { personalChatId } from "../teams/conversation-id.ts";

/** The playground insists on exactly five people beside the current one. */
const colleagues = 5;

/**
 * Content of `.m365agentsplayground.yml` (JSON is YAML): who sits before the playground.
 * Its schema is the playground's own, version 0.1.1; `userPrincipleName` is its spelling.
 */
export function playgroundSettings(person: Person, everybody: readonly Person[]): string {
  const others = everybody.filter((other) => other.id !== person.id).slice(0, colleagues);
  return JSON.stringify({
    version: "0.1.1",
    tenantId,
    bot: { id: botTeamsId, name: botName },
    currentUser: user(person),
    users: others.map(user),
    personalChat: { id: personalChatId(person) },
    groupChat: { id: `19:${person.name}-group@thread.v2`, name: "Group chat" },
    team: {
      id: `19:${person.name}-team@thread.tacv2`,
      name: "Team",
      aadGroupId: "5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b1b",
      channels: [{ id: `19:${person.name}-channel@thread.tacv2`, name: "Announcements" }],
    },
  });
}

const user = (person: Person) => ({
  id: person.teamsUserId,
  name: person.displayName,
  userPrincipleName: person.userPrincipalName,
  aadObjectId: person.id,
  givenName: person.givenName,
  surname: person.surname,
  email: person.userPrincipalName,
});
