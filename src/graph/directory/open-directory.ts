import type { Config } from "../../config/config.ts";
import type { Clock } from "../../enrollment/clock.ts";
import type { GroupMembership } from "../../reminders/administrators.ts";
import type { AppInstaller, Directory, PeopleReader } from "../../reminders/directory.ts";
import { NO_TELEMETRY, type Telemetry } from "../../telemetry/telemetry.ts";
import { AppTokenSource } from "./app-token.ts";
import { createGraphCredential } from "./credential.ts";
import { DirectoryHttp } from "./directory-http.ts";
import { GraphAppInstaller } from "./graph-app-installer.ts";
import { GraphDirectory } from "./graph-directory.ts";
import { GraphMembership } from "./graph-membership.ts";
import { GraphPeopleReader } from "./graph-people-reader.ts";

/** The tenant as the app itself sees it. */
export type OpenDirectory = {
  readonly directory: Directory;
  readonly people: PeopleReader;
  readonly membership: GroupMembership;
  /** Null where configuration does not know the Teams app. */
  readonly installer: AppInstaller | null;
};

/**
 * Builds what reads the directory; nothing is asked of Entra or Graph yet.
 * @param options.onUnanswered told why Graph or Entra gave no answer (name not found, refused credential, time over)
 * @param options.onUnreadable told how many rows of a page had no readable id and are left out
 */
export async function openDirectory(
  config: Pick<Config, "graph" | "directory">,
  options: {
    readonly clock: Clock;
    readonly onUnanswered: (error: unknown) => void;
    readonly onUnreadable: (count: number) => void;
    readonly telemetry?: Telemetry;
  },
): Promise<OpenDirectory> {
  const { clock, onUnanswered, onUnreadable } = options;
  const { credential, scope, teamsApp } = config.directory;
  const tokens = new AppTokenSource(await createGraphCredential(credential, clock), scope, clock);
  const http = new DirectoryHttp(tokens, {
    url: config.graph.url,
    onUnanswered,
    telemetry: options.telemetry ?? NO_TELEMETRY,
  });
  return {
    directory: new GraphDirectory(http, { onUnreadable }),
    people: new GraphPeopleReader(http, config.graph.version),
    membership: new GraphMembership(http),
    installer: teamsApp === null ? null : new GraphAppInstaller(http, teamsApp),
  };
}
