import type { Clock } from "../clock.ts";
import { cast } from "./cast.ts";
import type { Entry } from "./directory-entry.ts";
import { GeneratedPeople } from "./generated/generated-people.ts";
import type { DefaultMethod, Person, SecurityInfo, StoredMethod } from "./person.ts";
import { reportedNames } from "./reported-names.ts";

/** Everybody of the local tenant and what they have registered; in memory, changeable while it runs. */
export interface People {
  /** The cast: people with a name and a story. */
  readonly all: readonly Person[];
  /** Everybody of the directory: the cast, then the made-up people. */
  readonly count: number;
  /** @param position 0 … count − 1 */
  entryAt(position: number): Entry;
  entryOf(person: Person): Entry;
  /** By short name, any case. */
  find(name: string): Person | undefined;
  findById(id: string): Person | undefined;
  findByTeamsUserId(teamsUserId: string): Person | undefined;
  securityInfo(person: Person): SecurityInfo;
  /** Names of what the person had registered at `when`, as the registration report has them. */
  reported(person: Person, when: Date): readonly string[];
  /** Whether a made-up person is among a share of them; another share for each `group`. False for the cast. */
  isAmong(person: Person, group: number, share: number): boolean;
  addMethod(person: Person, method: StoredMethod): void;
  /** Sets properties of a method that is there. */
  changeMethod(person: Person, methodId: string, changes: Readonly<Record<string, unknown>>): void;
  /** True when the method was there. */
  removeMethod(person: Person, methodId: string): boolean;
  setDefaultMethod(person: Person, method: DefaultMethod | null): void;
  /** Sets the time zone of a mailbox (a Windows or an IANA name), or takes the mailbox away (null). */
  setTimeZone(person: Person, timeZone: string | null): void;
  /** Everybody as at the start. */
  reset(): void;
}

/** What somebody had until a moment. */
type Past = { readonly until: Date; readonly info: SecurityInfo };

/** The report lags by hours; nobody changes their methods more often than this in that time. */
const rememberedChanges = 100;

export class PeopleInMemory implements People {
  readonly all: readonly Person[];
  readonly #cast: ReadonlyMap<string, Entry>;
  readonly #castInfo: ReadonlyMap<string, SecurityInfo>;
  readonly #generated: GeneratedPeople;
  readonly #clock: Clock;
  // Only what differs from the start, so that a million made-up people take no room.
  readonly #changed = new Map<string, SecurityInfo>();
  readonly #past = new Map<string, readonly Past[]>();
  readonly #timeZones = new Map<string, string | null>();

  /**
   * @param startedAt the moment from which ages of methods are counted back
   * @param clock dates changes, so that the past can be reported
   */
  constructor(
    startedAt: Date,
    clock: Clock = { now: () => startedAt },
    generated: GeneratedPeople = new GeneratedPeople({ count: 0 }),
  ) {
    const members = cast(startedAt);
    this.all = members.map(({ person }) => person);
    this.#cast = new Map(
      members.map(({ person, timeZone }) => [person.id, { person, isEnabled: true, timeZone }]),
    );
    this.#castInfo = new Map(members.map(({ person, securityInfo }) => [person.id, securityInfo]));
    this.#generated = generated;
    this.#clock = clock;
  }

  get count(): number {
    return this.all.length + this.#generated.count;
  }

  entryAt(position: number): Entry {
    const member = this.all[position];
    return member === undefined
      ? this.#withTimeZone(this.#generated.at(position - this.all.length))
      : this.entryOf(member);
  }

  entryOf(person: Person): Entry {
    const index = this.#generated.indexOf(person.id);
    const known = this.#cast.get(person.id) ?? (index === null ? null : this.#generated.at(index));
    return this.#withTimeZone(known ?? { person, isEnabled: true, timeZone: null });
  }

  find(name: string): Person | undefined {
    const lower = name.toLowerCase();
    return this.all.find((person) => person.name === lower) ?? this.#made(lower);
  }

  findById(id: string): Person | undefined {
    const lower = id.toLowerCase();
    return this.#cast.get(lower)?.person ?? this.#made(lower);
  }

  findByTeamsUserId(teamsUserId: string): Person | undefined {
    return (
      this.all.find((person) => person.teamsUserId === teamsUserId) ??
      this.#made(/^29:1sandbox-(g\d+)$/.exec(teamsUserId)?.[1] ?? "")
    );
  }

  securityInfo(person: Person): SecurityInfo {
    return this.#changed.get(person.id) ?? this.#atStart(person);
  }

  reported(person: Person, when: Date): readonly string[] {
    const past = this.#past.get(person.id)?.find(({ until }) => until > when);
    const info = past?.info ?? this.#changed.get(person.id);
    if (info !== undefined) return reportedNames(info);
    const index = this.#generated.indexOf(person.id);
    return index === null ? reportedNames(this.#atStart(person)) : this.#generated.reported(index);
  }

  isAmong(person: Person, group: number, share: number): boolean {
    const index = this.#generated.indexOf(person.id);
    return index !== null && this.#generated.isAmong(index, group, share);
  }

  addMethod(person: Person, method: StoredMethod): void {
    const info = this.securityInfo(person);
    this.#change(person, { ...info, methods: [...info.methods, method] });
  }

  changeMethod(person: Person, methodId: string, changes: Readonly<Record<string, unknown>>): void {
    const info = this.securityInfo(person);
    const methods = info.methods.map((method) =>
      method.id === methodId ? { ...method, ...changes } : method,
    );
    this.#change(person, { ...info, methods });
  }

  removeMethod(person: Person, methodId: string): boolean {
    const info = this.securityInfo(person);
    const methods = info.methods.filter((method) => method.id !== methodId);
    this.#change(person, { ...info, methods });
    return methods.length < info.methods.length;
  }

  setDefaultMethod(person: Person, method: DefaultMethod | null): void {
    this.#change(person, { ...this.securityInfo(person), defaultMethod: method });
  }

  setTimeZone(person: Person, timeZone: string | null): void {
    this.#timeZones.set(person.id, timeZone);
  }

  reset(): void {
    this.#changed.clear();
    this.#past.clear();
    this.#timeZones.clear();
  }

  #change(person: Person, info: SecurityInfo): void {
    const past = { until: this.#clock.now(), info: this.securityInfo(person) };
    const known = this.#past.get(person.id) ?? [];
    this.#past.set(person.id, [...known.slice(1 - rememberedChanges), past]);
    this.#changed.set(person.id, info);
  }

  #atStart(person: Person): SecurityInfo {
    const index = this.#generated.indexOf(person.id);
    return index === null
      ? (this.#castInfo.get(person.id) ?? { methods: [], defaultMethod: null })
      : this.#generated.securityInfo(index);
  }

  #made(idOrName: string): Person | undefined {
    const index = this.#generated.indexOf(idOrName);
    return index === null ? undefined : this.#generated.at(index).person;
  }

  #withTimeZone(entry: Entry): Entry {
    const timeZone = this.#timeZones.get(entry.person.id);
    return timeZone === undefined ? entry : { ...entry, timeZone };
  }
}
