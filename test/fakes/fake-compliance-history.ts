import type { TenantId } from "../../src/methods/ids.ts";
import type {
  ComplianceHistory,
  ComplianceRecord,
} from "../../src/reminders/compliance-history.ts";

/** ComplianceHistory in memory, for one tenant. */
export class FakeComplianceHistory implements ComplianceHistory {
  readonly records: ComplianceRecord[] = [];

  add(_tenantId: TenantId, record: ComplianceRecord): Promise<void> {
    if (!this.records.some(({ run }) => run === record.run)) this.records.push(record);
    return Promise.resolve();
  }

  list(_tenantId: TenantId, since: Date | null): Promise<readonly ComplianceRecord[]> {
    return Promise.resolve(this.records.filter(({ at }) => since === null || at >= since));
  }
}
