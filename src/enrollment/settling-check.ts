import type { CheckReadiness } from "./check.ts";
import type { SettleRemovalOf } from "./settle-removals.ts";

/**
 * A check that first settles what an earlier removal of this person left open. Trouble with that is no reason not to
 * look.
 */
export const settlingFirst =
  (
    check: CheckReadiness,
    settleRemovalOf: SettleRemovalOf,
    onTrouble: (error: unknown) => void,
  ): CheckReadiness =>
  async (key, token) => {
    await settleRemovalOf(key, token).catch(onTrouble);
    return check(key, token);
  };
