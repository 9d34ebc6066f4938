import type { DelegatedToken } from "../../../src/enrollment/delegated-token.ts";
import type { MethodsReading, OwnerReading } from "../../../src/enrollment/methods-reader.ts";
import type { GraphRemoval } from "../../../src/enrollment/remove.ts";
import type { MethodId } from "../../../src/methods/ids.ts";
import { isAuthenticator, type Method } from "../../../src/methods/method.ts";

const MINUTE_MS = 60_000;
/** How old the MFA of a request may be when it arrives. */
export const MFA_GOOD_MS = 10 * MINUTE_MS;
/** Lists show nothing older than this. */
export const LAG_MS = 3 * MINUTE_MS;
/** A request that was sent arrives within this time, or never. */
const ARRIVES_WITHIN_MS = 30_000;
/** Graph works on a request no longer than this. */
const WORKS_WITHIN_MS = MINUTE_MS;

/** What becomes of a DELETE, and of its answer. */
export const FATES = [
  "answered",
  "lostOnTheWay",
  "answerLost",
  "doneLater",
  "isDefaultMethod",
  "freshSignInNeeded",
  "claimsChallenge",
  "stepUpNeeded",
  "throttled",
  "refusedByGraph",
  "unavailable",
] as const;

export type Fate = (typeof FATES)[number];

const CARRIED_OUT: ReadonlySet<Fate> = new Set(["answered", "answerLost", "doneLater"]);

/** A DELETE; `value` of its token says when the MFA was. */
export type Request = {
  readonly userId: string;
  readonly id: MethodId;
  readonly removalId: string;
  readonly fate: Fate;
  /** Until when it can change anything: its MFA is too old afterwards. */
  readonly goodUntilMs: number;
  /** When it is over with it at the latest, done or not. */
  readonly endsAtMs: number;
  /** Null until it has arrived. */
  answer: GraphRemoval | null;
  isOver: boolean;
};

export type Deletion = {
  readonly userId: string;
  readonly id: MethodId;
  /** Null: the owner did it on Security info. */
  readonly removalId: string | null;
  readonly atMs: number;
};

/** Graph with its lists, its lag, its faults, and requests that are under way whatever happens to who sent them. */
export class SimulatedGraph {
  readonly deletions: Deletion[] = [];
  /** Every entry that a person ever had. */
  readonly owned = new Map<string, Set<MethodId>>();
  readonly #lists = new Map<string, readonly Method[]>();
  readonly #history = new Map<
    string,
    { readonly atMs: number; readonly list: readonly Method[] }[]
  >();
  /** What a list has shown to somebody. */
  readonly #shown = new Set<Method>();
  readonly #defaults = new Map<string, MethodId>();
  #requests: Request[] = [];
  readonly #onDeleted: (deletion: Deletion) => void;
  readonly #checksMfa: boolean;

  /** @param checksMfa False: a Graph that takes an MFA of any age. */
  constructor(onDeleted: (deletion: Deletion) => void, checksMfa: boolean) {
    this.#onDeleted = onDeleted;
    this.#checksMfa = checksMfa;
  }

  register(userId: string, methods: readonly Method[], atMs: number): void {
    const owned = this.owned.get(userId) ?? new Set();
    for (const method of methods) if (isAuthenticator(method)) owned.add(method.id);
    this.owned.set(userId, owned);
    this.#save(userId, [...this.list(userId), ...methods], atMs);
  }

  setDefault(userId: string, id: MethodId): void {
    this.#defaults.set(userId, id);
  }

  list(userId: string): readonly Method[] {
    return this.#lists.get(userId) ?? [];
  }

  has(userId: string, id: MethodId): boolean {
    return this.list(userId).some((method) => isAuthenticator(method) && method.id === id);
  }

