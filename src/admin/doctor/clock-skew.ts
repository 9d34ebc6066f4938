import { duration } from "../words.ts";
import { type Finding, failed, notChecked, ok, warning } from "./finding.ts";

const WARN_MS = 60_000;
/** Tokens are good five minutes before and after, as everybody's libraries have it. */
const FAIL_MS = 5 * 60_000;

/** How far two clocks are apart. */
export function judgeSkew(theirs: Date | null, ours: Date, whose: string): Finding {
  if (theirs === null) return notChecked(`${whose} tells no time`);
  const apart = Math.abs(theirs.getTime() - ours.getTime());
  if (apart <= WARN_MS) return ok(`together, to ${duration(Math.max(apart, 1_000))}`);
  const text = `this machine is ${duration(apart)} ${theirs > ours ? "behind" : "ahead"}`;
  const next = `Have this machine's clock set by the network (NTP), and look at ${whose}'s if it is yours.`;
  return apart > FAIL_MS
    ? failed(`${text}: tokens are refused as too old or too new`, next)
    : warning(text, next);
}
