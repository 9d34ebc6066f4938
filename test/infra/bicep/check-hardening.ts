import type { BicepFile, Resource } from "./parse-bicep.ts";

/** What has to be written in every resource of a type. */
const REQUIRED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Microsoft.BotService/botServices": { "properties.disableLocalAuth": "true" },
  "Microsoft.ContainerRegistry/registries": {
    "properties.adminUserEnabled": "false",
    "properties.anonymousPullEnabled": "false",
  },
  "Microsoft.App/containerApps": {
    "properties.configuration.ingress.allowInsecure": "false",
    "properties.template.scale.minReplicas": "minReplicas",
  },
  "Microsoft.DBforPostgreSQL/flexibleServers": {
    "properties.authConfig.activeDirectoryAuth": "'Enabled'",
    "properties.authConfig.passwordAuth": "'Disabled'",
  },
  "Microsoft.Insights/components": { "properties.DisableLocalAuth": "true" },
  "Microsoft.KeyVault/vaults": {
    "properties.enableRbacAuthorization": "true",
    "properties.enablePurgeProtection": "true",
  },
  "Microsoft.OperationalInsights/workspaces": { "properties.features.disableLocalAuth": "true" },
  "Microsoft.Web/sites": {
    "properties.httpsOnly": "true",
    "properties.siteConfig.alwaysOn": "true",
    "properties.siteConfig.ftpsState": "'Disabled'",
    "properties.siteConfig.minTlsVersion": "'1.2'",
    "properties.siteConfig.scmMinTlsVersion": "'1.2'",
    "properties.siteConfig.remoteDebuggingEnabled": "false",
    "properties.siteConfig.healthCheckPath": "'/healthz'",
  },
  "Microsoft.Web/sites/basicPublishingCredentialsPolicies": { "properties.allow": "false" },
};

/** Types that have diagnostic settings, each of which therefore has one. */
const DIAGNOSED: ReadonlySet<string> = new Set([
  "Microsoft.App/containerApps",
  "Microsoft.App/managedEnvironments",
  "Microsoft.BotService/botServices",
  "Microsoft.ContainerRegistry/registries",
  "Microsoft.DBforPostgreSQL/flexibleServers",
  "Microsoft.KeyVault/vaults",
  "Microsoft.Network/networkSecurityGroups",
  "Microsoft.Network/virtualNetworks",
  "Microsoft.OperationalInsights/workspaces",
  "Microsoft.Web/serverfarms",
  "Microsoft.Web/sites",
]);

/** Roles that the service's identity may have, and what for. */
const ROLES: Readonly<Record<string, string>> = {
  "3913510d-42f4-4e42-8a64-420c390055eb": "Monitoring Metrics Publisher",
  "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
  "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
};

const BOT_TYPES = ["SingleTenant", "UserAssignedMSI"];

/** Weak settings, and resources that nobody would see failing. */
export function problemsOfHardening(source: string, file: BicepFile): readonly string[] {
  return [
    ...file.resources.flatMap(problemsOf),
    ...file.resources
      .filter((resource) => lacksDiagnostics(resource, file))
      .map(({ name, type }) => `${name} (${type}): has no diagnostic setting`),
    ...problemsOfRoles(source, file),
    ...file.parameters
      .filter(({ name }) => name === "botType")
      .filter(({ isAllowedOnly }) => isAllowedOnly?.toSorted().join() !== BOT_TYPES.join())
      .map(({ name }) => `${name}: has to allow ${BOT_TYPES.join(" and ")} only`),
    ...file.parameters
      .filter(({ name }) => /^(minReplicas|instances)$/.test(name))
      .filter(({ fallback }) => Number(fallback) < 2)
      .map(({ name }) => `${name}: fewer than two cannot be replaced unnoticed`),
  ];
}

function problemsOf({ name, type, values }: Resource): readonly string[] {
  const problems = Object.entries(REQUIRED[type] ?? {})
    .filter(([path, value]) => values.get(path) !== value)
    .map(([path, value]) => `${name} (${type}): ${path} has to be ${value}`);
  const botType = values.get("properties.msaAppType");
  if (type === "Microsoft.BotService/botServices" && botType !== "botType") {
    problems.push(`${name}: msaAppType has to be the parameter botType`);
  }
  return problems;
}

function lacksDiagnostics({ name, type, isExisting }: Resource, file: BicepFile): boolean {
  const isDiagnosed = file.resources.some(
    (other) =>
      other.type === "Microsoft.Insights/diagnosticSettings" && other.values.get("scope") === name,
  );
  return DIAGNOSED.has(type) && !isExisting && !isDiagnosed;
}

/** A role is given on one resource, never on a whole group of them, and it is one of those known here. */
function problemsOfRoles(source: string, { resources }: BicepFile): readonly string[] {
  const assignments = resources.filter(
    ({ type }) => type === "Microsoft.Authorization/roleAssignments",
  );
  const ids = [...source.matchAll(/RoleId = '([^']*)'/g)].map(([, id = ""]) => id);
  return [
    ...assignments
      .filter(
        ({ values }) =>
          !values.has("scope") || /Group\(|subscription\(/.test(values.get("scope") ?? ""),
      )
      .map(({ name }) => `${name}: a role has to be scoped to one resource`),
    ...ids
      .filter((id) => ROLES[id] === undefined)
      .map((id) => `${id}: not one of ${Object.values(ROLES).join(", ")}`),
    ...(assignments.length > ids.length ? ["a role assignment without a role of its own"] : []),
  ];
}
