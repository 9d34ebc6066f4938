import assert from "node:assert/strict";
import type { SendOutcome } from "../../src/reminders/messenger.ts";
import { aKey, settings } from "../builders/candidates.ts";
import { aMethod } from "../builders/methods.ts";
import { DispatchWorld, MORNING } from "./dispatch-world.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const withDue = (people: number): Promise<DispatchWorld> => new DispatchWorld().withDue(people);

describe("a dispatcher", () => {
  it("sends what is due, once each, and writes down that it did", async () => {
    const world = await withDue(25);
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    assert.equal(world.teams.arrivals.length, 25);
    assert.deepEqual(world.teams.duplicates(), []);
    assert.deepEqual(world.states(), { sent: 25 });
    assert.equal(world.row(1)?.activityId, "activity");
    await world.stop(dispatcher);
  });

  it("sends what becomes due later within five seconds", async () => {
    const world = new DispatchWorld();
    const dispatcher = world.dispatcher();
    dispatcher.start();
    await world.time.pass(MINUTE_MS);
    await world.addDue(1, world.now());
    await world.addDue(2, new Date(world.now().getTime() + 8 * SECOND_MS));

    await world.time.pass(5 * SECOND_MS + 500);

    const first = world.teams.arrivals.length;
    await world.time.pass(4 * SECOND_MS);
    assert.deepEqual([first, world.teams.arrivals.length], [1, 2]);
    await world.stop(dispatcher);
  });

  it("keeps up the rate with two replicas, and never exceeds what Teams allows", async () => {
    const world = await withDue(700);
    const replicas = [world.dispatcher(), world.dispatcher({ holder: "two" })];
    for (const replica of replicas) replica.start();

    await world.time.pass(16 * SECOND_MS);

    const sent = world.teams.arrivals.filter(({ atMs }) => atMs >= SECOND_MS).length;
    assert.ok(sent >= 0.98 * 40 * 15, `${String(sent)} in fifteen seconds`);
    const times = world.teams.arrivals.map(({ atMs }) => atMs);
    let busiest = 0;
    let from = 0;
    for (const [index, atMs] of times.entries()) {
      while ((times[from] ?? atMs) <= atMs - SECOND_MS) from += 1;
      busiest = Math.max(busiest, index - from + 1);
    }
    assert.ok(busiest <= 50, `${String(busiest)} in one second`);
    await world.stop(...replicas);
  });

  it("stands by while another leads, and takes over when that one stops", async () => {
    const world = await withDue(400);
    const [one, two] = [world.dispatcher(), world.dispatcher({ holder: "two" })];
    one.start();
    await world.time.pass(SECOND_MS);
    two.start();
    await world.time.pass(4 * SECOND_MS);
    const stopping = one.stop();
    await world.time.pass(SECOND_MS);
    await stopping;
    const left = world.rows().filter(({ holder }) => holder?.startsWith("one"));

    await world.time.pass(MINUTE_MS);

    assert.deepEqual(left, []);
    assert.deepEqual(world.states(), { sent: 400 });
    assert.deepEqual(world.teams.duplicates(), []);
    await world.stop(two);
  });

  it("leaves nothing claimed, being sent or unknown when it stops", async () => {
    const world = await withDue(500);
    world.teams.latencyMs = 3 * SECOND_MS;
    const dispatcher = world.dispatcher();
    dispatcher.start();
    await world.time.pass(5 * SECOND_MS);

    const stopping = dispatcher.stop();
    await world.time.pass(MINUTE_MS);
    await stopping;

    assert.deepEqual(Object.keys(world.states()).sort(), ["pending", "sent"]);
    assert.equal(world.states()["sent"], world.teams.arrivals.length);
    assert.equal(world.tables.leases.size, 0);
  });

  it("sends nothing more once the campaign is paused, and goes on when it is resumed", async () => {
    const world = await withDue(400);
    const dispatcher = world.dispatcher();
    dispatcher.start();
    await world.time.pass(3 * SECOND_MS);
    const set = (state: "paused" | "running"): void => {
      const campaign = { ...world.campaign, state };
      world.tables.campaigns.set(campaign.campaignId, { campaign, stateAt: world.now() });
    };
    set("paused");
    const before = world.teams.requests.length;
    await world.time.pass(MINUTE_MS);
    const paused = world.teams.requests.length;
    set("running");

    await world.time.pass(MINUTE_MS);

    assert.equal(paused, before);
    assert.deepEqual(world.states(), { sent: 400 });
    await world.stop(dispatcher);
  });

  it("puts off to the morning what quiet hours catch", async () => {
    const world = await withDue(300);
    world.time.nowMs = 7 * HOUR_MS - 3 * SECOND_MS;
    const dispatcher = world.dispatcher({ recheck: false });
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    const late = world.teams.arrivals.filter(({ atMs }) => atMs >= 7 * HOUR_MS);
    assert.deepEqual(late, []);
    assert.ok(world.teams.arrivals.length > 0);
    const pending = world.rows().filter(({ state }) => state === "pending");
    assert.ok(pending.length > 0);
    assert.ok(pending.every(({ dueAt }) => dueAt.getTime() === Date.parse("2026-03-04T09:00:00Z")));
    await world.stop(dispatcher);
  });

  it("skips who needs no reminder any more, and says why", async () => {
    const world = await withDue(3);
    world.tables.stances.set(`${aKey(1).tenantId}/${aKey(1).userId}`, {
      exemption: { reason: "on leave", until: null },
      optedOutAt: null,
      cannot: null,
    });
    await world.scans.saveRegistrations([
      {
        key: aKey(2),
        registration: { isReady: true, at: world.now(), source: "chat" },
        methods: null,
      },
    ]);
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    assert.deepEqual(
      [1, 2, 3].map((n) => [world.row(n)?.state, world.row(n)?.why]),
      [
        ["skipped", "exempt"],
        ["skipped", "compliant"],
        ["sent", null],
      ],
    );
    await world.stop(dispatcher);
  });
});

