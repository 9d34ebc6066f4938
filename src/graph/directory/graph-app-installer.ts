import { z } from "zod/v4";
import type { UserId } from "../../methods/ids.ts";
import type {
  AppInstaller,
  DirectoryRefusal,
  FoundChat,
  Installation,
} from "../../reminders/directory.ts";
import type { Answered, DirectoryHttp } from "./directory-http.ts";
import { badReply, errorIn, refusalOf } from "./refusals.ts";

const INSTALL_PERMISSION = "TeamsAppInstallation.ReadWriteSelfForUser.All";
const CATALOG_PERMISSION = "AppCatalog.Read.All";

/** The app in the tenant's catalogue: by its id there, or by the id in its manifest, which then has to be looked up. */
export type TeamsApp =
  | { readonly kind: "catalog"; readonly id: string }
  | { readonly kind: "manifest"; readonly id: string };

const catalog = z.object({ value: z.array(z.object({ id: z.string().min(1) })) });
const installations = z.object({ value: z.array(z.object({ id: z.string().min(1) })) });
const chat = z.object({ id: z.string().min(1) });

/**
 * Puts the app into people's personal scope, with the app's own token. The token's app has to be the one that the
 * manifest names in `webApplicationInfo`.
 * Application permissions: TeamsAppInstallation.ReadWriteSelfForUser.All, and AppCatalog.Read.All unless the id in the
 * catalogue is given.
 * Source: Graph v1.0, "Install app for user", "Get chat between user and app"; Teams, "Proactive installation".
 */
export class GraphAppInstaller implements AppInstaller {
  readonly #http: DirectoryHttp;
  readonly #app: TeamsApp;
  #catalogId: string | null = null;

  constructor(http: DirectoryHttp, app: TeamsApp) {
    this.#http = http;
    this.#app = app;
  }

  async install(userId: UserId, signal: AbortSignal): Promise<Installation> {
    const app = await this.#findApp(signal);
    if (app.kind !== "found") return app;
    const answer = await this.#http.post(
      this.#address(`users/${userId}/teamwork/installedApps`),
      { "teamsApp@odata.bind": this.#address(`appCatalogs/teamsApps/${app.id}`) },
      signal,
    );
    if (answer.kind === "unanswered") return refusalOf(answer, INSTALL_PERMISSION);
    switch (answer.status) {
      case 200:
      case 201:
        return { kind: "installed" };
      case 409:
        return { kind: "alreadyInstalled" };
      case 403:
        return isAboutPermission(answer)
          ? refusalOf(answer, INSTALL_PERMISSION)
          : { kind: "notAllowed" };
      case 404:
        return this.#notFound(answer, userId);
      default:
        return refusalOf(answer, INSTALL_PERMISSION);
    }
  }

  async findChat(userId: UserId, signal: AbortSignal): Promise<FoundChat> {
    const app = await this.#findApp(signal);
    if (app.kind === "noSuchApp") return { kind: "notInstalled" };
    if (app.kind !== "found") return app;
    const path = `users/${userId}/teamwork/installedApps`;
    const query = `$expand=teamsApp&$filter=${encodeURIComponent(`teamsApp/id eq '${app.id}'`)}`;
    const list = await this.#read(`${path}?${query}`, installations, signal);
    if (list.kind !== "read") return list;
    const [installation] = list.body.value;
    if (installation === undefined) return { kind: "notInstalled" };
    const found = await this.#read(
      `${path}/${encodeURIComponent(installation.id)}/chat`,
      chat,
      signal,
    );
    return found.kind === "read" ? { kind: "found", chatId: found.body.id } : found;
  }

  async #read<Shape>(
    path: string,
    shape: z.ZodType<Shape>,
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: "read"; readonly body: Shape }
    | { readonly kind: "notInstalled" }
    | DirectoryRefusal
  > {
    const answer = await this.#http.get(this.#address(path), signal);
    if (answer.kind === "answered" && answer.status === 404) return { kind: "notInstalled" };
    if (answer.kind === "unanswered" || answer.status !== 200) {
      return refusalOf(answer, INSTALL_PERMISSION);
    }
    const parsed = shape.safeParse(answer.body);
    return parsed.success ? { kind: "read", body: parsed.data } : badReply(answer);
  }

  /** The id in the catalogue, looked up once. */
  async #findApp(
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: "found"; readonly id: string }
    | { readonly kind: "noSuchApp" }
    | DirectoryRefusal
  > {
    if (this.#app.kind === "catalog") return { kind: "found", id: this.#app.id };
    if (this.#catalogId !== null) return { kind: "found", id: this.#catalogId };
    const filter = encodeURIComponent(`externalId eq '${this.#app.id}'`);
    const url = this.#address(`appCatalogs/teamsApps?$filter=${filter}`);
    const answer = await this.#http.get(url, signal);
    if (answer.kind === "unanswered" || answer.status !== 200) {
      return refusalOf(answer, CATALOG_PERMISSION);
    }
    const parsed = catalog.safeParse(answer.body);
    if (!parsed.success) return badReply(answer);
    const [app] = parsed.data.value;
    if (app === undefined) return { kind: "noSuchApp" };
    this.#catalogId = app.id;
    return { kind: "found", id: app.id };
  }

  /** 404 says both: no such person, and no such app. An app that was just found in the catalogue is there. */
  #notFound(answer: Answered, userId: UserId): Installation {
    const { code, message } = errorIn(answer.body);
    const isAboutUser =
      code === "Request_ResourceNotFound" || message.includes(userId) || /\buser\b/i.test(message);
    const isAboutApp = !isAboutUser && (this.#app.kind === "catalog" || /\bapp\b/i.test(message));
    if (!isAboutApp) return { kind: "noSuchUser" };
    // It may have been uploaded anew, under another id.
    this.#catalogId = null;
    return { kind: "noSuchApp" };
  }

  #address(path: string): string {
    return this.#http.address("v1.0", path);
  }
}

/**
 * 403 says both: this app may install nothing ("Missing role permissions …", "… is not allowed to manage the Teams App"),
 * and this person may not have it ("App is blocked by app permission policy", no licence for Teams). What is not known to
 * be the first is the second: it then costs one person and not the tenant.
 */
function isAboutPermission({ body }: Answered): boolean {
  const { code, message } = errorIn(body);
  return (
    /missing (role|scope) permissions|required scopes|not authorized|not allowed to manage|insufficient privileges/i.test(
      message,
    ) || code === "Authorization_RequestDenied"
  );
}
