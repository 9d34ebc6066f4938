import type { Migration } from "kysely/migration";
import * as people from "./0001-people.ts";
import * as conversationReferences from "./0002-conversation-references.ts";
import * as botState from "./0003-bot-state.ts";
import * as signInExchanges from "./0004-sign-in-exchanges.ts";
import * as guides from "./0005-guides.ts";
import * as enrollmentFacts from "./0006-enrollment-facts.ts";
import * as watches from "./0007-watches.ts";
import * as freshSignIns from "./0008-fresh-sign-ins.ts";
import * as deviceEvidence from "./0009-device-evidence.ts";
import * as removalAudit from "./0010-removal-audit.ts";
import * as removalLocks from "./0011-removal-locks.ts";
import * as registrations from "./0012-registrations.ts";
import * as complianceHistory from "./0013-compliance-history.ts";
import * as campaigns from "./0014-campaigns.ts";
import * as stances from "./0015-stances.ts";
import * as reachability from "./0016-reachability.ts";
import * as deliveries from "./0017-deliveries.ts";
import * as retention from "./0018-retention.ts";

/** Every migration by name, in order of name. Listed, not scanned, so that a bundle has them too. Only ever add. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-people": people,
  "0002-conversation-references": conversationReferences,
  "0003-bot-state": botState,
  "0004-sign-in-exchanges": signInExchanges,
  "0005-guides": guides,
  "0006-enrollment-facts": enrollmentFacts,
  "0007-watches": watches,
  "0008-fresh-sign-ins": freshSignIns,
  "0009-device-evidence": deviceEvidence,
  "0010-removal-audit": removalAudit,
  "0011-removal-locks": removalLocks,
  "0012-registrations": registrations,
  "0013-compliance-history": complianceHistory,
  "0014-campaigns": campaigns,
  "0015-stances": stances,
  "0016-reachability": reachability,
  "0017-deliveries": deliveries,
  "0018-retention": retention,
};
