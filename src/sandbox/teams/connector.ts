import { z } from "zod/v4";
import type { People } from "../people/people.ts";
import type { Person } from "../people/person.ts";
import { parseActivity } from "./activity.ts";
import { personalChatId, personIdOfChat } from "./conversation-id.ts";
import {
  type ConnectorAnswer,
  connectorError,
  createdId,
  type LatePlayground,
} from "./playground-connector.ts";
import type { TeamsClient } from "./teams-client.ts";

/** A person's client and the playground that draws it. */
export type Connected = {
  readonly client: TeamsClient;
  /** Null while no page has been opened. */
  readonly playgroundUrl: string | null;
  readonly playground: LatePlayground;
};

const activityPath = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;
const chatPath = /^\/v3\/conversations\/([^/]+)\/(.+)$/;

const newConversation = z.looseObject({
  members: z.array(z.looseObject({ id: z.string() })).min(1),
  activity: z.unknown(),
});

const notInRoster = () =>
  connectorError(
    403,
    "BotNotInConversationRoster",
    "The bot is not part of the conversation roster.",
  );

/**
 * The Bot Connector API for a bot that has passed the door: what it writes goes through the person's client, what it
 * asks for comes from the playground.
 */
export class Connector {
  readonly #people: People;
  readonly #connected: (person: Person) => Connected | undefined;

  constructor(people: People, connected: (person: Person) => Connected | undefined) {
    this.#people = people;
    this.#connected = connected;
  }

  /** `path` is what follows `S/connector`, still encoded. */
  async call(method: string, path: string, body: unknown): Promise<ConnectorAnswer> {
    if (method === "POST" && path === "/v3/conversations") return this.#createConversation(body);

    const onActivity = activityPath.exec(path);
    if (onActivity) {
      const [, chat = "", id] = onActivity;
      const there = this.#find(chat);
      if (!there) return notInRoster();
      return writeTo(there.client, method, id === undefined ? null : decodeURIComponent(id), body);
    }

    const [, chat = "", rest = ""] = chatPath.exec(path) ?? [];
    const there = this.#find(chat);
    if (!there) return notInRoster();
    // Teams knows members by their Entra object id as well, the playground does not.
    const { person } = there.client;
    const known = rest.replace(person.id, encodeURIComponent(person.teamsUserId));
    const question = `/v3/conversations/${chat}/${known}`;
    return method === "GET"
      ? there.playground.call(method, question)
      : there.playground.call(method, question, body);
  }

  async #createConversation(body: unknown): Promise<ConnectorAnswer> {
    const parsed = newConversation.safeParse(body);
    if (!parsed.success) return connectorError(400, "Bad Argument", "Members are missing.");
    const [member] = parsed.data.members;
    const id = member?.id ?? "";
    const person = this.#people.findByTeamsUserId(id) ?? this.#people.findById(id);
    const there = person ? this.#connected(person) : undefined;
    if (!person || !there || there.client.isRemoved) {
      const reason = "Bot is not installed in user's personal scope";
      return connectorError(403, "ForbiddenOperationException", reason);
    }
    const chat = { id: personalChatId(person) };
    if (parsed.data.activity === undefined) return { status: 201, body: chat };
    // The playground drops the first message that comes with a new conversation.
    const posted = await there.client.post(parseActivity(parsed.data.activity));
    return { status: 201, body: { ...chat, activityId: createdId(posted) } };
  }

  #find(chat: string): Connected | undefined {
    const personId = personIdOfChat(decodeURIComponent(chat));
    const person = personId === null ? undefined : this.#people.findById(personId);
    return person ? this.#connected(person) : undefined;
  }
}

/** `POST …/activities/ID` answers message ID, `PUT` and `DELETE` replace it and remove it. */
function writeTo(
  client: TeamsClient,
  method: string,
  id: string | null,
  body: unknown,
): Promise<ConnectorAnswer> {
  if (method === "POST") {
    const activity = parseActivity(body);
    return client.post(id === null ? activity : { replyToId: id, ...activity });
  }
  if (method === "PUT" && id !== null) return client.chat.update(id, parseActivity(body));
  if (method === "DELETE" && id !== null) return client.chat.remove(id);
  return Promise.resolve(connectorError(405, "MethodNotAllowed", `${method} is not known here.`));
}
