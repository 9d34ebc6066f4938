import { z } from "zod/v4";
import type { DirectoryRefusal } from "../../reminders/directory.ts";
import type { Answered, Unanswered } from "./directory-http.ts";

const errorBody = z.object({
  error: z.object({ code: z.string().catch(""), message: z.string().catch("") }),
});

export type GraphError = { readonly code: string; readonly message: string };

/** Graph's own words about an error; empty where it had none. They are for decisions and logs, never for people. */
export function errorIn(body: unknown): GraphError {
  const parsed = errorBody.safeParse(body);
  return parsed.success ? parsed.data.error : { code: "", message: "" };
}

/**
 * What an answer that is no success means.
 * @param permission the application permission that the request needs
 */
export function refusalOf(answer: Answered | Unanswered, permission: string): DirectoryRefusal {
  if (answer.kind === "unanswered") {
    return { kind: "unavailable", why: answer.why, requestId: null };
  }
  const { requestId } = answer;
  switch (answer.status) {
    case 401:
    case 403:
      return { kind: "forbidden", permission, requestId };
    case 429:
      return { kind: "throttled", retryAfterSeconds: answer.retryAfterSeconds };
    default:
      return { kind: "unavailable", why: "serviceError", requestId };
  }
}

export const badReply = ({ requestId }: { readonly requestId: string | null }) =>
  ({ kind: "unavailable", why: "badReply", requestId }) as const satisfies DirectoryRefusal;
