import type { DirectoryRefusal } from "../reminders/directory.ts";

/** Why Graph did not do it, with the next step. */
export function refusalText(refusal: DirectoryRefusal): string {
  switch (refusal.kind) {
    case "forbidden":
      return `Microsoft Graph does not allow it: grant the application permission ${refusal.permission}, with an administrator's consent, to the identity that reads the directory.${reference(refusal.requestId)}`;
    case "throttled":
      return `Microsoft Graph asks to wait${refusal.retryAfterSeconds === null ? "" : ` for ${refusal.retryAfterSeconds} s`}: run this again then.`;
    case "unavailable":
      return `${UNAVAILABLE[refusal.why]}: check the network and the identity that reads the directory (DIRECTORY_IDENTITY), and run this again.${reference(refusal.requestId)}`;
  }
}

const UNAVAILABLE = {
  timeout: "Microsoft Graph did not answer in time",
  serviceError: "Microsoft Graph gave no usable answer",
  badReply: "Microsoft Graph gave an answer that cannot be read",
} as const;

const reference = (requestId: string | null): string =>
  requestId === null ? "" : ` Graph's request id, for support: ${requestId}`;
