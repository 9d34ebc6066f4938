import { hash, randomBytes } from "node:crypto";
import type { Config } from "../config/config.ts";
import { copyFor } from "../copy/copy.ts";
import type { Clock } from "../enrollment/clock.ts";
import type {
  BegunSignIn,
  FreshSignInFailure,
  FreshSignInPurpose,
  FreshSignInStore,
} from "../enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../enrollment/person.ts";
import { type Logger, redactId } from "../telemetry/logger.ts";
import { Authority } from "./authority.ts";
import { BrowserSecret } from "./browser-secret.ts";
import { type AuthorityAnswer, callbackParameters } from "./callback-parameters.ts";
import { type Headers, isFromOwnPage } from "./own-page.ts";
import { type FormTargets, securityHeaders } from "./page-headers.ts";
import { type Page, pageText } from "./pages/page.ts";
import type { Route } from "./paths.ts";
import { resultOf, type ToResult } from "./result.ts";
import { WebError } from "./web-error.ts";

export type FreshSignInParts = {
  readonly config: Config["freshSignIn"];
  readonly organisationName: string;
  readonly store: FreshSignInStore;
  /** Told once per sign-in that was begun and came back; what it rejects with is logged, and the page stays. */
  readonly onOutcome: (
    key: PersonKey,
    purpose: FreshSignInPurpose,
    outcome: "completed" | FreshSignInFailure,
  ) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newReference: () => string;
};

