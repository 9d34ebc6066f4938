import type { Config } from "./config.ts";

/** What the reminders want of the directory as they are configured, for `permissionsNeeded`. */
export const wishesOf = ({ reminders, directory }: Pick<Config, "reminders" | "directory">) => ({
  ...reminders,
  hasGroups:
    reminders.audience.groups.length > 0 ||
    reminders.audience.exceptGroups.length > 0 ||
    reminders.adminGroupId !== null,
  looksUpApp: directory.teamsApp?.kind === "manifest",
});
