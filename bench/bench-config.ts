import type { Config } from "../src/config/config.ts";
import { readConfig } from "../src/config/read-config.ts";
import type { Weekday } from "../src/reminders/settings.ts";

const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** As the service is configured without a word, at `worldUrl` and `databaseUrl`. */
export const benchConfig = (worldUrl: string, databaseUrl: string): Config =>
  readConfig({ NODE_ENV: "development", SANDBOX_URL: worldUrl, DATABASE_URL: databaseUrl });

/** The same reminders at any hour, so that it does not matter when the bench runs. */
export function atAnyHour({ settings }: Config["reminders"]): Config["reminders"]["settings"] {
  return { ...settings, sendFromMinute: 0, sendUntilMinute: 1440, workingDays: EVERY_DAY };
}
