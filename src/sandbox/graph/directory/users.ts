import type { Entry } from "../../people/directory-entry.ts";
import { belongsTo, groups } from "../../people/groups.ts";
import type { GraphResult } from "../graph-answer.ts";
import { insufficientPrivileges, queryOptionNotAllowed, userNotFound } from "../graph-errors.ts";
import { foreignQueryOption } from "../graph-request.ts";
import { selectedUser, selectOf, type User, unknownProperty, userOf } from "../read-user.ts";
import { type AppRequest, type AppState, holdsRole } from "./app-request.ts";
import { pageOf, pageResult } from "./paging.ts";

const forUsers = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];
const forMembers = ["GroupMember.Read.All", "GroupMember.ReadBasic.All", "Directory.Read.All"];

/** `GET /users`, disabled accounts and guests included. Source: Graph, "List users". */
export function listUsers(request: AppRequest, state: AppState): GraphResult {
  if (!holdsRole(request, forUsers)) return insufficientPrivileges;
  return list(request, state, () => true);
}

/** `GET /users/{id}`. */
export function getUser(request: AppRequest, state: AppState, entry: Entry): GraphResult {
  if (!holdsRole(request, forUsers)) return insufficientPrivileges;
  const option = foreignQueryOption(request.query, ["$select"]);
  if (option !== undefined) return queryOptionNotAllowed(option);
  return selectedUser(asUser(entry, state), request.query.get("$select"), request.root);
}

/**
 * `GET /groups/{id}/transitiveMembers/microsoft.graph.user`: people in the group and in groups in it.
 * Source: Graph, "List group transitive members", with an OData cast.
 */
export function listMembers(request: AppRequest, state: AppState, groupId: string): GraphResult {
  if (!holdsRole(request, forMembers)) return insufficientPrivileges;
  const group = groups.find(({ id }) => id === groupId.toLowerCase());
  if (group === undefined) return userNotFound(groupId);
  return list(request, state, ({ person }) => belongsTo(group, person, state.people));
}

function list(
  request: AppRequest,
  state: AppState,
  isListed: (entry: Entry) => boolean,
): GraphResult {
  const { people, faults } = state;
  const option = foreignQueryOption(request.query, ["$select", "$top", "$skiptoken"]);
  if (option !== undefined) return queryOptionNotAllowed(option);
  const select = request.query.get("$select");
  const example = selectOf(asUser(people.entryAt(0), state), select);
  if (typeof example === "string") return unknownProperty(example);
  const page = pageOf(request, faults);
  if (page.kind === "error") return page;

  return pageResult(request, page, {
    context: select === null ? "users" : `users(${select})`,
    count: people.count,
    rowAt: (position) => {
      const entry = people.entryAt(position);
      if (!isListed(entry)) return null;
      const row = selectOf(asUser(entry, state), select);
      return typeof row === "string" ? null : row;
    },
  });
}

const asUser = ({ person, isEnabled }: Entry, { faults }: AppState): User =>
  userOf(person, isEnabled && !faults.isOn("accountDisabled", person));
