import type { Registration } from "./candidate.ts";

/**
 * How far the registration report may lag behind. Graph says "up to a few hours"; `lastUpdatedDateTime` is when the
 * report was refreshed, not when something changed (Graph, userRegistrationDetails).
 */
export const REPORT_LAG_MS = 24 * 60 * 60 * 1000;

/** Up to when a registration can be trusted to know what had happened, in milliseconds since 1970. */
export const knowsUntilMs = ({ at, source }: Registration): number =>
  at.getTime() - (source === "report" ? REPORT_LAG_MS : 0);

/**
 * Newer facts win: what the chat or a re-check saw is not undone by a report that lags behind it. Of two that know
 * equally much, the one seen last wins. A store does the same in SQL.
 */
export const newerRegistration = (known: Registration | null, seen: Registration): Registration =>
  known !== null && knowsUntilMs(known) > knowsUntilMs(seen) ? known : seen;
