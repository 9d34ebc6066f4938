import { z } from "zod/v4";
import type { PersonKey } from "../enrollment/person.ts";
import { type TenantId, tenantId, userId } from "../methods/ids.ts";

/** Why an authenticated activity is still not ours to answer. The SDK checks the token, and nothing of this. */
export type InboundRefusal = "malformed" | "foreignChannel" | "foreignTenant" | "foreignServiceUrl";

// The SDK promises these types to whoever reads an activity, and checks none of them; the first to stumble is the turn.
const text = z.string().nullish();

/** PostgreSQL keeps no U+0000, and half of a surrogate pair fits in no URL. */
const isStorable = (value: string): boolean => value.isWellFormed() && !value.includes("\0");
const id = z.string().min(1).refine(isStorable);
const storable = z.string().refine(isStorable).nullish();

const identified = z.object({ id, name: text, aadObjectId: text, role: text });
const members = z.array(z.object({ id: z.string() })).nullish();
// The SDK takes mentions of the bot out of a text, and for that looks at the type of each entity.
const entity = z
  .looseObject({ type: z.string() })
  .refine(({ type, mentioned }) => type.toLowerCase() !== "mention" || identifiedIn(mentioned));
const identifiedIn = (value: unknown): boolean => identified.safeParse(value).success;

const inbound = z.object({
  channelId: z.string(),
  serviceUrl: z.url().refine(isStorable),
  id: storable,
  replyToId: storable,
  name: text,
  action: text,
  text,
  locale: text,
  membersAdded: members,
  membersRemoved: members,
  entities: z.array(entity).nullish(),
  from: identified,
  recipient: identified,
  conversation: identified.extend({
    tenantId: text,
    conversationType: text,
    isGroup: z.boolean().nullish(),
  }),
  channelData: z.object({ tenant: z.object({ id: z.string() }).nullish() }).nullish(),
});

export type InboundRules = {
  readonly tenantId: TenantId;
  readonly serviceUrlHosts: readonly string[];
};

/**
 * Checks channel, tenant and service URL of an activity whose token was good.
 * The bot's own token goes wherever `serviceUrl` says, so only known hosts are let in; each tenant that is named must be
 * ours, and at least one must be named.
 */
export function refuseInbound(activity: unknown, rules: InboundRules): InboundRefusal | null {
  const parsed = inbound.safeParse(activity);
  if (!parsed.success) return "malformed";
  const { channelId, serviceUrl, conversation, channelData } = parsed.data;
  if (channelId !== "msteams") return "foreignChannel";
  if (!isKnown(new URL(serviceUrl), rules.serviceUrlHosts)) return "foreignServiceUrl";

  const tenants = [channelData?.tenant?.id, conversation.tenantId].filter(
    (id) => id !== undefined && id !== null,
  );
  const isOurs = tenants.length > 0 && tenants.every((id) => tenantId(id) === rules.tenantId);
  return isOurs ? null : "foreignTenant";
}

/** Whether an address that was stored may be written to with the bot's token. */
export const isServiceHost = (serviceUrl: string, hosts: readonly string[]): boolean =>
  URL.canParse(serviceUrl) && isKnown(new URL(serviceUrl), hosts);

function isKnown(url: URL, hosts: readonly string[]): boolean {
  const isEncrypted = url.protocol === "https:" || LOOPBACK.has(url.hostname);
  return isEncrypted && url.username === "" && url.password === "" && hosts.includes(url.host);
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Longer than any language tag or time zone; what is longer is neither. */
const short = z.string().max(64).refine(isStorable).optional().catch(undefined);

const sender = z.object({
  from: z.object({ id: z.string().min(1), aadObjectId: z.guid() }),
  recipient: z.object({ id: z.string().min(1) }),
  conversation: z.object({ id: z.string().min(1), conversationType: z.string().optional() }),
  channelId: z.string(),
  serviceUrl: z.string(),
  locale: short,
  localTimezone: short,
  entities: z
    .array(z.object({ type: short, timezone: short }))
    .optional()
    .catch(undefined),
});

export type Sender = {
  readonly key: PersonKey;
  readonly isPersonal: boolean;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly reference: {
    readonly channelId: string;
    readonly serviceUrl: string;
    readonly conversationId: string;
    readonly teamsUserId: string;
    readonly botId: string;
  };
};

/** Who sent an accepted activity, or null when it names no Entra user (channel events, other bots). */
export function senderOf(activity: unknown, tenant: TenantId): Sender | null {
  const parsed = sender.safeParse(activity);
  if (!parsed.success) return null;
  const { from, recipient, conversation, channelId, serviceUrl, locale, localTimezone, entities } =
    parsed.data;
  const zone = entities?.find((entity) => entity.type === "clientInfo")?.timezone ?? localTimezone;
  return {
    key: { tenantId: tenant, userId: userId(from.aadObjectId) },
    isPersonal: conversation.conversationType === "personal",
    locale: locale ?? null,
    timeZone: zone ?? null,
    reference: {
      channelId,
      serviceUrl,
      conversationId: conversation.id,
      teamsUserId: from.id,
      botId: recipient.id,
    },
  };
}