describe("what a dispatcher tells", () => {
  it("is who leads, and once that it stands by", async () => {
    const world = await withDue(1);
    const [one, two] = [world.dispatcher(), world.dispatcher({ holder: "two" })];
    one.start();
    await world.time.pass(SECOND_MS);
    two.start();
    await world.time.pass(MINUTE_MS);
    await world.stop(one);

    await world.time.pass(MINUTE_MS);

    const told = world.news.filter(({ kind }) => kind === "leads" || kind === "standsBy");
    assert.deepEqual(told, [
      { kind: "leads", returned: 0, unknown: 0 },
      { kind: "standsBy" },
      { kind: "leads", returned: 0, unknown: 0 },
    ]);
    await world.stop(two);
  });

  it("is how much was settled, and how", async () => {
    const world = await withDue(3);
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    const counts = world.news.flatMap((news) => (news.kind === "settled" ? news.counts : []));
    assert.deepEqual(counts, [{ sent: 3 }]);
    await world.stop(dispatcher);
  });
});

describe("what Teams answers", () => {
  const rows: readonly {
    readonly outcome: SendOutcome & { readonly hasArrived?: boolean };
    readonly state: string;
    readonly why: string | null;
    readonly reachability: string;
  }[] = [
    {
      outcome: { kind: "sent", activityId: null },
      state: "sent",
      why: null,
      reachability: "reachable",
    },
    {
      outcome: { kind: "failed", why: "http 500 ServiceError" },
      state: "failed",
      why: "http 500 ServiceError",
      reachability: "reachable",
    },
    {
      outcome: { kind: "unreachable", reachability: "blocked", why: "http 403" },
      state: "failed",
      why: "http 403",
      reachability: "blocked",
    },
    {
      outcome: { kind: "unknown", why: "timeout", hasArrived: true },
      state: "unknown",
      why: "timeout",
      reachability: "reachable",
    },
  ];
  for (const { outcome, state, why, reachability } of rows) {
    it(`ends as ${state} for ${JSON.stringify(outcome)}, with one request`, async () => {
      const world = await withDue(1);
      world.teams.answer = () => outcome;
      const dispatcher = world.dispatcher();
      dispatcher.start();

      await world.time.pass(HOUR_MS);

      assert.deepEqual([world.row(1)?.state, world.row(1)?.why], [state, why]);
      assert.equal(world.teams.requests.length, 1);
      assert.equal([...world.tables.reachability.values()][0]?.state, reachability);
      await world.stop(dispatcher);
    });
  }

  it("is tried again when it says so, ever later, and given up in the end", async () => {
    const world = await withDue(1);
    world.teams.answer = () => ({ kind: "retry", why: "http 503" });
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(2 * HOUR_MS);

    assert.deepEqual([world.row(1)?.state, world.row(1)?.why], ["failed", "http 503"]);
    const times = world.teams.requests.map(({ atMs }) => atMs);
    assert.equal(times.length, 10);
    const pauses = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
    assert.ok(pauses.every((pause, index) => pause >= (pauses[index - 1] ?? 0) - 5 * SECOND_MS));
    assert.ok((pauses.at(-1) ?? 0) >= 4 * MINUTE_MS);
    await world.stop(dispatcher);
  });

  it("makes the whole tenant wait as long as Teams asks, the next leader too", async () => {
    const world = await withDue(100);
    let isThrottling = true;
    world.teams.answer = () =>
      isThrottling
        ? { kind: "throttled", retryAfterMs: 5 * MINUTE_MS }
        : { kind: "sent", activityId: null };
    const one = world.dispatcher();
    one.start();
    await world.time.pass(2 * SECOND_MS);
    isThrottling = false;
    const stopping = one.stop();
    await world.time.pass(SECOND_MS);
    await stopping;
    const before = world.teams.requests.length;
    const two = world.dispatcher({ holder: "two" });
    two.start();

    await world.time.pass(4 * MINUTE_MS + 50 * SECOND_MS);

    const during = world.teams.requests.length;
    await world.time.pass(5 * MINUTE_MS);
    assert.ok(before < 30, `${String(before)} were under way`);
    assert.equal(during, before);
    assert.deepEqual(world.states(), { sent: 100 });
    assert.deepEqual(world.teams.duplicates(), []);
    await world.stop(two);
  });

  it("makes the tenant wait ever longer when Teams does not say for how long", async () => {
    const world = await withDue(60);
    let throttles = 0;
    world.teams.answer = () => {
      throttles += 1;
      return throttles <= 30
        ? { kind: "throttled", retryAfterMs: null }
        : { kind: "sent", activityId: null };
    };
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(30 * MINUTE_MS);

    const pauses = world.news.flatMap((news) => (news.kind === "throttled" ? news.pauseMs : []));
    assert.ok(pauses.length > 1);
    assert.ok(pauses.every((pause, index) => pause > (pauses[index - 1] ?? 0)));
    assert.deepEqual(world.states(), { sent: 60 });
    await world.stop(dispatcher);
  });

  it("is unknown for good when the messenger itself breaks", async () => {
    const world = await withDue(1);
    const messenger = world.teams.messenger();
    const dispatcher = world.dispatcher({
      messenger: { ...messenger, send: () => Promise.reject(new Error("a fault of ours")) },
    });
    dispatcher.start();

    await world.time.pass(HOUR_MS);

    assert.equal(world.row(1)?.state, "unknown");
    assert.equal(world.news.filter(({ kind }) => kind === "trouble").length, 1);
    await world.stop(dispatcher);
  });

  it("is unknown when the service stops and Teams does not answer in time", async () => {
    const world = await withDue(1);
    const messenger = {
      ...world.teams.messenger(),
      send: (_: unknown, signal: AbortSignal) =>
        new Promise<SendOutcome>((resolve) => {
          signal.addEventListener("abort", () => {
            resolve({ kind: "unknown", why: "AbortError" });
          });
        }),
    };
    const dispatcher = world.dispatcher({ messenger });
    dispatcher.start();
    await world.time.pass(2 * SECOND_MS);

    const stopping = dispatcher.stop();
    await world.time.pass(MINUTE_MS);
    await stopping;

    assert.deepEqual([world.row(1)?.state, world.row(1)?.why], ["unknown", "AbortError"]);
  });
});

