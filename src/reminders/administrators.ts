import type { UserId } from "../methods/ids.ts";
import type { DirectoryRefusal } from "./directory.ts";

/** Whether somebody belongs to a group of the directory, directly or through groups in it. */
export interface GroupMembership {
  isMember(
    userId: UserId,
    groupId: string,
    signal: AbortSignal,
  ): Promise<{ readonly kind: "answered"; readonly isMember: boolean } | DirectoryRefusal>;
}

export type Standing = { readonly kind: "administrator" | "notAdministrator" } | DirectoryRefusal;

/** Somebody who leaves the group may look for so long. Whoever changes something is asked for anew. */
const KEPT_MS = 60_000;
/** Administrators are few; everybody else who asks is a slip of the keyboard. */
const MOST_KEPT = 500;
/** Somebody waits for the answer. */
const LIMIT_MS = 4_000;

/**
 * Who may run campaigns from Teams: the members of one Entra group, as the directory says. Where no group is configured,
 * nobody may.
 */
export class Administrators {
  readonly #groupId: string | null;
  readonly #membership: GroupMembership;
  readonly #nowMs: () => number;
  readonly #known = new Map<UserId, { readonly isMember: boolean; readonly atMs: number }>();

  /** @param parts.nowMs Milliseconds of a clock that never jumps. */
  constructor(parts: {
    readonly groupId: string | null;
    readonly membership: GroupMembership;
    readonly nowMs: () => number;
  }) {
    this.#groupId = parts.groupId;
    this.#membership = parts.membership;
    this.#nowMs = parts.nowMs;
  }

  /** `now`: the directory is asked, whatever was known. */
  async standingOf(userId: UserId, { now }: { readonly now: boolean }): Promise<Standing> {
    if (this.#groupId === null) return { kind: "notAdministrator" };
    const known = this.#known.get(userId);
    if (!now && known !== undefined && this.#nowMs() - known.atMs < KEPT_MS) {
      return standing(known.isMember);
    }
    const signal = AbortSignal.timeout(LIMIT_MS);
    const answer = await this.#membership.isMember(userId, this.#groupId, signal);
    // Whoever cannot be vouched for now is not vouched for by an older answer either.
    this.#known.delete(userId);
    if (answer.kind !== "answered") return answer;
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(userId, { isMember: answer.isMember, atMs: this.#nowMs() });
    return standing(answer.isMember);
  }
}

const standing = (isMember: boolean): Standing => ({
  kind: isMember ? "administrator" : "notAdministrator",
});
