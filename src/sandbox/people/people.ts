import { cast } from "./cast.ts";
import type { DefaultMethod, Person, SecurityInfo, StoredMethod } from "./person.ts";

/** Everybody of the local tenant and what they have registered; in memory, changeable while it runs. */
export interface People {
  readonly all: readonly Person[];
  /** By short name, any case. */
  find(name: string): Person | undefined;
  findById(id: string): Person | undefined;
  findByTeamsUserId(teamsUserId: string): Person | undefined;
  securityInfo(person: Person): SecurityInfo;
  addMethod(person: Person, method: StoredMethod): void;
  /** Sets properties of a method that is there. */
  changeMethod(person: Person, methodId: string, changes: Readonly<Record<string, unknown>>): void;
  /** True when the method was there. */
  removeMethod(person: Person, methodId: string): boolean;
  setDefaultMethod(person: Person, method: DefaultMethod | null): void;
  /** Everybody's methods as at the start. */
  reset(): void;
}

export class PeopleInMemory implements People {
  readonly all: readonly Person[];
  readonly #atStart: ReadonlyMap<string, SecurityInfo>;
  #now: Map<string, SecurityInfo>;

  /** @param startedAt the moment from which ages of methods are counted back */
  constructor(startedAt: Date) {
    const members = cast(startedAt);
    this.all = members.map(({ person }) => person);
    this.#atStart = new Map(members.map(({ person, securityInfo }) => [person.id, securityInfo]));
    this.#now = new Map(this.#atStart);
  }

  find(name: string): Person | undefined {
    return this.all.find((person) => person.name === name.toLowerCase());
  }

  findById(id: string): Person | undefined {
    return this.all.find((person) => person.id === id.toLowerCase());
  }

  findByTeamsUserId(teamsUserId: string): Person | undefined {
    return this.all.find((person) => person.teamsUserId === teamsUserId);
  }

  securityInfo(person: Person): SecurityInfo {
    return this.#now.get(person.id) ?? { methods: [], defaultMethod: null };
  }

  addMethod(person: Person, method: StoredMethod): void {
    const info = this.securityInfo(person);
    this.#now.set(person.id, { ...info, methods: [...info.methods, method] });
  }

  changeMethod(person: Person, methodId: string, changes: Readonly<Record<string, unknown>>): void {
    const info = this.securityInfo(person);
    const methods = info.methods.map((method) =>
      method.id === methodId ? { ...method, ...changes } : method,
    );
    this.#now.set(person.id, { ...info, methods });
  }

  removeMethod(person: Person, methodId: string): boolean {
    const info = this.securityInfo(person);
    const methods = info.methods.filter((method) => method.id !== methodId);
    this.#now.set(person.id, { ...info, methods });
    return methods.length < info.methods.length;
  }

  setDefaultMethod(person: Person, method: DefaultMethod | null): void {
    this.#now.set(person.id, { ...this.securityInfo(person), defaultMethod: method });
  }

  reset(): void {
    this.#now = new Map(this.#atStart);
  }
}
