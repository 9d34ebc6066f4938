import type { DefaultMethod, Person, SecurityInfo, StoredMethod } from "./person.ts";

/** Everybody of the local tenant and what they have registered; in memory, changeable while it runs. */
export interface People {
  readonly all: readonly Person[];
  find(name: string): Person | undefined;
  findById(id: string): Person | undefined;
  findByTeamsUserId(teamsUserId: string): Person | undefined;
  securityInfo(person: Person): SecurityInfo;
  addMethod(person: Person, method: StoredMethod): void;
  /** True when the method was there. */
  removeMethod(person: Person, methodId: string): boolean;
  setDefaultMethod(person: Person, method: DefaultMethod | null): void;
  /** Everybody's methods as at the start. */
  reset(): void;
}
