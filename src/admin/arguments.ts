import { InvalidArgumentError } from "commander";
import { z } from "zod/v4";
import { type UserId, userId } from "../methods/ids.ts";

const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const guid = z.guid();

/** A date is its midnight in UTC; a time of day needs its zone, because whose clock is meant would be a guess. */
export function parseTime(value: string): Date {
  if (!time.safeParse(value).success) {
    throw new InvalidArgumentError(
      "Give a date such as 2026-01-31 (midnight UTC), or a time with its zone such as 2026-01-31T09:30:00Z.",
    );
  }
  return new Date(value);
}

export function parseUser(value: string): UserId {
  if (!guid.safeParse(value).success) {
    throw new InvalidArgumentError(
      "Give the user's object id in Entra, such as 11111111-2222-3333-4444-555555555555.",
    );
  }
  return userId(value);
}
