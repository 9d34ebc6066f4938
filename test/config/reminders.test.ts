import assert from "node:assert/strict";
import { ConfigError, readConfig } from "../../src/config/read-config.ts";
import type { RemindersConfig } from "../../src/config/reminders.ts";
import { settings } from "../builders/candidates.ts";

const SANDBOX = { NODE_ENV: "development", SANDBOX_URL: "http://127.0.0.1:4300" };
const ENTRA = {
  BOT_ID: "11111111-2222-4333-8444-555555555555",
  TENANT_ID: "aaaaaaaa-2222-4333-8444-555555555555",
  NODE_ENV: "development",
  SIGN_IN_CLIENT_ID: "22222222-2222-4333-8444-555555555555",
};
const GROUP = "AAAAAAAA-0000-4000-8000-000000000001";

const read = (env: Readonly<Record<string, string>>): RemindersConfig =>
  readConfig({ ...SANDBOX, ...env }).reminders;

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

describe("the settings of the reminders", () => {
  it("have defaults that suit an office", () => {
    assert.deepEqual(read({}), {
      settings: settings(),
      ratePerSecond: 40,
      recheck: true,
      mailboxZones: false,
      audience: { groups: [], list: null, exceptGroups: [], exceptList: null },
      scan: { cron: "0 3 * * *", oneByOne: false },
      adminGroupId: null,
    });
  });

  it("are taken as they are set", () => {
    const config = read({
      REMINDER_EVERY_DAYS: "5",
      REMINDER_CLOSE_DAYS: "10",
      REMINDER_CLOSE_EVERY_DAYS: "1",
      REMINDER_HOURS: "07:30 - 24:00",
      REMINDER_DAYS: "Sun, mon",
      REMINDER_TIME_ZONE: "Asia/Riyadh",
      REMINDER_SNOOZES: "0",
      REMINDER_OPT_OUT: "on",
      REMINDER_STOPS_AT: "noSmartphone,other",
      REMINDER_PAUSE_DAYS: "3",
      REMINDER_INSTALL: "on",
      REMINDER_RECHECK: "off",
      REMINDER_MAILBOX_ZONES: "on",
      REMINDER_RATE: "50",
      AUDIENCE_GROUPS: `${GROUP},`,
      AUDIENCE_LIST: "people.txt",
      AUDIENCE_EXCEPT_GROUPS: `${GROUP},${GROUP}`,
      AUDIENCE_EXCEPT_LIST: "nobody.txt",
      SCAN_CRON: "*/30 6-18 * * MON-FRI",
      SCAN_ONE_BY_ONE: "on",
      ADMIN_GROUP_ID: GROUP,
    });

    assert.deepEqual(config, {
      settings: settings({
        everyDays: 5,
        closeDays: 10,
        closeEveryDays: 1,
        sendFromMinute: 450,
        sendUntilMinute: 1440,
        workingDays: [7, 1],
        defaultTimeZone: "Asia/Riyadh",
        snoozeLimit: 0,
        mayOptOut: true,
        onCannot: { noSmartphone: "stop", lostPhone: "pause", other: "stop" },
        pauseDays: 3,
        mayInstall: true,
      }),
      ratePerSecond: 50,
      recheck: false,
      mailboxZones: true,
      audience: {
        groups: [GROUP.toLowerCase()],
        list: "people.txt",
        exceptGroups: [GROUP.toLowerCase(), GROUP.toLowerCase()],
        exceptList: "nobody.txt",
      },
      scan: { cron: "*/30 6-18 * * MON-FRI", oneByOne: true },
      adminGroupId: GROUP.toLowerCase(),
    });
  });

  it("can leave scans to whoever asks, and let nothing end reminders", () => {
    const config = read({ SCAN_CRON: "off", REMINDER_STOPS_AT: "none" });

    assert.equal(config.scan.cron, null);
    assert.deepEqual(Object.values(config.settings.onCannot), ["pause", "pause", "pause"]);
  });

  const wrong = [
    { name: "REMINDER_EVERY_DAYS", value: "0" },
    { name: "REMINDER_EVERY_DAYS", value: "weekly" },
    { name: "REMINDER_CLOSE_DAYS", value: "-1" },
    { name: "REMINDER_HOURS", value: "17:00-09:00" },
    { name: "REMINDER_HOURS", value: "09:00" },
    { name: "REMINDER_HOURS", value: "09:75-17:00" },
    { name: "REMINDER_HOURS", value: "09:00-24:30" },
    { name: "REMINDER_HOURS", value: "9-17" },
    { name: "REMINDER_DAYS", value: "monday" },
    { name: "REMINDER_DAYS", value: "," },
    { name: "REMINDER_DAYS", value: "mon,toString" },
    { name: "REMINDER_TIME_ZONE", value: "Middle/Earth" },
    { name: "REMINDER_SNOOZES", value: "1.5" },
    { name: "REMINDER_OPT_OUT", value: "yes" },
    { name: "REMINDER_STOPS_AT", value: "lazy" },
    { name: "REMINDER_RATE", value: "51" },
    { name: "AUDIENCE_GROUPS", value: "Finance" },
    { name: "SCAN_CRON", value: "daily" },
    { name: "SCAN_CRON", value: "0 3 * *" },
    { name: "SCAN_CRON", value: "0 3 * * $(date)" },
    { name: "ADMIN_GROUP_ID", value: "admins" },
  ];
  for (const { name, value } of wrong) {
    it(`refuse ${name}=${value}, and say what to set`, () => {
      const [problem, ...others] = problemsOf({ ...SANDBOX, [name]: value });

      assert.match(problem ?? "", new RegExp(`^${name} .*: (set|use)`));
      assert.deepEqual(others, []);
    });
  }

  it("refuse reminders that become rarer close to the deadline", () => {
    const [problem] = problemsOf({
      ...SANDBOX,
      REMINDER_EVERY_DAYS: "3",
      REMINDER_CLOSE_EVERY_DAYS: "4",
    });

    assert.match(problem ?? "", /^REMINDER_CLOSE_EVERY_DAYS: set it to 3 or less/);
  });

  it("remind every day to the end, where every day is the cadence", () => {
    assert.equal(read({ REMINDER_EVERY_DAYS: "1" }).settings.closeEveryDays, 1);
  });

  it("refuse to install an app that nobody named", () => {
    const install = { ...ENTRA, REMINDER_INSTALL: "on" };

    assert.match(problemsOf(install)[0] ?? "", /^REMINDER_INSTALL: set TEAMS_APP_ID/);
    assert.deepEqual(problemsOf({ ...install, TEAMS_APP_ID: GROUP }), []);
  });
});
