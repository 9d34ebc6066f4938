import restify, { type Server } from "restify";
import { createChannelIdentity } from "./channel/channel-identity.ts";
import { channelPart } from "./channel/channel-part.ts";
import type { Clock } from "./clock.ts";
import { FaultSwitches } from "./faults/fault-switches.ts";
import type { Faults } from "./faults/faults.ts";
import { switchesPart } from "./faults/switches-part.ts";
import { AppInstallations } from "./graph/directory/app-installations.ts";
import { MethodsPolicy } from "./graph/directory/methods-policy.ts";
import { policyPart } from "./graph/directory/policy-part.ts";
import { ReportRequests } from "./graph/directory/report-requests.ts";
import { GraphLag } from "./graph/graph-lag.ts";
import { graphPart } from "./graph/graph-part.ts";
import { answerErrors, guardRequests } from "./guard.ts";
import { helpDeskPart } from "./help-desk/help-desk-part.ts";
import { indexPagePart } from "./index-page/index-page-part.ts";
import { RecentRequests } from "./index-page/recent-requests.ts";
import { GeneratedPeople } from "./people/generated/generated-people.ts";
import { type People, PeopleInMemory } from "./people/people.ts";
import { peoplePart } from "./people/people-part.ts";
import type { Person } from "./people/person.ts";
import { Phones } from "./phones/phones.ts";
import { phonesPart } from "./phones/phones-part.ts";
import { PushRequests } from "./phones/push-requests.ts";
import { TextMessages } from "./phones/text-messages.ts";
import { SandboxError } from "./sandbox-error.ts";
import { Registrations } from "./security-info/registrations.ts";
import { securityInfoPart } from "./security-info/security-info-part.ts";
import { AppConsents } from "./sign-in/app-permissions.ts";
import { appTokensPart } from "./sign-in/app-tokens-part.ts";
import { Consents } from "./sign-in/consents.ts";
import { signInPart } from "./sign-in/sign-in-part.ts";
import { tellChat } from "./tell-chat.ts";
import type { SandboxPart, Tenant } from "./tenant.ts";
import { tokenServicePart } from "./token-service/token-service-part.ts";
import { UserTokens } from "./token-service/user-tokens.ts";
import { createSigningKey, type SigningKey } from "./tokens/signing-key.ts";
import { createTenantTokens } from "./tokens/tenant-tokens.ts";

// Loopback only: the sandbox has no real authentication and must not be reachable from other machines.
const host = "127.0.0.1";
const maxBodyBytes = 1_048_576;

export type SandboxOptions = {
  /** 0 = any free port. */
  readonly port: number;
  /** Short name of the person whom the Teams client is signed in as. */
  readonly person: string;
  /** e.g. `http://127.0.0.1:3978`; the bot listens at `/api/messages` below it. */
  readonly botUrl?: string;
  /** e.g. `http://127.0.0.1:56150`. */
  readonly playgroundUrl?: string;
  /** How many made-up people the directory has beside the cast; 0 unless told. */
  readonly generated?: number;
  /** For everything but oidc-provider's own lifetimes, which follow the machine's clock. */
  readonly clock?: Clock;
  /** Further parts: the Teams client, the connector, … */
  readonly parts?: readonly SandboxPart[];
  /** Errors that no request should have caused; written to stderr unless given. */
  readonly onError?: (error: unknown) => void;
};

