import type { Person } from "./person.ts";

/** A person as the directory and the mail system know them. */
export type Entry = {
  readonly person: Person;
  readonly isEnabled: boolean;
  /** Time zone of the mailbox, a Windows or an IANA name, or null = no mailbox. */
  readonly timeZone: string | null;
};
