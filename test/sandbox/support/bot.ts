import { TokenApiClient } from "botframework-connector";
import { botAppId, connectionName } from "../../../src/sandbox/constants.ts";
import type { Person } from "../../../src/sandbox/people/person.ts";

type BotClientCredentials = ConstructorParameters<typeof TokenApiClient>[0];

/** Gets the bot's own token as its configuration will: client credentials at the channel. */
export async function botToken(url: string): Promise<string> {
  const response = await fetch(`${url}/channel/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: botAppId,
      client_secret: "sandbox-only",
      scope: "https://api.botframework.com/.default",
    }),
  });
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null || !("access_token" in body)) {
    throw new Error(`No token: ${JSON.stringify(body)}`);
  }
  return String(body.access_token);
}

/** The SDK's own client of the token service, with the bot's token. */
export async function tokenServiceClient(url: string): Promise<TokenApiClient> {
  const token = await botToken(url);
  const credentials: BotClientCredentials = {
    signRequest: (request) => {
      request.headers.set("authorization", `Bearer ${token}`);
      return Promise.resolve(request);
    },
  };
  return new TokenApiClient(credentials, { baseUri: `${url}/token-service` });
}

/** What botbuilder puts into the state of a sign-in request for this person's personal chat. */
export function exchangeState(
  person: Person,
  changes: { msAppId?: string; connectionName?: string } = {},
): string {
  const state = {
    connectionName: changes.connectionName ?? connectionName,
    conversation: {
      activityId: "1",
      user: { id: person.teamsUserId, aadObjectId: person.id },
      bot: { id: `28:${botAppId}` },
      conversation: { id: `a:${person.name}`, conversationType: "personal" },
      channelId: "msteams",
      serviceUrl: "http://127.0.0.1/connector",
    },
    msAppId: changes.msAppId ?? botAppId,
  };
  return Buffer.from(JSON.stringify(state)).toString("base64");
}
