import { z } from "zod/v4";
import { teamsCatalogId, teamsManifestId, tenantId } from "../../constants.ts";
import type { Person } from "../../people/person.ts";
import { personalChatId } from "../../teams/conversation-id.ts";
import type { GraphResult } from "../graph-answer.ts";
import { badRequest, insufficientPrivileges } from "../graph-errors.ts";
import {
  alreadyInstalled,
  appNotFound,
  blockedByAppPolicy,
  installationFailed,
  installationNotFound,
  missingForTeams,
} from "./app-errors.ts";
import { type AppRequest, type AppState, holdsRole } from "./app-request.ts";

const forInstalling = [
  "TeamsAppInstallation.ReadWriteSelfForUser.All",
  "TeamsAppInstallation.ReadWriteForUser.All",
];
const forReading = ["TeamsAppInstallation.ReadForUser.All", ...forInstalling];
const forCatalog = ["AppCatalog.Read.All", "AppCatalog.ReadWrite.All"];

const app = {
  id: teamsCatalogId,
  externalId: teamsManifestId,
  displayName: "PushReady",
  distributionMethod: "organization",
};

const installBody = z.looseObject({ "teamsApp@odata.bind": z.string() });

/** `GET /appCatalogs/teamsApps?$filter=externalId eq 'MANIFEST_ID'`. Source: Graph, "List teamsApp". */
export function listCatalog(request: AppRequest, { faults }: AppState): GraphResult {
  if (!holdsRole(request, forCatalog)) return insufficientPrivileges;
  const wanted = /^externalId eq '([^']+)'$/.exec(request.query.get("$filter") ?? "")?.[1];
  if (wanted === undefined)
    return badRequest("The sandbox serves $filter=externalId eq 'ID' here.");
  const isThere =
    wanted.toLowerCase() === teamsManifestId && faults.take("appNotInCatalog", null) === undefined;
  return {
    kind: "ok",
    body: {
      "@odata.context": `${request.root}/$metadata#appCatalogs/teamsApps`,
      value: isThere ? [app] : [],
    },
  };
}

/** `POST /users/{id}/teamwork/installedApps`. Source: Graph, "Install app for user". */
export function installApp(request: AppRequest, state: AppState, person: Person): GraphResult {
  const { appInstallations, faults } = state;
  if (!holdsRole(request, forInstalling))
    return missingForTeams(forInstalling, request.token.roles);
  const body = installBody.safeParse(request.body);
  if (!body.success) return badRequest("teamsApp@odata.bind is missing.");
  const id = /\/appCatalogs\/teamsApps\/([^/]+)$/.exec(body.data["teamsApp@odata.bind"])?.[1] ?? "";
  if (id !== teamsCatalogId || faults.take("appNotInCatalog", person) !== undefined) {
    return appNotFound(id);
  }
  if (faults.take("appBlocked", person) !== undefined) {
    return blockedByAppPolicy(tenantId, person.id, teamsCatalogId);
  }
  if (faults.take("installFails", person) !== undefined) return installationFailed;
  if (appInstallations.has(person)) return alreadyInstalled;
  appInstallations.add(person);
  state.appInstalled(person);
  return { kind: "created" };
}

/** `GET /users/{id}/teamwork/installedApps?$expand=teamsApp&$filter=teamsApp/id eq 'CATALOG_ID'`. */
export function listInstalled(request: AppRequest, state: AppState, person: Person): GraphResult {
  if (!holdsRole(request, forReading)) return missingForTeams(forReading, request.token.roles);
  const filter = request.query.get("$filter");
  const wanted = /^teamsApp\/(id|externalId) eq '([^']+)'$/.exec(filter ?? "");
  if (filter !== null && wanted === null) {
    return badRequest("The sandbox serves $filter=teamsApp/id eq 'ID' here.");
  }
  const own = wanted?.[1] === "externalId" ? teamsManifestId : teamsCatalogId;
  const isAsked = wanted === null || wanted[2]?.toLowerCase() === own;
  const isThere = isAsked && state.appInstallations.has(person);
  const shown = request.query.get("$expand")?.split(",").includes("teamsApp")
    ? { id: installationId(person), teamsApp: app }
    : { id: installationId(person) };
  return {
    kind: "ok",
    body: {
      "@odata.context": `${request.root}/$metadata#users('${person.id}')/teamwork/installedApps`,
      "@odata.count": isThere ? 1 : 0,
      value: isThere ? [shown] : [],
    },
  };
}

/** `GET /users/{id}/teamwork/installedApps/{installation}/chat`. Source: Graph, "Get chat between user and app". */
export function chatOfInstallation(
  request: AppRequest,
  state: AppState,
  person: Person,
  installation: string,
): GraphResult {
  if (!holdsRole(request, forReading)) return missingForTeams(forReading, request.token.roles);
  if (installation !== installationId(person) || !state.appInstallations.has(person)) {
    return installationNotFound;
  }
  return {
    kind: "ok",
    body: {
      "@odata.context": `${request.root}/$metadata#chats/$entity`,
      id: personalChatId(person),
      topic: null,
      createdDateTime: request.now.toISOString(),
      lastUpdatedDateTime: request.now.toISOString(),
      chatType: "oneOnOne",
      tenantId,
    },
  };
}

/** Base64 of the person's id and the app's, as Teams builds it. */
const installationId = (person: Person): string =>
  Buffer.from(`${person.id}##${teamsCatalogId}`).toString("base64");
