import { randomUUID } from "node:crypto";
import type { ConversationReference, PersonKey, SeenTurn } from "../../src/enrollment/person.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import type { Database } from "../../src/storage/database.ts";
import { PostgresPersonStore } from "../../src/storage/person-store.ts";

const TENANT = tenantId("11111111-2222-3333-4444-555555555555");

/** Somebody nobody has seen before. */
export function aPersonKey(): PersonKey {
  return { tenantId: TENANT, userId: userId(randomUUID()) };
}

export function aConversationReference(
  changed: Partial<ConversationReference> = {},
): ConversationReference {
  return {
    channelId: "msteams",
    serviceUrl: "https://smba.trafficmanager.net/emea/",
    conversationId: "a:1conversation",
    teamsUserId: "29:1person",
    botId: "28:bot",
    ...changed,
  };
}

/** A turn of somebody new, unless `changed` says who. */
export function aTurn(changed: Partial<SeenTurn> = {}): SeenTurn {
  return {
    ...aPersonKey(),
    locale: "en-GB",
    timeZone: "Europe/London",
    reference: aConversationReference(),
    at: new Date("2026-03-02T09:00:00.000Z"),
    ...changed,
  };
}

/** Somebody whom the database knows: what is stored about people belongs to a person. */
export async function aKnownPerson(database: Database): Promise<PersonKey> {
  const key = aPersonKey();
  await new PostgresPersonStore(database).claimWelcome(key, new Date());
  return key;
}
