import { z } from "zod/v4";
import { belongsTo, groups } from "../../people/groups.ts";
import type { Person } from "../../people/person.ts";
import type { GraphResult } from "../graph-answer.ts";
import { badRequest, insufficientPrivileges } from "../graph-errors.ts";
import { type AppRequest, type AppState, holdsRole } from "./app-request.ts";

const mostGroups = 20;
const body = z.looseObject({ groupIds: z.array(z.guid()).min(1).max(mostGroups) });

/**
 * `POST /users/{id}/checkMemberGroups`: those of the given groups that the person belongs to, directly or through groups
 * in them. Source: Graph, "user: checkMemberGroups".
 */
export function checkMemberGroups(
  request: AppRequest,
  state: AppState,
  person: Person,
): GraphResult {
  const mayAsk =
    holdsRole(request, ["Directory.Read.All"]) ||
    (holdsRole(request, ["User.Read.All"]) &&
      holdsRole(request, ["GroupMember.Read.All", "Group.Read.All"]));
  if (!mayAsk) return insufficientPrivileges;
  const asked = body.safeParse(request.body);
  // One id that is none makes the whole request invalid.
  if (!asked.success) return badRequest("Invalid value specified for property 'groupIds'.");
  const wanted = asked.data.groupIds.map((id) => id.toLowerCase());
  const value = groups
    .filter((group) => wanted.includes(group.id) && belongsTo(group, person, state.people))
    .map(({ id }) => id);
  return {
    kind: "ok",
    body: { "@odata.context": `${request.root}/$metadata#Collection(Edm.String)`, value },
  };
}
