import type { PersonKey } from "../../src/enrollment/person.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { AppInstaller } from "../../src/reminders/directory.ts";
import type { DispatchNews } from "../../src/reminders/dispatch-news.ts";
import { Dispatcher, type DispatcherParts } from "../../src/reminders/dispatcher.ts";
import { aCampaign, aKey, settings, TENANT } from "../builders/candidates.ts";
import { FakeDeliveryQueue } from "../fakes/fake-delivery-queue.ts";
import { FakeDirectory } from "../fakes/fake-directory.ts";
import { FakeTeams } from "../fakes/fake-messenger.ts";
import { type DeliveryRow, FakeReminderTables } from "../fakes/fake-reminder-tables.ts";
import { FakeScanStore } from "../fakes/fake-scan-store.ts";
import { HandTime } from "../fakes/hand-time.ts";

/** A Tuesday morning, in working hours. */
export const MORNING = new Date("2026-03-03T10:00:00Z");

/** Nobody needs it unless a test says so. */
const NO_INSTALLER: AppInstaller = {
  install: () => Promise.reject(new Error("nobody asked for an installation")),
  findChat: () => Promise.reject(new Error("nobody asked for a chat")),
};

/** A tenant with due reminders, Teams at the receiving end, and time that passes by hand. */
export class DispatchWorld {
  readonly time = new HandTime();
  readonly tables = new FakeReminderTables(() => this.now().getTime());
  readonly queue = new FakeDeliveryQueue(this.tables);
  readonly scans = new FakeScanStore(this.tables);
  readonly directory = new FakeDirectory();
  readonly teams = new FakeTeams(this.time);
  readonly news: DispatchNews[] = [];
  readonly campaign: Campaign;

  constructor(campaign: Campaign = aCampaign()) {
    this.campaign = campaign;
    this.tables.campaigns.set(campaign.campaignId, { campaign, stateAt: MORNING });
  }

  now(): Date {
    return new Date(MORNING.getTime() + this.time.nowMs);
  }

  /** Somebody who is due now, and can be written to. */
  async addDue(n: number, dueAt = MORNING): Promise<PersonKey> {
    const key = aKey(n);
    this.tables.saveRegistration({
      ...this.tables.registration(key),
      accountRun: 1,
      isEnabled: true,
      registration: { isReady: false, at: this.now(), source: "recheck" },
    });
    this.tables.meet({
      ...key,
      locale: "en",
      timeZone: "Etc/UTC",
      at: MORNING,
      reference: {
        channelId: "msteams",
        serviceUrl: "https://smba.trafficmanager.net/emea/",
        conversationId: `chat-${String(n)}`,
        teamsUserId: `29:${String(n)}`,
        botId: "28:bot",
      },
    });
    await this.queue.plan(this.campaign.campaignId, [{ key, ordinal: 1, dueAt }]);
    return key;
  }

  async withDue(people: number): Promise<this> {
    for (let n = 1; n <= people; n += 1) await this.addDue(n);
    return this;
  }

  /** @param queue What the dispatcher sees of the queue; a test may put faults in between. */
  dispatcher(given: Partial<DispatcherParts> = {}): Dispatcher {
    return new Dispatcher({
      queue: this.queue,
      messenger: this.teams.messenger(),
      people: this.directory,
      installer: NO_INSTALLER,
      scans: this.scans,
      policy: DEFAULT_POLICY,
      settings: settings(),
      ratePerSecond: 40,
      recheck: true,
      mailboxZones: false,
      tenantId: TENANT,
      holder: "one",
      now: () => this.now(),
      nowMs: () => this.time.nowMs,
      sleep: this.time.sleep,
      random: () => 0.5,
      onNews: (news) => this.news.push(news),
      ...given,
    });
  }

  /** Stops them, and lets what is under way end. */
  async stop(...dispatchers: readonly Dispatcher[]): Promise<void> {
    const stopping = Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
    await this.time.pass(60_000);
    await stopping;
  }

  rows(): readonly DeliveryRow[] {
    return [...this.tables.deliveries.values()];
  }

  row(n: number): DeliveryRow | undefined {
    return this.rows().find(({ key }) => key.userId === aKey(n).userId);
  }

  /** How many deliveries are in each state. */
  states(): Readonly<Record<string, number>> {
    const groups = Map.groupBy(this.rows(), ({ state }) => state);
    return Object.fromEntries([...groups].map(([state, rows]) => [state, rows.length]));
  }
}

/** A port whose every call first passes a gate; what the gate does not let through never happens. */
export function gated<Port extends object>(
  port: Port,
  gate: (method: string) => Promise<void>,
): Port {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        await gate(String(name));
        const result: unknown = await Reflect.apply(value, target, given);
        await gate(`${String(name)} is done`);
        return result;
      };
    },
  });
}