export interface Sandbox {
  /** S: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly tenant: Tenant;
  readonly people: People;
  readonly faults: Faults;
  /** Everything that people did since the start is undone: methods, phones, consents, faults, registrations. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Starts the local tenant on loopback.
 * @throws SandboxError `sandbox.port-in-use`, `sandbox.cannot-listen`, `sandbox.unknown-person`
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock = { now: () => new Date() }, onError = printError } = options;
  const generated = new GeneratedPeople({ count: options.generated ?? 0 });
  const people = new PeopleInMemory(clock.now(), clock, generated);
  const playing = findPerson(people, options.person);
  const [tenantKey, channelKey] = await Promise.all([
    createSigningKey("tenant"),
    createSigningKey("channel"),
  ]);

  const server = restify.createServer({ name: "" });
  const url = await listen(server, options.port);
  const parts: readonly SandboxPart[] = [
    indexPagePart(),
    peoplePart(),
    switchesPart(),
    channelPart(),
    signInPart(),
    appTokensPart(),
    tokenServicePart(),
    graphPart(),
    policyPart(),
    securityInfoPart(),
    phonesPart(),
    helpDeskPart(),
    ...(options.parts ?? []),
  ];
  const tenant = createTenant({
    options,
    url,
    clock,
    people,
    playing,
    tenantKey,
    channelKey,
    parts,
  });

  guardRequests(server, tenant);
  answerErrors(server, onError);
  server.use(restify.plugins.bodyParser({ mapParams: false, maxBodySize: maxBodyBytes }));
  for (const part of parts) part.routes(server, tenant);

  return {
    url,
    tenant,
    people,
    faults: tenant.faults,
    reset: () => {
      people.reset();
      tenant.faults.reset();
      tenant.revokeConsent(null);
      tenant.phones.reset();
      tenant.pushRequests.reset();
      tenant.textMessages.reset();
      tenant.registrations.reset();
      tenant.graphLag.reset();
      tenant.appConsents.reset();
      tenant.reportRequests.reset();
      tenant.methodsPolicy.reset();
      tenant.appInstallations.reset();
    },
    close: async () => {
      await Promise.all(parts.map((part) => part.close?.() ?? Promise.resolve()));
      await stop(server);
    },
  };
}

type TenantParts = {
  readonly options: SandboxOptions;
  readonly url: string;
  readonly clock: Clock;
  readonly people: People;
  readonly playing: Person;
  readonly tenantKey: SigningKey;
  readonly channelKey: SigningKey;
  readonly parts: readonly SandboxPart[];
};

function createTenant(from: TenantParts): Tenant {
  const { options, url, clock, people, playing, parts } = from;
  const tokens = createTenantTokens(url, clock, from.tenantKey);
  const consents = new Consents();
  const userTokens = new UserTokens();
  const tenant: Tenant = {
    url,
    botUrl: options.botUrl ?? null,
    playgroundUrl: options.playgroundUrl ?? null,
    clock,
    playing,
    people,
    faults: new FaultSwitches(),
    consents,
    appConsents: new AppConsents(),
    userTokens,
    channel: createChannelIdentity(url, clock, from.channelKey),
    tokens,
    recentRequests: new RecentRequests(),
    phones: new Phones(people, clock),
    pushRequests: new PushRequests(),
    textMessages: new TextMessages(),
    registrations: new Registrations(clock),
    graphLag: new GraphLag(),
    reportRequests: new ReportRequests(),
    methodsPolicy: new MethodsPolicy(),
    appInstallations: new AppInstallations(),
    appInstalled: (person) => {
      for (const part of parts) {
        part.appInstalled?.(person, tenant).catch(options.onError ?? printError);
      }
    },
    signSsoToken: (person) => tokens.signSsoToken(person),
    tellChat: (signIn) => tellChat(signIn, tenant, parts, options.onError ?? printError),
    revokeConsent: (person) => {
      consents.revoke(person);
      userTokens.forget(person?.teamsUserId ?? null, null);
    },
  };
  return tenant;
}

function findPerson(people: People, name: string): Person {
  const person = people.find(name);
  if (person !== undefined) return person;
  const names = people.all.map((other) => other.name).join(", ");
  throw new SandboxError("sandbox.unknown-person", `Nobody is called '${name}'. Choose: ${names}.`);
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  }).catch((cause: unknown) => {
    throw cannotListen(port, cause);
  });
  return `http://${host}:${server.address().port}`;
}

function cannotListen(port: number, cause: unknown): SandboxError {
  const isTaken = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
  return isTaken
    ? new SandboxError(
        "sandbox.port-in-use",
        `Port ${port} is taken: stop what listens there, or choose another port.`,
        { cause },
      )
    : new SandboxError(
        "sandbox.cannot-listen",
        `Cannot listen on ${host}:${port}: ${cause instanceof Error ? cause.message : "unknown cause"}`,
        { cause },
      );
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    // Browsers keep connections open; without this close waits for them.
    server.server.closeAllConnections();
  });
}

function printError(error: unknown): void {
  console.error(error);
}
