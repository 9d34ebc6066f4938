import { botAppId, tenantId } from "../constants.ts";
import type { Person } from "../people/person.ts";
import type { Activity } from "./activity.ts";

/** The bot's Teams id: `28:` and its app id. */
export const botTeamsId = `28:${botAppId}`;
export const botName = "PushReady";

export type Sending = {
  readonly person: Person;
  /** `S/connector`. */
  readonly serviceUrl: string;
  readonly now: Date;
  /** IANA zone of the machine that the client runs on. */
  readonly timeZone: string;
  readonly newId: () => string;
  /** The number that the next message bears. */
  readonly messageId: string;
};

/**
 * Makes an activity of the Agents Playground look like one that Teams delivers: ids of the person, the bot and
 * the tenant, locale and client information of the person, a `text/html` twin of the text, `trigger` on actions.
 * Source: recorded Teams traffic in teams.net `core/docs/sso`, msteams-docs "Universal Actions".
 */
export function asTeamsSends(activity: Activity, sending: Sending): Activity {
  const { person, now, timeZone } = sending;
  return {
    ...activity,
    id: activityId(activity, sending),
    channelId: "msteams",
    serviceUrl: sending.serviceUrl,
    timestamp: now.toISOString(),
    from: {
      id: person.teamsUserId,
      ...(isTyped(activity) ? { name: person.displayName } : {}),
      aadObjectId: person.id,
    },
    recipient: { id: botTeamsId, name: botName },
    conversation: {
      ...activity.conversation,
      id: activity.conversation?.id ?? "",
      conversationType: "personal",
      tenantId,
    },
    channelData: { ...activity.channelData, tenant: { id: tenantId } },
    ...(isTyped(activity)
      ? { locale: person.locale, localTimezone: timeZone, entities: entities(activity, sending) }
      : {}),
    ...(activity.type === "message" && activity.text !== undefined
      ? { attachments: [{ contentType: "text/html", content: html(activity.text) }] }
      : {}),
    ...(activity.name === "adaptiveCard/action" ? { value: withTrigger(activity.value) } : {}),
  };
}

// Installation and conversation updates come from the service and carry neither a name nor a client.
const isTyped = (activity: Activity): boolean =>
  activity.type === "message" || activity.type === "invoke";

/** Messages are numbered by their time in Teams; everything else has an `f:` id. */
const activityId = (activity: Activity, { messageId, newId }: Sending): string =>
  activity.type === "message" ? messageId : `f:${newId()}`;

function entities(activity: Activity, { person, timeZone }: Sending): unknown[] {
  const others = (activity.entities ?? []).filter(
    (one) =>
      !(typeof one === "object" && one !== null && "type" in one && one.type === "clientInfo"),
  );
  const country = new Intl.Locale(person.locale).maximize().region;
  const client = { locale: person.locale, country, platform: "Web", timezone: timeZone };
  return [...others, { ...client, type: "clientInfo" }];
}

const withTrigger = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? { ...value, trigger: "manual" } : value;

const html = (text: string): string => `<p>${escapeHtml(text)}</p>`;

/** For text that goes into a page or a `text/html` attachment. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