describe("facts right before a reminder", () => {
  const known = async (people: number): Promise<DispatchWorld> => {
    const world = await withDue(people);
    for (let n = 1; n <= people; n += 1) {
      world.tables.saveRegistration({
        ...world.tables.registration(aKey(n)),
        registration: { isReady: false, at: MORNING, source: "report" },
      });
      world.directory.rechecks.set(aKey(n).userId, {
        kind: "read",
        methods: [aMethod({ kind: "phone" })],
      });
    }
    return world;
  };
  const push = { kind: "read", methods: [aMethod({ kind: "microsoftAuthenticator" })] } as const;

  it("spare who has become ready meanwhile, and are stored", async () => {
    const world = await known(45);
    world.directory.rechecks.set(aKey(7).userId, push);
    world.directory.rechecks.set(aKey(8).userId, { kind: "noSuchUser" });
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    assert.deepEqual(world.states(), { sent: 43, skipped: 2 });
    assert.deepEqual([world.row(7)?.why, world.row(8)?.why], ["compliant", "notInDirectory"]);
    assert.equal(world.tables.registration(aKey(7)).registration?.source, "recheck");
    assert.ok(world.directory.batches.every(({ userIds }) => userIds.length <= 20));
    await world.stop(dispatcher);
  });

  it("are not asked for where the bot itself saw them within the hour, or where that is off", async () => {
    const fresh = await withDue(3);
    const off = await known(3);
    const dispatchers = [fresh.dispatcher(), off.dispatcher({ recheck: false })];
    for (const dispatcher of dispatchers) dispatcher.start();

    await fresh.time.pass(MINUTE_MS);
    await off.time.pass(MINUTE_MS);

    assert.deepEqual([fresh.directory.batches, off.directory.batches], [[], []]);
    assert.deepEqual([fresh.states(), off.states()], [{ sent: 3 }, { sent: 3 }]);
    await fresh.stop(...dispatchers);
  });

  it("are done without for an hour where a permission is missing, which is said once", async () => {
    const world = await known(60);
    for (let n = 1; n <= 60; n += 1) {
      const permission = "UserAuthenticationMethod.Read.All";
      world.directory.rechecks.set(aKey(n).userId, {
        kind: "forbidden",
        permission,
        requestId: null,
      });
    }
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    assert.deepEqual(world.states(), { sent: 60 });
    assert.ok(world.directory.batches.length <= 4);
    assert.equal(world.news.filter(({ kind }) => kind === "forbidden").length, 1);
    await world.stop(dispatcher);
  });

  it("are waited for when Graph has no time, and done without in the end", async () => {
    const world = await known(2);
    world.directory.rechecks.set(aKey(1).userId, { kind: "throttled", retryAfterSeconds: 60 });
    const dispatcher = world.dispatcher();
    dispatcher.start();
    await world.time.pass(30 * SECOND_MS);
    const early = world.row(1);

    await world.time.pass(30 * MINUTE_MS);

    assert.deepEqual([early?.state, early?.why, early?.tries], ["pending", "notRechecked", 1]);
    assert.equal(world.row(1)?.state, "sent");
    assert.equal(world.row(2)?.state, "sent");
    await world.stop(dispatcher);
  });

  it("leave what is known where the methods do not tell", async () => {
    const world = await known(1);
    world.directory.rechecks.set(aKey(1).userId, { kind: "read", methods: [] });
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    assert.equal(world.row(1)?.state, "sent");
    assert.equal(world.tables.registration(aKey(1)).registration?.source, "report");
    await world.stop(dispatcher);
  });

  it("tell the zone of a mailbox, and put off who is asleep there", async () => {
    const world = await withDue(3);
    for (const [id, person] of world.tables.people) {
      world.tables.people.set(id, { ...person, timeZone: null });
    }
    world.directory.zones.set(aKey(1).userId, { kind: "read", zone: "Tokyo Standard Time" });
    world.directory.zones.set(aKey(2).userId, { kind: "read", zone: "GMT Standard Time" });
    const dispatcher = world.dispatcher({ mailboxZones: true });
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    assert.deepEqual(
      [1, 2, 3].map((n) => world.row(n)?.state),
      ["pending", "sent", "sent"],
    );
    assert.deepEqual(world.row(1)?.dueAt, new Date("2026-03-04T00:00:00Z"));
    assert.deepEqual(world.tables.registration(aKey(3)).mailbox, { zone: null });
    await world.stop(dispatcher);
  });
});

