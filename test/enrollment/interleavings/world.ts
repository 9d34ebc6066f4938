import type { PersonKey } from "../../../src/enrollment/person.ts";
import type { RemovalIntent } from "../../../src/enrollment/removal-audit.ts";
import { type MethodId, methodId, tenantId, userId } from "../../../src/methods/ids.ts";
import type { AuthenticatorMethod } from "../../../src/methods/method.ts";
import { aDevice, aMethod } from "../../builders/methods.ts";
import { FakeFactsStore } from "../../fakes/fake-facts-store.ts";
import { FakeRemovalAudit } from "../../fakes/fake-removal-audit.ts";
import { FakeRemovalLock } from "../../fakes/fake-removal-lock.ts";
import { entriesIn } from "../removal-builders.ts";
import type { Claim, OldFacts, Phone, Scenario } from "./scenario.ts";
import { type Deletion, type Fate, LAG_MS, SimulatedGraph } from "./simulated-graph.ts";
import { type Choose, choicesOf, Steps } from "./steps.ts";

const BEGIN_MS = Date.parse("2026-11-24T12:00:00Z");
const HOUR_MS = 60 * 60_000;
/** What is acted on may be this old (`SEND_WITHIN_MS` of the use case), and the list it came from may lag. */
const OLDEST_ACTED_ON_MS = 30_000 + LAG_MS;

/** A promise was broken; the message says which, the trace how. */
export class BrokenPromise extends Error {}

/** A protocol step that is left out, to see whether anybody notices. */
export type LeftOut =
  | "reading before each"
  | "lock"
  | "one open intent"
  | "intent before the request"
  | "asking whether the lock is held"
  | "second decision"
  | "age of what was read"
  | "memory of what was removed"
  | "waiting before settling"
  | "Graph's limit on the age of MFA";

/** One DELETE that left, for which order. */
export type Sending = {
  readonly orderId: number;
  readonly userId: string;
  readonly id: MethodId;
  readonly removalId: string;
};

/** People, their phones, Graph and the database: all that replicas share. Time passes when the world says so. */
export class World {
  readonly steps: Steps;
  readonly graph: SimulatedGraph;
  readonly audit = new FakeRemovalAudit();
  readonly lock = new FakeRemovalLock();
  readonly facts = new FakeFactsStore();
  readonly choose: Choose;
  readonly sendings: Sending[] = [];
  readonly intents = new Map<string, RemovalIntent & { readonly userId: string }>();
  /** Whose connection holds a person's lock. */
  readonly holders = new Map<string, { readonly who: string }>();
  readonly people: readonly PersonKey[];
  readonly #phones = new Map<string, AuthenticatorMethod[]>();
  readonly #scenario: Scenario;
  readonly #leftOut: ReadonlySet<LeftOut>;
  nowMs = BEGIN_MS;
  #faultPercent: number;
  #lagPercent: number;

  constructor(scenario: Scenario, leftOut: readonly LeftOut[] = []) {
    this.#scenario = scenario;
    this.#leftOut = new Set(leftOut);
    this.#faultPercent = scenario.faultPercent;
    this.#lagPercent = scenario.lagPercent;
    this.choose = choicesOf(scenario.seed);
    this.steps = new Steps(scenario.stickiness);
    const checksMfa = !this.leavesOut("Graph's limit on the age of MFA");
    this.graph = new SimulatedGraph((deletion) => {
      this.#checkDeletion(deletion);
    }, checksMfa);
    this.people = scenario.people.map((_, index) => ({
      tenantId: tenantId("home"),
      userId: userId(`person-${String(index)}`),
    }));
  }

  async populate(): Promise<void> {
    for (const [index, person] of this.#scenario.people.entries()) {
      const key = this.person(index);
      this.graph.register(key.userId, [aMethod({ kind: "password" })], BEGIN_MS);
      for (const phone of person.phones) this.register(index, phone);
      this.graph.read(
        { value: "", owner: { ...key, isGuest: false }, accountHint: null },
        BEGIN_MS,
        0,
      );
      if (person.defaultPhone !== null) {
        this.graph.setDefault(key.userId, this.phone(index, person.defaultPhone).id);
      }
      if (person.oldFacts !== null) await this.#establish(index, person.oldFacts);
      if (person.claim !== null) await this.claim(index, person.claim);
    }
  }

  get hasLag(): boolean {
    return this.#scenario.lagPercent > 0;
  }

  leavesOut(what: LeftOut): boolean {
    return this.#leftOut.has(what);
  }

  /** True so many times of a hundred. */
  isFaulty(): boolean {
    return this.choose(100) < this.#faultPercent;
  }

  /** The same for requests to remove. */
  isRefused(): boolean {
    return this.choose(100) < this.#scenario.refusedPercent;
  }

  /** And for lists that lag. */
  isLagging(): boolean {
    return this.choose(100) < this.#lagPercent;
  }

  get fate(): Fate | null {
    return this.#scenario.fate;
  }

  endFaults(): void {
    this.#faultPercent = 0;
    this.#lagPercent = 0;
  }

  person(index: number): PersonKey {
    const key = this.people[index % this.people.length];
    if (key === undefined) throw new Error("A world without people");
    return key;
  }

  phone(person: number, index: number): AuthenticatorMethod {
    const phones = this.#phones.get(this.person(person).userId) ?? [];
    const phone = phones[index % phones.length];
    if (phone === undefined) throw new Error("A person without phones");
    return phone;
  }

