import { z } from "zod/v4";
import type { UserId } from "../../methods/ids.ts";
import { parseMethods } from "../../methods/parse.ts";
import type {
  DirectoryRefusal,
  MailboxZone,
  PeopleReader,
  Recheck,
} from "../../reminders/directory.ts";
import { askAbout, type BatchQuestion } from "./batch.ts";
import type { Answered, DirectoryHttp, GraphVersion } from "./directory-http.ts";
import { badReply, refusalOf } from "./refusals.ts";

const METHODS_PERMISSION = "UserAuthenticationMethod.Read.All";
const MAILBOX_PERMISSION = "MailboxSettings.Read";

const methodList = z.object({
  value: z.array(z.unknown()),
  "@odata.nextLink": z.undefined(),
});

const zone = z.object({ value: z.string().nullish() });

/**
 * Reads some people at a time, with the app's own token. Microsoft advises against reading a whole tenant like this
 * ("List methods"): it is for those who are about to be written to.
 * Application permissions: UserAuthenticationMethod.Read.All, MailboxSettings.Read.
 */
export class GraphPeopleReader implements PeopleReader {
  readonly #http: DirectoryHttp;
  readonly #methods: BatchQuestion<Recheck>;

  /** @param methodsVersion beta tells Authenticator Lite from the app itself */
  constructor(http: DirectoryHttp, methodsVersion: GraphVersion) {
    this.#http = http;
    this.#methods = {
      version: methodsVersion,
      pathOf: (userId) => `/users/${userId}/authentication/methods`,
      permission: METHODS_PERMISSION,
      read: readMethods,
    };
  }

  recheck(userIds: readonly UserId[], signal: AbortSignal): Promise<ReadonlyMap<UserId, Recheck>> {
    return askAbout(this.#http, userIds, this.#methods, signal);
  }

  mailboxTimeZones(
    userIds: readonly UserId[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<UserId, MailboxZone>> {
    return askAbout(this.#http, userIds, MAILBOX, signal);
  }
}

const MAILBOX: BatchQuestion<MailboxZone> = {
  version: "v1.0",
  pathOf: (userId) => `/users/${userId}/mailboxSettings/timeZone`,
  permission: MAILBOX_PERMISSION,
  read: readZone,
};

function readMethods(answer: Answered): Recheck | DirectoryRefusal {
  if (answer.status === 404) return { kind: "noSuchUser" };
  if (answer.status !== 200) return refusalOf(answer, METHODS_PERMISSION);
  // A list that goes on elsewhere is not the whole list, and half a list can make somebody look unready.
  const list = methodList.safeParse(answer.body);
  return list.success ? { kind: "read", methods: parseMethods(list.data.value) } : badReply(answer);
}

function readZone(answer: Answered): MailboxZone | DirectoryRefusal {
  if (answer.status === 404) return { kind: "noMailbox" };
  if (answer.status !== 200) return refusalOf(answer, MAILBOX_PERMISSION);
  const parsed = zone.safeParse(answer.body);
  if (!parsed.success) return badReply(answer);
  const name = parsed.data.value?.trim() ?? "";
  return { kind: "read", zone: name === "" ? null : name };
}