  /**
   * The list as a reader sees it that lags by so much: what was removed since is still there, and what was registered
   * since is not there yet. What a list has shown once it shows until it is removed.
   */
  read(token: DelegatedToken, nowMs: number, lagMs: number): MethodsReading {
    const user = token.owner?.userId ?? "";
    const history = this.#history.get(user) ?? [];
    const seen = history.filter(({ atMs }) => atMs <= nowMs - lagMs).at(-1) ?? history[0];
    const old = seen?.list ?? [];
    const since = this.list(user).filter((one) => this.#shown.has(one) && !old.includes(one));
    const methods = [...old, ...since];
    for (const method of methods) this.#shown.add(method);
    return { kind: "read", methods };
  }

  readOwner(token: DelegatedToken): OwnerReading {
    return token.owner === null
      ? { kind: "tokenRefused" }
      : { kind: "known", owner: { ...token.owner, tenantId: null } };
  }

  /** The owner removes an entry on Security info. */
  removeByOwner(userId: string, id: MethodId, atMs: number): void {
    if (this.has(userId, id)) this.#delete(userId, id, null, atMs);
  }

  /** A DELETE leaves for Graph. */
  send(token: DelegatedToken, id: MethodId, removalId: string, fate: Fate, nowMs: number): Request {
    const works = fate === "doneLater" ? WORKS_WITHIN_MS : 0;
    const request: Request = {
      userId: token.owner?.userId ?? "",
      id,
      removalId,
      fate,
      // What Graph works on for long was accepted long before.
      goodUntilMs: Number(token.value) + MFA_GOOD_MS + works,
      endsAtMs: nowMs + ARRIVES_WITHIN_MS + works,
      answer: null,
      isOver: false,
    };
    if (fate === "unavailable") {
      request.isOver = true;
      request.answer = { kind: "unavailable", requestId: null };
    } else this.#requests.push(request);
    return request;
  }

  /** Requests about this person that can still change something. */
  underWay(userId: string, nowMs: number): readonly Request[] {
    return this.#requests.filter(
      (one) =>
        one.userId === userId &&
        CARRIED_OUT.has(one.fate) &&
        this.has(userId, one.id) &&
        nowMs <= one.goodUntilMs,
    );
  }

  /** What is on its way longer than can be arrives before more time passes. */
  passTo(nowMs: number): void {
    for (const request of this.#requests) {
      if (!request.isOver && request.endsAtMs <= nowMs) this.arrive(request, request.endsAtMs);
    }
  }

  /** The request arrives, and Graph does with it what it does. */
  arrive(request: Request, atMs: number): void {
    if (request.isOver) return;
    request.isOver = true;
    this.#requests = this.#requests.filter((one) => one !== request);
    request.answer = this.#answer(request, atMs);
  }

  #answer(request: Request, atMs: number): GraphRemoval {
    const { fate } = request;
    const requestId = "request";
    switch (fate) {
      case "lostOnTheWay":
        return { kind: "unknown", requestId: null };
      case "answered":
        return this.#carryOut(request, atMs);
      case "answerLost":
      case "doneLater":
        this.#carryOut(request, atMs);
        return { kind: "unknown", requestId: null };
      case "claimsChallenge":
        return { kind: "freshSignInNeeded", claims: "{}", requestId };
      case "freshSignInNeeded":
        return { kind: fate, claims: null, requestId };
      case "throttled":
        return { kind: fate, retryAfterSeconds: 7, requestId };
      case "isDefaultMethod":
      case "stepUpNeeded":
      case "refusedByGraph":
        return { kind: fate, requestId };
      case "unavailable":
        return { kind: fate, requestId: null };
    }
  }

  #carryOut({ userId, id, removalId, goodUntilMs }: Request, atMs: number): GraphRemoval {
    const requestId = "request";
    if (this.#checksMfa && atMs > goodUntilMs) return { kind: "stepUpNeeded", requestId };
    if (!this.has(userId, id)) return { kind: "alreadyGone", requestId };
    const others = this.list(userId).filter((one) => isAuthenticator(one) && one.id !== id);
    if (this.#defaults.get(userId) === id && others.length > 0) {
      return { kind: "isDefaultMethod", requestId };
    }
    this.#delete(userId, id, removalId, atMs);
    return { kind: "removed", requestId };
  }

  #delete(userId: string, id: MethodId, removalId: string | null, atMs: number): void {
    const list = this.list(userId).filter((one) => !isAuthenticator(one) || one.id !== id);
    this.#save(userId, list, atMs);
    const deletion = { userId, id, removalId, atMs };
    this.deletions.push(deletion);
    this.#onDeleted(deletion);
  }

  #save(userId: string, list: readonly Method[], atMs: number): void {
    this.#lists.set(userId, list);
    this.#history.set(userId, [...(this.#history.get(userId) ?? []), { atMs, list }]);
  }
}
