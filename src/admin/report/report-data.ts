import type { Campaign } from "../../reminders/campaign.ts";
import type { Reachability } from "../../reminders/candidate.ts";
import type { ComplianceCounts, ComplianceRecord } from "../../reminders/compliance-history.ts";
import type { DeliveryCounts } from "../../reminders/delivery-queue.ts";
import { REPORT_METHODS, type ReportMethod } from "../../reminders/report-methods.ts";

/** All that a report shows. */
export type ReportData = {
  readonly organisationName: string;
  readonly madeAt: Date;
  /** Null: there was none yet. */
  readonly campaign: Campaign | null;
  readonly scannedAt: Date | null;
  readonly counts: ComplianceCounts;
  /** From the oldest to the newest. */
  readonly history: readonly ComplianceRecord[];
  readonly outcomes: Awaited<ReturnType<DeliveryCounts["byOutcome"]>>;
  readonly byDay: Awaited<ReturnType<DeliveryCounts["byDay"]>>;
};

export type Amount = { readonly name: string; readonly count: number };

const METHOD_NAMES: Readonly<Record<ReportMethod, string>> = {
  microsoftAuthenticatorPush: "Authenticator push",
  microsoftAuthenticatorPasswordless: "Authenticator phone sign-in",
  softwareOneTimePasscode: "Code from an app",
  hardwareOneTimePasscode: "Code from a token",
  mobilePhone: "Mobile phone",
  alternateMobilePhone: "Second mobile phone",
  officePhone: "Office phone",
  email: "Email",
  securityQuestion: "Security question",
  fido2SecurityKey: "Security key",
  passKeyDeviceBound: "Passkey, device-bound",
  passKeyDeviceBoundAuthenticator: "Passkey in Authenticator",
  passKeyDeviceBoundWindowsHello: "Passkey in Windows Hello",
  passKeySynced: "Passkey, synced",
  windowsHelloForBusiness: "Windows Hello for Business",
  macOsSecureEnclaveKey: "Secure Enclave key (Mac)",
  temporaryAccessPass: "Temporary Access Pass",
  externalAuthMethod: "External method",
  qrCode: "QR code",
  other: "Other",
};

/** Methods that anybody has, most people first. */
export const methodAmounts = ({ byMethod }: ComplianceCounts): readonly Amount[] =>
  REPORT_METHODS.map((method) => ({ name: METHOD_NAMES[method], count: byMethod[method] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);

const REACHABILITY_NAMES: readonly (readonly [Reachability, string])[] = [
  ["reachable", "Can be written to"],
  ["unknown", "Never met"],
  ["notInstalled", "App not installed"],
  ["removed", "App removed"],
  ["blocked", "Bot blocked"],
  ["gone", "Chat gone"],
];

export const reachabilityAmounts = ({ byReachability }: ComplianceCounts): readonly Amount[] =>
  REACHABILITY_NAMES.map(([state, name]) => ({ name, count: byReachability[state] }));

const STATE_NAMES: Readonly<Record<ReportData["outcomes"][number]["state"], string>> = {
  sent: "Sent",
  pending: "Waiting",
  claimed: "Waiting",
  sending: "On its way",
  unknown: "Not known whether it arrived",
  failed: "Failed",
  skipped: "Not sent",
};

/** Reminders by what became of them and why, most of them first. */
export function outcomeAmounts({ outcomes }: Pick<ReportData, "outcomes">): readonly Amount[] {
  const amounts = new Map<string, number>();
  for (const { state, why, count } of outcomes) {
    const name = `${STATE_NAMES[state]}${why === null ? "" : ` (${why})`}`;
    amounts.set(name, (amounts.get(name) ?? 0) + count);
  }
  return [...amounts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}