describe("old cards", () => {
  it("are replaced when their person becomes ready, once", async () => {
    const world = await withDue(3);
    const dispatcher = world.dispatcher();
    dispatcher.start();
    await world.time.pass(MINUTE_MS);
    await world.scans.saveRegistrations([
      {
        key: aKey(2),
        registration: { isReady: true, at: world.now(), source: "chat" },
        methods: null,
      },
    ]);

    await world.time.pass(5 * MINUTE_MS);

    assert.equal(world.teams.replaced.length, 1);
    assert.deepEqual(
      [1, 2, 3].map((n) => world.row(n)?.card),
      ["open", "closed", "open"],
    );
    await world.stop(dispatcher);
  });

  it("are left as they are when Teams will not have them replaced", async () => {
    const world = await withDue(2);
    const dispatcher = world.dispatcher();
    dispatcher.start();
    await world.time.pass(MINUTE_MS);
    let asked = 0;
    world.teams.replace = () => {
      asked += 1;
      return asked === 1 ? { kind: "failed", why: "http 404" } : { kind: "retry", why: "http 503" };
    };
    await world.scans.saveRegistrations(
      [1, 2].map((n) => ({
        key: aKey(n),
        registration: { isReady: true, at: world.now(), source: "chat" as const },
        methods: null,
      })),
    );

    await world.time.pass(10 * MINUTE_MS);

    assert.equal(asked, 6);
    assert.deepEqual(
      [1, 2].map((n) => world.row(n)?.card),
      ["closed", "closed"],
    );
    await world.stop(dispatcher);
  });
});

