/** Work that some replica does now and then, one at a time over all of them. Safe to run twice, and to break off. */
export type JobDefinition = {
  /** Letters, digits and hyphens; unique, and not `vacuum`. It is stored, so it does not change. */
  readonly name: string;
  /** Cron expression of five fields, in an IANA zone; null: only when somebody asks. */
  readonly schedule: { readonly cron: string; readonly timeZone: string } | null;
  /**
   * Rejects when it is to be tried again. The signal ends when this replica stops, and when another one has taken the
   * job over; whatever it then resolves to, it is tried again.
   */
  readonly run: (signal: AbortSignal) => Promise<void>;
};