  register(person: number, { name, version, isLite }: Phone): void {
    const { userId: user } = this.person(person);
    const phones = this.#phones.get(user) ?? [];
    const phone = aDevice(`${user}-phone-${String(phones.length)}`, {
      displayName: name,
      phoneAppVersion: version,
      // The one in the hand counts: whom it does not make ready, nobody can lock out.
      clientApp: isLite && phones.length > 0 ? "outlookMobile" : null,
    });
    this.#phones.set(user, [...phones, phone]);
    this.graph.register(user, [phone], this.nowMs);
  }

  /**
   * An honest person names the phone in the hand, or an entry that they cannot tell from it: one of the same look, or
   * Outlook on the same phone. What only was registered need not work.
   */
  async claim(person: number, { phone, evidence, strength }: Claim): Promise<void> {
    const key = this.person(person);
    const inHand = this.phone(person, 0);
    const named = this.phone(person, phone);
    const isCertain = evidence === "appeared" || strength === "logged";
    const mayBeNamed =
      !this.#scenario.isHonest ||
      (!isCertain &&
        (strength === "registered" ||
          named.clientApp === "outlookMobile" ||
          cannotTell(named, inHand)));
    const { id } = mayBeNamed ? named : inHand;
    const at = new Date(this.nowMs);
    await this.facts.confirmDevice(key, id, evidence, at);
    await this.facts.saveProof(key, { methodId: id, strength, at });
  }

  /** Long ago any phone may have been in the hand; and a clock may have been wrong. */
  async #establish(person: number, { currentPhone, evidence, proof }: OldFacts): Promise<void> {
    const key = this.person(person);
    if (currentPhone !== null) {
      const at = new Date(this.nowMs - 48 * HOUR_MS);
      await this.facts.confirmDevice(key, this.phone(person, currentPhone).id, evidence, at);
    }
    if (proof === null) return;
    const { phone, strength, hoursAgo } = proof;
    const at = new Date(this.nowMs - hoursAgo * HOUR_MS);
    const isJustNow = hoursAgo === 0 && this.#scenario.isHonest && strength !== "registered";
    const { id } = this.phone(person, isJustNow ? 0 : phone);
    await this.facts.saveProof(key, { methodId: id, strength, at });
  }

  removeByOwner(person: number, index: number): void {
    const { id } = this.phone(person, index);
    if (this.#scenario.isHonest && id === this.phone(person, 0).id) return;
    this.graph.removeByOwner(this.person(person).userId, id, this.nowMs);
  }

  /** A target of an order: one's own, the next person's, or nobody's. */
  target(person: number, number: number): MethodId {
    if (number >= 30) return aMethod({ kind: "password" }).id;
    if (number >= 20) return methodId("nobody's");
    return number >= 10 ? this.phone(person + 1, number - 10).id : this.phone(person, number).id;
  }

  passTime(ms: number): void {
    this.nowMs += ms;
    this.graph.passTo(this.nowMs);
  }

  /** One lets go on; true until nobody waits. */
  async step(): Promise<boolean> {
    this.passTime(this.choose(300));
    const went = await this.steps.next(this.choose);
    for (const { userId: user } of this.people) {
      if (this.graph.underWay(user, this.nowMs).length > 1) {
        throw new BrokenPromise("two requests of one person are under way");
      }
    }
    return went;
  }

  /** Checked when the use case asks for a DELETE: on what does it rest? */
  checkFreshness(proved: MethodId | null): void {
    const lost = this.graph.deletions.find(({ id }) => id === proved);
    if (lost !== undefined && this.nowMs - lost.atMs > OLDEST_ACTED_ON_MS) {
      throw new BrokenPromise("the phone it relies on has been gone for long");
    }
  }

  /** Checked when a DELETE leaves. */
  async checkSending(sending: Sending): Promise<void> {
    const isOwn = this.graph.owned.get(sending.userId)?.has(sending.id) ?? false;
    if (!isOwn) throw new BrokenPromise("the id is not the person's");
    const entries = (await entriesIn(this.audit)).filter(
      ({ key }) => key.userId === sending.userId,
    );
    const entry = entries.find(({ removalId }) => removalId === sending.removalId);
    if (entry === undefined) throw new BrokenPromise("there is no intent in the audit");
    if (entry.methodId !== sending.id) throw new BrokenPromise("the intent is about another entry");
    if (entries.filter(({ settled }) => settled === null).length > 1) {
      throw new BrokenPromise("two removals of one person are open");
    }
    this.sendings.push(sending);
  }

  #checkDeletion({ userId: user, id, removalId }: Deletion): void {
    if (removalId === null) return;
    const index = this.people.findIndex((key) => key.userId === user);
    if (this.#scenario.isHonest && id === this.phone(index, 0).id) {
      throw new BrokenPromise("the phone in the hand was removed");
    }
    const relied = this.intents.get(removalId)?.proof.methodId;
    if (relied === undefined || relied === id) {
      throw new BrokenPromise("the phone that it relied on was removed");
    }
    const earlier = this.graph.deletions.find((one) => one.id === relied);
    if (earlier !== undefined && earlier.removalId !== null) {
      throw new BrokenPromise("it relied on a phone that we had removed");
    }
  }
}

// By words of its own: what of two phones is known on both, and differs.
function cannotTell(a: AuthenticatorMethod, b: AuthenticatorMethod): boolean {
  const seen = (text: string | null) => text?.toLowerCase().replaceAll(" ", "") ?? "";
  const differs = (one: string, other: string) => one !== "" && other !== "" && one !== other;
  return (
    !differs(seen(a.displayName), seen(b.displayName)) &&
    !differs(seen(a.phoneAppVersion), seen(b.phoneAppVersion))
  );
}
