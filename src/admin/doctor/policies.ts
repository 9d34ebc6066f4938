import type { MethodPolicy } from "../../methods/policy.ts";
import { type PolicyConflict, policyConflicts } from "../../reminders/policy-conflicts.ts";
import type { PolicyTarget } from "../../reminders/tenant-policies.ts";
import { refusalText } from "../graph-words.ts";
import { conflictText } from "../tenant-warnings.ts";
import { type Finding, notChecked, ok, warning } from "./finding.ts";
import type { Probes } from "./probes.ts";
import { halvesOf } from "./reason.ts";

/** Where the tenant's own settings work against the reminders. */
export function judgePolicies(
  answer: Awaited<ReturnType<Probes["policies"]>>,
  policy: MethodPolicy,
): Finding | readonly Finding[] {
  if (answer.kind !== "read") return notChecked(refusalText(answer));
  const conflicts = policyConflicts(answer.policies, policy);
  if (conflicts.length === 0) return ok("nothing in the tenant works against the reminders");
  return conflicts.map((conflict) => {
    const { text, next } = halvesOf(conflictText(withoutPeople(conflict)));
    return warning(text, next ?? TWO_CAMPAIGNS);
  });
}

const TWO_CAMPAIGNS =
  "Decide which of the two campaigns asks people; pushready campaign pause stops ours.";

/** Ids of people are nobody's business here; how many there are is. */
function withoutPeople(conflict: PolicyConflict): PolicyConflict {
  if (!("targets" in conflict)) return conflict;
  const groups = conflict.targets.filter(({ type }) => type === "group");
  const people = conflict.targets.length - groups.length;
  const counted: readonly PolicyTarget[] =
    people === 0 ? [] : [{ type: "user", id: `× ${people}` }];
  return { ...conflict, targets: [...groups, ...counted] };
}
