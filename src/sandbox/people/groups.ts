import type { People } from "./people.ts";
import type { Person } from "./person.ts";

/** An Entra security group of the local tenant. */
export type Group = {
  readonly id: string;
  readonly displayName: string;
  /** Short names of members among the cast. */
  readonly cast: readonly string[];
  /** Share of the made-up people, 0 to 1. */
  readonly share: number;
  /** Groups that are members of this one. */
  readonly nested: readonly Group[];
};

const pilot: Group = {
  id: "99999999-5a4d-4001-8000-000000000001",
  displayName: "PushReady pilot",
  cast: ["sam", "nora", "priya"],
  share: 0.1,
  nested: [],
};

const frontline: Group = {
  id: "99999999-5a4d-4002-8000-000000000002",
  displayName: "Frontline without phones",
  cast: ["kaya"],
  share: 0.04,
  nested: [],
};

const administrators: Group = {
  id: "99999999-5a4d-4003-8000-000000000003",
  displayName: "PushReady administrators",
  cast: ["priya"],
  share: 0,
  nested: [],
};

const headquarters: Group = {
  id: "99999999-5a4d-4004-8000-000000000004",
  displayName: "Headquarters",
  cast: ["oscar", "gustav"],
  share: 0.2,
  nested: [pilot, administrators],
};

export const groups: readonly Group[] = [pilot, frontline, administrators, headquarters];

/** Whether the person belongs to the group, directly or through groups in it. */
export function belongsTo(group: Group, person: Person, people: People): boolean {
  return (
    group.cast.includes(person.name) ||
    people.isAmong(person, groups.indexOf(group), group.share) ||
    group.nested.some((inner) => belongsTo(inner, person, people))
  );
}
