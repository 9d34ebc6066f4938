import { z } from "zod/v4";
import type { UserId } from "../../methods/ids.ts";
import type { GroupMembership } from "../../reminders/administrators.ts";
import type { DirectoryRefusal } from "../../reminders/directory.ts";
import type { DirectoryHttp } from "./directory-http.ts";
import { badReply, refusalOf } from "./refusals.ts";

const PERMISSION = "GroupMember.Read.All";

const reply = z.object({ value: z.array(z.string()) });

/**
 * Asks Graph whether somebody is in a group, with the app's own token.
 * Application permissions: User.Read.All and GroupMember.Read.All.
 * Source: Graph v1.0, "user: checkMemberGroups"; it is transitive.
 */
export class GraphMembership implements GroupMembership {
  readonly #http: DirectoryHttp;

  constructor(http: DirectoryHttp) {
    this.#http = http;
  }

  /** An answer that does not come before the signal is a refusal like any other. */
  async isMember(
    userId: UserId,
    groupId: string,
    signal: AbortSignal,
  ): Promise<{ readonly kind: "answered"; readonly isMember: boolean } | DirectoryRefusal> {
    const url = this.#http.address("v1.0", `users/${userId}/checkMemberGroups`);
    const answer = await this.#http
      .post(url, { groupIds: [groupId] }, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
        return { kind: "unanswered", why: "timeout" } as const;
      });
    // Somebody whom the directory does not know is in no group of it.
    if (answer.kind === "answered" && answer.status === 404) return NO_MEMBER;
    if (answer.kind === "unanswered" || answer.status !== 200) return refusalOf(answer, PERMISSION);
    const parsed = reply.safeParse(answer.body);
    if (!parsed.success) return badReply(answer);
    const wanted = groupId.toLowerCase();
    const isMember = parsed.data.value.some((id) => id.toLowerCase() === wanted);
    return { kind: "answered", isMember };
  }
}

const NO_MEMBER = { kind: "answered", isMember: false } as const;
