import { TENANT_ID } from "./fake-cloud.ts";

/** Activities as Teams sends them; JSON, so that tests can break every part of them. */
export type Json = { readonly [property: string]: unknown };

export const ANNA = {
  userId: "8c6df0a1-0000-4000-8000-00000000000a",
  teamsUserId: "29:anna",
  conversationId: "a:anna",
} as const;

let count = 0;

/** A message of Anna in her personal chat, with the given properties on top. */
export function aMessage(text: string, properties: Json = {}): Json {
  return anActivity({ type: "message", text, ...properties });
}

export function anActivity(properties: Json): Json {
  count += 1;
  return {
    id: `activity-${count}`,
    channelId: "msteams",
    timestamp: "2026-11-24T12:00:00.000Z",
    from: { id: ANNA.teamsUserId, name: "Anna Kovács", aadObjectId: ANNA.userId },
    recipient: { id: "28:bot", name: "PushReady" },
    conversation: {
      id: ANNA.conversationId,
      conversationType: "personal",
      tenantId: TENANT_ID,
    },
    channelData: { tenant: { id: TENANT_ID } },
    locale: "en-US",
    entities: [{ type: "clientInfo", locale: "en-US", timezone: "Europe/Budapest" }],
    ...properties,
  };
}

export const anInvoke = (name: string, value: unknown, properties: Json = {}): Json =>
  anActivity({ type: "invoke", name, value, ...properties });

/** A pressed `Action.Execute`. `value` holds what is beside the action. */
export const aPress = (verb: unknown, data: unknown, value: Json = {}): Json =>
  anInvoke("adaptiveCard/action", {
    action: { type: "Action.Execute", title: "Button", verb, data },
    ...value,
  });
