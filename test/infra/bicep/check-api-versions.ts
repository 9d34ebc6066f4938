import type { BicepFile } from "./parse-bicep.ts";

/**
 * The earliest year of each type's API version. Before 2023 only where Azure has no later one, or no later one that is not
 * a preview.
 */
const EARLIEST: Readonly<Record<string, number>> = {
  "Microsoft.App/containerApps": 2025,
  "Microsoft.App/managedEnvironments": 2025,
  "Microsoft.Authorization/locks": 2020,
  "Microsoft.Authorization/roleAssignments": 2022,
  "Microsoft.BotService/botServices": 2023,
  "Microsoft.BotService/botServices/channels": 2023,
  "Microsoft.BotService/botServices/connections": 2023,
  "Microsoft.ContainerRegistry/registries": 2023,
  "Microsoft.DBforPostgreSQL/flexibleServers": 2024,
  "Microsoft.DBforPostgreSQL/flexibleServers/administrators": 2024,
  "Microsoft.DBforPostgreSQL/flexibleServers/configurations": 2024,
  "Microsoft.DBforPostgreSQL/flexibleServers/databases": 2024,
  "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules": 2024,
  "Microsoft.Insights/actionGroups": 2023,
  "Microsoft.Insights/components": 2020,
  "Microsoft.Insights/diagnosticSettings": 2021,
  "Microsoft.Insights/scheduledQueryRules": 2023,
  "Microsoft.Insights/webtests": 2022,
  "Microsoft.Insights/workbooks": 2023,
  "Microsoft.KeyVault/vaults": 2024,
  "Microsoft.KeyVault/vaults/secrets": 2024,
  "Microsoft.ManagedIdentity/userAssignedIdentities": 2024,
  "Microsoft.Network/networkSecurityGroups": 2024,
  "Microsoft.Network/privateDnsZones": 2024,
  "Microsoft.Network/privateDnsZones/virtualNetworkLinks": 2024,
  "Microsoft.Network/privateEndpoints": 2024,
  "Microsoft.Network/privateEndpoints/privateDnsZoneGroups": 2024,
  "Microsoft.Network/virtualNetworks": 2024,
  "Microsoft.OperationalInsights/workspaces": 2023,
  "Microsoft.Web/serverfarms": 2024,
  "Microsoft.Web/sites": 2024,
  "Microsoft.Web/sites/basicPublishingCredentialsPolicies": 2024,
};

/** Types of which a preview is the only version that can do what is needed. */
const PREVIEWS: ReadonlySet<string> = new Set([
  "Microsoft.BotService/botServices",
  "Microsoft.BotService/botServices/channels",
  "Microsoft.BotService/botServices/connections",
  "Microsoft.Insights/diagnosticSettings",
]);

/** Old API versions, and types that use more than one. */
export function problemsOfApiVersions(files: readonly BicepFile[]): readonly string[] {
  const resources = files.flatMap((file) => file.resources);
  const versions = Map.groupBy(resources, ({ type }) => type);
  return [...versions].flatMap(([type, uses]) => {
    const used = [...new Set(uses.map(({ apiVersion }) => apiVersion))];
    return [
      ...(used.length > 1 ? [`${type}: more than one API version (${used.join(", ")})`] : []),
      ...used.flatMap((version) => problemsOf(type, version)),
    ];
  });
}

function problemsOf(type: string, version: string): readonly string[] {
  const earliest = EARLIEST[type];
  if (earliest === undefined) return [`${type}: not in the table of API versions`];
  const [, year] = /^(\d{4})-\d{2}-\d{2}(-preview)?$/.exec(version) ?? [];
  if (year === undefined) return [`${type}: ${version} is no API version`];
  return [
    ...(Number(year) < earliest ? [`${type}: ${version} is older than ${earliest}`] : []),
    ...(version.endsWith("-preview") && !PREVIEWS.has(type)
      ? [`${type}: ${version} is a preview`]
      : []),
  ];
}
