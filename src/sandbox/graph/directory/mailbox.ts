import type { Entry } from "../../people/directory-entry.ts";
import type { GraphResult } from "../graph-answer.ts";
import { mailboxDenied, noMailbox } from "./app-errors.ts";
import { type AppRequest, holdsRole } from "./app-request.ts";

/** `GET /users/{id}/mailboxSettings/timeZone`: a Windows name or an IANA name. Source: Graph, "Get mailboxSettings". */
export function mailboxTimeZone(request: AppRequest, { person, timeZone }: Entry): GraphResult {
  if (!holdsRole(request, ["MailboxSettings.Read", "MailboxSettings.ReadWrite"])) {
    return mailboxDenied;
  }
  if (timeZone === null) return noMailbox;
  return {
    kind: "ok",
    body: {
      "@odata.context": `${request.root}/$metadata#users('${person.id}')/mailboxSettings/timeZone`,
      value: timeZone,
    },
  };
}
