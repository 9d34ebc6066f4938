import type { Method } from "../methods/method.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import { assess } from "../methods/readiness.ts";

/** Whether these are all the methods of somebody who is ready; null where they do not tell. */
export function isReadyByMethods(
  methods: readonly Method[],
  policy: MethodPolicy,
  now: Date,
): boolean | null {
  const { readiness } = assess({ kind: "read", methods, isGuest: false }, policy, now);
  switch (readiness) {
    case "setUp":
    case "setUpWithLeftovers":
      return true;
    case "notSetUp":
      return false;
    case "cannotTell":
      return null;
  }
}
