import { z } from "zod/v4";
import type { UserId } from "../../methods/ids.ts";
import { BATCH_LIMIT, type DirectoryRefusal } from "../../reminders/directory.ts";
import { retryAfterSeconds } from "../client.ts";
import type { Answered, DirectoryHttp, GraphVersion } from "./directory-http.ts";
import { badReply, refusalOf } from "./refusals.ts";

const reply = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.unknown()).nullish().catch(null),
      body: z.unknown(),
    }),
  ),
});

/** One question about each of some people, asked in one request. */
export type BatchQuestion<Answer> = {
  readonly version: GraphVersion;
  /** The path about a person, for instance `/users/ID/mailboxSettings/timeZone`. */
  readonly pathOf: (userId: UserId) => string;
  readonly permission: string;
  /** What Graph's answer about one person means. */
  readonly read: (answer: Answered) => Answer | DirectoryRefusal;
};

/**
 * Asks by `$batch`: every id gets an answer of its own, in whatever order Graph gives them. An outer refusal is
 * everybody's.
 * Source: Graph, "JSON batching": at most 20 requests, each throttled for itself with a Retry-After of its own.
 * @throws RangeError for more than {@link BATCH_LIMIT} people
 */
export async function askAbout<Answer>(
  http: DirectoryHttp,
  userIds: readonly UserId[],
  question: BatchQuestion<Answer>,
  signal: AbortSignal,
): Promise<ReadonlyMap<UserId, Answer | DirectoryRefusal>> {
  if (userIds.length > BATCH_LIMIT) {
    throw new RangeError(`Ask about ${BATCH_LIMIT} people at most, not ${userIds.length}`);
  }
  if (userIds.length === 0) return new Map();
  const requests = userIds.map((userId) => ({
    id: userId,
    method: "GET",
    url: question.pathOf(userId),
  }));
  const url = http.address(question.version, "$batch");
  const answer = await http.post(url, { requests }, signal);
  if (answer.kind === "unanswered" || answer.status !== 200) {
    return same(userIds, refusalOf(answer, question.permission));
  }
  const parsed = reply.safeParse(answer.body);
  if (!parsed.success) return same(userIds, badReply(answer));
  const byId = new Map(parsed.data.responses.map((inner) => [inner.id, inner]));
  return new Map(
    userIds.map((userId) => {
      const inner = byId.get(userId);
      if (inner === undefined) return [userId, badReply(answer)];
      return [userId, question.read(innerAnswer(inner, answer))];
    }),
  );
}

type Inner = z.output<typeof reply>["responses"][number];

function innerAnswer({ status, headers, body }: Inner, outer: Answered): Answered {
  const named = new Map(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const get = (name: string): string | null => named.get(name.toLowerCase()) ?? null;
  return {
    kind: "answered",
    status,
    body,
    retryAfterSeconds: retryAfterSeconds({ get }),
    requestId: get("request-id") ?? outer.requestId,
  };
}

const same = <Answer>(userIds: readonly UserId[], answer: Answer): ReadonlyMap<UserId, Answer> =>
  new Map(userIds.map((userId) => [userId, answer]));