describe("people without the app", () => {
  const INSTALL = { settings: settings({ mayInstall: true }) };

  const strangers = async (people: number): Promise<DispatchWorld> => {
    const world = await withDue(people);
    world.tables.people.clear();
    world.tables.reachability.clear();
    return world;
  };

  it("get it, and are reminded when the chat is there", async () => {
    const world = await strangers(3);
    const installed = new Set<string>();
    const dispatcher = world.dispatcher({
      ...INSTALL,
      installer: {
        install: (id) => {
          const kind = installed.has(id) ? "alreadyInstalled" : "installed";
          installed.add(id);
          return Promise.resolve({ kind });
        },
        findChat: (id) => Promise.resolve({ kind: "found", chatId: `chat of ${id}` }),
      },
    });
    dispatcher.start();
    await world.time.pass(MINUTE_MS);
    const first = world.row(1);

    await world.time.pass(3 * MINUTE_MS);

    assert.deepEqual([first?.state, first?.why], ["pending", "installing"]);
    assert.deepEqual(world.states(), { sent: 3 });
    assert.equal([...world.tables.reachability.values()][0]?.state, "reachable");
    await world.stop(dispatcher);
  });

  it("are left alone where nothing may be installed", async () => {
    const world = await strangers(1);
    const dispatcher = world.dispatcher();
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    assert.deepEqual([world.row(1)?.state, world.row(1)?.why], ["skipped", "unreachable"]);
    await world.stop(dispatcher);
  });

  const refusals = [
    { answer: { kind: "notAllowed" }, state: "skipped", why: "appNotAllowed", news: 0 },
    { answer: { kind: "noSuchUser" }, state: "skipped", why: "notInDirectory", news: 0 },
    { answer: { kind: "noSuchApp" }, state: "skipped", why: "cannotInstall", news: 1 },
    {
      answer: { kind: "forbidden", permission: "TeamsAppInstallation", requestId: null },
      state: "skipped",
      why: "cannotInstall",
      news: 1,
    },
    {
      answer: { kind: "throttled", retryAfterSeconds: 600 },
      state: "pending",
      why: "notInstalledYet",
      news: 0,
    },
    {
      answer: { kind: "unavailable", why: "timeout", requestId: null },
      state: "pending",
      why: "notInstalledYet",
      news: 0,
    },
  ] as const;
  for (const { answer, state, why, news } of refusals) {
    it(`end as ${state} for ${answer.kind}`, async () => {
      const world = await strangers(20);
      const dispatcher = world.dispatcher({
        ...INSTALL,
        installer: {
          install: () => Promise.resolve(answer),
          findChat: () => Promise.reject(new Error("nobody asked for a chat")),
        },
      });
      dispatcher.start();

      await world.time.pass(1_500);

      assert.deepEqual([world.row(1)?.state, world.row(1)?.why], [state, why]);
      assert.equal(
        world.news.filter(({ kind }) => kind === "forbidden" || kind === "noSuchApp").length,
        news,
      );
      await world.stop(dispatcher);
    });
  }

  it("do not keep others waiting when installing breaks", async () => {
    const world = await strangers(1);
    await world.addDue(2);
    let broken = 1;
    const dispatcher = world.dispatcher({
      ...INSTALL,
      installer: {
        install: () => {
          broken -= 1;
          return broken >= 0
            ? Promise.reject(new Error("a fault of ours"))
            : Promise.resolve({ kind: "notAllowed" });
        },
        findChat: () => Promise.reject(new Error("nobody asked for a chat")),
      },
    });
    dispatcher.start();

    await world.time.pass(MINUTE_MS);

    assert.deepEqual(world.states(), { skipped: 1, sent: 1 });
    assert.equal(world.news.filter(({ kind }) => kind === "trouble").length, 1);
    await world.stop(dispatcher);
  });
});