export type Asked = {
  readonly method: string;
  readonly route: Route;
  /** With its question mark, or empty. */
  readonly search: string;
  readonly headers: Headers;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Extra = { readonly headers?: Readonly<Record<string, string>>; readonly forms?: FormTargets };

/** The chat's card is moved before the page tells people to go back to it, but they wait no longer than this. */
const TELLING_MS = 5_000;

/**
 * The fresh sign-in in the browser: a link from the chat, a page with a button, the tenant's own sign-in, and back. What is
 * wrong with a request is told to the log; the page only says how to go on.
 */
export class FreshSignIn {
  readonly #parts: FreshSignInParts;
  readonly #authority: Authority;
  readonly #browserSecret: BrowserSecret;
  readonly #toResult: ToResult;

  constructor(parts: FreshSignInParts) {
    this.#parts = parts;
    this.#authority = new Authority(parts.config, parts.clock);
    this.#browserSecret = new BrowserSecret(parts.config.publicUrl);
    this.#toResult = resultOf({ authority: this.#authority, clock: parts.clock, log: parts.log });
  }

  /** Never rejects: whatever goes wrong becomes a page with a reference. */
  async answer(asked: Asked): Promise<Reply> {
    try {
      return await this.#answer(asked);
    } catch (error) {
      return this.#trouble(asked, error);
    }
  }

  /** For what the limits hold back. */
  tooMany(asked: Asked, retryAfterSeconds: number): Reply {
    const headers = { "retry-after": String(retryAfterSeconds) };
    return this.#page(asked, 429, { kind: "tooMany" }, { headers });
  }

  async #answer(asked: Asked): Promise<Reply> {
    const { method, route } = asked;
    switch (route.kind) {
      case "ticket":
        if (method === "GET" || method === "HEAD") return this.#show(asked, route.ticket);
        if (method === "POST") return this.#begin(asked, route.ticket);
        return this.#notAllowed(asked, "GET, HEAD, POST");
      case "callback":
        // No HEAD: link scanners send it, and it would use the sign-in up.
        return method === "GET" ? this.#finish(asked) : this.#notAllowed(asked, "GET");
      case "nothing":
        return this.#page(asked, 410, { kind: "linkOver" });
    }
  }

  async #show(asked: Asked, ticket: string): Promise<Reply> {
    const { store, clock } = this.#parts;
    const found = await store.look(ticket, clock.now());
    // One page for unknown, used and expired: nobody learns which tickets there were.
    if (found === null) return this.#page(asked, 410, { kind: "linkOver" });
    const { purpose } = found;
    const forms = { authorityOrigin: this.#authority.origin };
    return this.#page(asked, 200, { kind: "start", purpose }, { forms });
  }

  async #begin(asked: Asked, ticket: string): Promise<Reply> {
    const { config, store, clock, log } = this.#parts;
    if (!isFromOwnPage(asked.headers, config.publicUrl)) {
      log.info({ why: "notFromOwnPage" }, "fresh sign-in refused");
      return this.#page(asked, 403, { kind: "elsewhere" });
    }
    const found = await store.look(ticket, clock.now());
    if (found === null) return this.#page(asked, 410, { kind: "linkOver" });
    const [state, nonce, codeVerifier, secret] = [random(), random(), random(), random()];
    // First, because it may fail, and then the link is still good.
    const location = await this.#authority.authorizationUrl({ state, nonce, codeVerifier });
    const session = { stateHash: hashOf(state), browserHash: hashOf(secret), nonce, codeVerifier };
    if (!(await store.begin(ticket, session, clock.now()))) {
      return this.#page(asked, 410, { kind: "linkOver" });
    }
    log.info({ user: redactId(found.key.userId), purpose: found.purpose }, "fresh sign-in begun");
    const headers = { location, "set-cookie": this.#browserSecret.give(secret) };
    return { status: 303, headers: { ...this.#headers("none"), ...headers }, body: "" };
  }

  async #finish(asked: Asked): Promise<Reply> {
    const { store, clock, log } = this.#parts;
    const parameters = callbackParameters(asked.search);
    const secret = this.#browserSecret.read(asked.headers["cookie"]);
    if (parameters.kind === "malformed" || secret === null) {
      log.info({ why: secret === null ? "noCookie" : "malformed" }, "callback refused");
      return this.#page(asked, 400, { kind: "signInOver" });
    }
    // First, because it may fail, and then the page can be loaded again.
    if (parameters.kind === "code") await this.#authority.prepare();
    const [stateHash, browserHash] = [hashOf(parameters.state), hashOf(secret)];
    const begun = await store.finish(stateHash, browserHash, clock.now());
    if (begun === null) {
      log.info({ why: "unknown" }, "callback refused");
      return this.#page(asked, 410, { kind: "signInOver" });
    }
    const reference = this.#parts.newReference();
    const outcome = await this.#settle(begun, parameters, reference);
    await this.#tell(begun, outcome);
    const headers = { "set-cookie": this.#browserSecret.takeBack() };
    return this.#page(asked, ...pageOf(outcome, reference), { headers });
  }

  async #settle(
    begun: BegunSignIn,
    answer: AuthorityAnswer,
    reference: string,
  ): Promise<"completed" | FreshSignInFailure> {
    const { store, clock, log } = this.#parts;
    const { signInId, key, purpose } = begun;
    const result = await this.#toResult(begun, answer, reference);
    await store.saveResult(signInId, result, clock.now());
    const outcome = result.kind === "completed" ? "completed" : result.why;
    log.info({ user: redactId(key.userId), purpose, outcome, reference }, "fresh sign-in ended");
    return outcome;
  }

  async #tell({ key, purpose }: BegunSignIn, outcome: "completed" | FreshSignInFailure) {
    const { onOutcome, log } = this.#parts;
    const enough = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      enough.resolve(undefined);
    }, TELLING_MS);
    const told = onOutcome(key, purpose, outcome).catch((error: unknown) => {
      log.warn({ err: error, user: redactId(key.userId) }, "the chat was not told of the sign-in");
    });
    await Promise.race([told, enough.promise]);
    clearTimeout(timer);
  }

  #trouble(asked: Asked, error: unknown): Reply {
    const reference = this.#parts.newReference();
    this.#parts.log.error({ err: error, reference }, "fresh sign-in in trouble");
    if (error instanceof WebError) {
      const kind = asked.route.kind === "ticket" ? "unavailable" : "problem";
      return this.#page(asked, 503, { kind, reference });
    }
    return this.#page(asked, 500, { kind: "problem", reference });
  }

  #notAllowed(asked: Asked, allow: string): Reply {
    return this.#page(asked, 405, { kind: "linkOver" }, { headers: { allow } });
  }

  #page({ headers }: Asked, status: number, page: Page, extra: Extra = {}): Reply {
    const copy = copyFor(firstLanguage(headers["accept-language"]));
    return {
      status,
      headers: {
        "content-type": "text/html; charset=utf-8",
        ...this.#headers(extra.forms ?? "none"),
        ...extra.headers,
      },
      body: pageText(page, copy, this.#parts.organisationName),
    };
  }

  #headers(forms: FormTargets): Readonly<Record<string, string>> {
    return securityHeaders(this.#parts.config.publicUrl, forms);
  }
}

function pageOf(
  outcome: "completed" | FreshSignInFailure,
  reference: string,
): readonly [number, Page] {
  switch (outcome) {
    case "completed":
      return [200, { kind: "done" }];
    case "denied":
    case "wrongAccount":
    case "wrongTenant":
      return [403, { kind: outcome }];
    case "expired":
      return [410, { kind: "signInOver" }];
    case "failed":
      return [502, { kind: "failed", reference }];
  }
}

/** The language that the browser likes best, or null. Quality values only order what follows it. */
const firstLanguage = (header: string | undefined): string | null =>
  /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,4}/.exec(header?.trim() ?? "")?.[0] ?? null;

/** 256 random bits, which is what a PKCE code verifier has as well. */
const random = (): string => randomBytes(32).toString("base64url");

const hashOf = (secret: string): string => hash("sha256", secret, "hex");
