/** What happens to a dispatcher, for the log and whoever watches. Ids of people are never in it. */
export type DispatchNews =
  /** It leads from now on. `unknown` were being sent when the one before ended, and are not sent again. */
  | { readonly kind: "leads"; readonly returned: number; readonly unknown: number }
  /** Another replica leads; this one waits. */
  | { readonly kind: "standsBy" }
  | { readonly kind: "leaseLost" }
  /** Teams asked the whole tenant to wait. */
  | { readonly kind: "throttled"; readonly pauseMs: number }
  /** A permission is missing; nothing is asked of Graph that needs it for `pauseMs`. */
  | {
      readonly kind: "forbidden";
      readonly what: "recheck" | "mailboxZones" | "install";
      readonly permission: string;
      readonly pauseMs: number;
    }
  /** The app is not in the organisation's catalogue; nothing is installed for `pauseMs`. */
  | { readonly kind: "noSuchApp"; readonly pauseMs: number }
  /** Outcomes were written: how many of each state. */
  | { readonly kind: "settled"; readonly counts: Readonly<Partial<Record<SettledState, number>>> }
  /** Something that should not fail failed; the dispatcher begins anew. */
  | { readonly kind: "trouble"; readonly error: unknown };

export type SettledState = "sent" | "failed" | "skipped" | "unknown" | "pending";
