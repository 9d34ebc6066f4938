import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { PushReadyAdapter } from "../../../src/bot/adapter.ts";
import { RateLimit } from "../../../src/bot/rate-limit.ts";
import { Readiness } from "../../../src/bot/readiness.ts";
import { createHttpServer, type HttpServer } from "../../../src/bot/server.ts";
import type { Config } from "../../../src/config/config.ts";
import { readConfig } from "../../../src/config/read-config.ts";
import type {
  FreshSignInFailure,
  FreshSignInPurpose,
  FreshSignInStore,
} from "../../../src/enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../../../src/enrollment/person.ts";
import { userId } from "../../../src/methods/ids.ts";
import { createLogger } from "../../../src/telemetry/logger.ts";
import { mountFreshSignIn } from "../../../src/web/mount.ts";
import { freshSignInLink } from "../../../src/web/paths.ts";
import { SignInLimits } from "../../../src/web/sign-in-limits.ts";
import { freePort } from "../../contracts/postgres-server.ts";
import { FakeFreshSignInStore } from "../../fakes/fake-fresh-sign-in-store.ts";
import { TestClock } from "../../sandbox/support/sandbox.ts";
import { ScriptedAuthority } from "./scripted-authority.ts";
import { type Answer, TestBrowser } from "./test-browser.ts";

export type Outcome = {
  readonly key: PersonKey;
  readonly purpose: FreshSignInPurpose;
  readonly outcome: "completed" | FreshSignInFailure;
};

export type WorldOptions = {
  readonly publicUrl?: string;
  readonly store?: FreshSignInStore;
  /** Another tenant in place of the scripted authority. */
  readonly tenantUrl?: string;
  /** Of an address, and of a link. */
  readonly perMinute?: { readonly address: number; readonly link: number };
};

export const REFERENCE = "REFE-RENC";

/** The bot's own HTTP server with the fresh sign-in on it, before an authorization server that does what a test says. */
export class World {
  readonly authority: ScriptedAuthority;
  readonly url: string;
  readonly config: Config;
  readonly clock: TestClock;
  readonly store: FreshSignInStore;
  readonly outcomes: Outcome[] = [];
  readonly lines: string[] = [];
  readonly answers: Answer[] = [];
  /** What the chat does when it is told. */
  onOutcome: () => Promise<void> = () => Promise.resolve();
  readonly #tickets = new Set<string>();
  readonly #server: HttpServer;

  private constructor(
    authority: ScriptedAuthority,
    port: number,
    options: WorldOptions,
    settings: Readonly<Record<string, string>>,
  ) {
    this.authority = authority;
    this.url = `http://127.0.0.1:${port}`;
    this.clock = new TestClock();
    this.store = options.store ?? new FakeFreshSignInStore();
    this.config = readConfig({
      NODE_ENV: "test",
      SANDBOX_URL: options.tenantUrl ?? authority.url,
      PORT: String(port),
      PUBLIC_URL: options.publicUrl ?? this.url,
      ...settings,
    });
    const log = createLogger("trace", { write: (line) => this.lines.push(line) });
    const newReference = (): string => REFERENCE;
    this.#server = createHttpServer({
      host: "127.0.0.1",
      port,
      adapter: new PushReadyAdapter(this.config.bot, { log, newReference }),
      onTurn: () => Promise.resolve(),
      readiness: new Readiness({ parts: {}, nowMs: () => 0, log }),
      mount: (server) => {
        mountFreshSignIn(server, {
          config: this.config.freshSignIn,
          organisationName: "VIPdesk",
          store: this.store,
          onOutcome: async (key, purpose, outcome) => {
            this.outcomes.push({ key, purpose, outcome });
            await this.onOutcome();
          },
          clock: this.clock,
          log,
          newReference,
          limits: new SignInLimits({
            trustedProxies: 0,
            address: new RateLimit(options.perMinute?.address ?? 1_000_000),
            link: new RateLimit(options.perMinute?.link ?? 1_000_000),
          }),
        });
      },
      log,
      newReference,
    });
  }

  static async start(
    options: WorldOptions = {},
    settings: Readonly<Record<string, string>> = {},
  ): Promise<World> {
    const authority = await ScriptedAuthority.start();
    const world = new World(authority, await freePort(), options, settings);
    await world.#server.listen();
    return world;
  }

  /** For `afterEach`: nothing secret was shown, and the next test begins with good answers. */
  checkAndReset(): void {
    this.assertNothingLeaked();
    this.authority.script = {};
    this.authority.metadata = {};
    this.authority.isUp = true;
    this.onOutcome = () => Promise.resolve();
    for (const list of [this.outcomes, this.lines, this.answers, this.authority.tokenRequests]) {
      list.length = 0;
    }
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.authority.close();
  }

  /** Somebody of the tenant. */
  aPerson(): PersonKey {
    return { tenantId: this.config.bot.tenantId, userId: userId(randomUUID()) };
  }

  browser(): TestBrowser {
    return new TestBrowser(this.answers);
  }

  async link(key: PersonKey, purpose: FreshSignInPurpose = "prove"): Promise<string> {
    const { ticket } = await this.store.issue(key, purpose, this.clock.now());
    this.#tickets.add(ticket);
    return freshSignInLink(this.url, ticket);
  }

  /** Opens the person's link and presses the button; resolves to where the browser is sent. */
  async begin(
    key: PersonKey,
    browser: TestBrowser,
    purpose: FreshSignInPurpose = "prove",
  ): Promise<string> {
    const { location } = await browser.press(await this.link(key, purpose));
    assert.ok(location !== null, "the link works");
    return location;
  }

  /** Signs in at the authority and opens the address to which it sends the browser back. */
  comeBack(browser: TestBrowser, location: string, key: PersonKey): Promise<Answer> {
    return browser.open(this.authority.signIn(location, identityOf(key)));
  }

  /** Neither token nor result is stored for any of these people. */
  async assertNothingStored(...people: readonly PersonKey[]): Promise<void> {
    for (const key of people) {
      for (const purpose of ["prove", "remove"] as const) {
        assert.equal(await this.store.findResult(key, purpose, this.clock.now()), null);
      }
      await this.assertNoToken(key);
    }
    assert.deepEqual(this.outcomes, []);
  }

  async assertNoToken(...people: readonly PersonKey[]): Promise<void> {
    for (const key of people) {
      assert.equal(await this.store.takeToken(key, this.clock.now()), null);
    }
  }

  /** No ticket, state, nonce, verifier, code, token, cookie or name in a page, in a header but the protocol's own, or in the log. */
  assertNothingLeaked(): void {
    const cookies = this.answers.flatMap(({ headers }) =>
      headers.getSetCookie().map((set) => set.split(";", 1)[0]?.split("=")[1] ?? ""),
    );
    const secrets = [...this.authority.secrets, ...this.#tickets, ...cookies, "Secret-Name"];
    const shown = [
      ...this.lines,
      ...this.answers.map(({ body }) => body),
      ...this.answers.flatMap(({ headers }) =>
        [...headers].filter(([name]) => name !== "location" && name !== "set-cookie").join("\n"),
      ),
    ];
    for (const secret of secrets) {
      if (secret === "") continue;
      const leak = shown.find((text) => text.includes(secret));
      assert.equal(leak, undefined, `${secret} is shown`);
    }
  }
}

export const identityOf = ({ tenantId, userId: oid }: PersonKey) => ({ tid: tenantId, oid });
