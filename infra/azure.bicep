metadata name = 'PushReady'
metadata description = 'Everything that PushReady runs on in Azure, with no secret but the key that encrypts tokens at rest.'

targetScope = 'resourceGroup'

type environmentVariable = {
  @description('Name, as src/config knows it.')
  name: string

  @description('Value.')
  value: string
}

@description('Required. Letters and digits that make the resources\' names unique.')
@minLength(3)
@maxLength(8)
param resourceSuffix string

@description('Optional. Region.')
param location string = resourceGroup().location

@description('Required. How the bot proves who it is: UserAssignedMSI (the managed identity is the bot) or SingleTenant (the app registration is the bot and trusts the managed identity). Multi-tenant bots can no longer be created.')
@allowed([
  'SingleTenant'
  'UserAssignedMSI'
])
param botType string

@description('Required. Client id of the app registration that people sign in to, in Teams and on the web (infra/entra). With SingleTenant it is the bot too.')
@minLength(36)
@maxLength(36)
param signInClientId string

@description('Optional. Application ID URI of that app registration; the same as webApplicationInfo.resource in the app\'s manifest.')
param tokenExchangeUrl string = 'api://botid-${signInClientId}'

@description('Required. Id of the Teams app, as in its manifest.')
@minLength(36)
@maxLength(36)
param teamsAppId string

@description('Required. Key that encrypts tokens at rest, made by: openssl rand -base64 32. While it is replaced: the new one and the old one, comma-separated.')
@secure()
@minLength(44)
param tokenKey string

@description('Required. Image to run, for instance pushreadyregistry.azurecr.io/pushready@sha256:…; none: build everything but the app, so that there is a registry to push the first image to. It counts with hosting containerApps only.')
@minLength(4)
param containerImage string

@description('Optional. Where the service runs.')
@allowed([
  'appService'
  'containerApps'
])
param hosting string = 'containerApps'

@description('Optional. Replicas or instances that always run.')
@minValue(2)
@maxValue(30)
param minReplicas int = 2

@description('Optional. Replicas at most, with hosting containerApps.')
@minValue(2)
@maxValue(30)
param maxReplicas int = 10

@description('Optional. Origin under which people reach the service, where it has a domain of its own: https, without a path. Empty: the address that Azure gives.')
param publicUrl string = ''

@description('Optional. Who reads the directory: federated (the app registration, which trusts the managed identity and has its permissions in one place) or managedIdentity.')
@allowed([
  'federated'
  'managedIdentity'
])
param directoryIdentity string = 'federated'

@description('Optional. Name of the OAuth connection.')
param oauthConnectionName string = 'graph'

@description('Optional. Last part of the subject of the federated credential of the OAuth connection, on the app registration.')
@minLength(3)
param oauthUniqueIdentifier string = 'pushready-graph'

@description('Optional. Name that people read on the cards.')
@minLength(1)
@maxLength(80)
param organisationName string = 'VIPdesk'

@description('Optional. Where "Submit a request" leads. The default leads nowhere useful.')
param helpDeskUrl string = 'https://support.example.com/request'

@description('Optional. Further settings of the service, as .env.example has them, for instance those of the reminders. None of them may be a secret: they can be read by whoever may read the app.')
param furtherSettings environmentVariable[] = []

@description('Optional. Whether database and vault are reached over a network of our own only.')
param privateNetworking bool = true

@description('Optional. Whether the registry is, too; it needs privateNetworking, costs a Premium registry, and images can then only be pushed from inside.')
param privateRegistry bool = false

@description('Optional. First two numbers of the addresses of the network.')
@minLength(3)
param addressStart string = '10.71'

@description('Optional. Whether what can be is spread over the zones of the region; with Container Apps it needs privateNetworking. It cannot be changed later.')
param zoneRedundant bool = false

@description('Optional. Size of the database server.')
param databaseSkuName string = 'Standard_B2s'

@description('Optional. Tier that databaseSkuName belongs to.')
@allowed([
  'Burstable'
  'GeneralPurpose'
  'MemoryOptimized'
])
param databaseSkuTier string = 'Burstable'

@description('Optional. A standby of the database server, which a Burstable one cannot have.')
@allowed([
  'Disabled'
  'SameZone'
  'ZoneRedundant'
])
param databaseHighAvailability string = 'Disabled'

@description('Optional. For how many days the database can be set back to any moment.')
@minValue(7)
@maxValue(35)
param backupDays int = 14

@description('Optional. Object id of an Entra group that administers the database. The service then has a role with fewer rights, which the group makes (infra/README.md). Empty: the service\'s identity administers the server.')
param databaseAdministratorsId string = ''

@description('Conditional. Name of that group; required when databaseAdministratorsId is set.')
param databaseAdministratorsName string = ''

@description('Optional. Mail addresses that hear of alerts.')
param alertMailAddresses string[] = []

@description('Optional. For how many days logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Optional. fatal, error, warn, info, debug or trace.')
@allowed([
  'debug'
  'error'
  'fatal'
  'info'
  'trace'
  'warn'
])
param logLevel string = 'info'

@description('Optional. Whether locks keep database and vault from being deleted.')
param locks bool = false

@description('Optional. Tags of every resource.')
param tags object = {
  application: 'pushready'
}

var port = 3978
// Some names may have small letters only.
var suffix = toLower(resourceSuffix)
var identityName = 'id-pushready-${suffix}'
var appName = 'pushready-${suffix}'
// Globally unique names are derived, so that two organisations may choose the same suffix.
var uniqueName = '${suffix}${take(uniqueString(resourceGroup().id, suffix), 8)}'
var siteName = 'pushready-${uniqueName}'
var usesContainers = hosting == 'containerApps'
var hasApp = !usesContainers || containerImage != 'none'
var botId = botType == 'UserAssignedMSI' ? identity.outputs.clientId : signInClientId
var hasDatabaseGroup = !empty(databaseAdministratorsId)
var ownHost = usesContainers
  ? '${appName}.${containerEnvironment!.outputs.defaultDomain}'
  : '${siteName}.azurewebsites.net'
var origin = empty(publicUrl) ? 'https://${ownHost}' : publicUrl

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: identityName
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: 'log-pushready-${suffix}'
    applicationInsightsName: 'appi-pushready-${suffix}'
    location: location
    principalId: identity.outputs.principalId
    retentionDays: logRetentionDays
    tags: tags
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  name: 'network'
  params: {
    name: 'vnet-pushready-${suffix}'
    location: location
    workspaceId: monitoring.outputs.workspaceId
    databaseZoneLabel: 'pushready-${uniqueName}'
    addressStart: addressStart
    tags: tags
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    name: take('kv-${uniqueName}', 24)
    location: location
    tokenKey: tokenKey
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    privateEndpointSubnetId: privateNetworking ? network!.outputs.privateEndpointSubnetId : ''
    privateDnsZoneId: privateNetworking ? network!.outputs.vaultZoneId : ''
    lock: locks
    tags: tags
  }
}

module registry 'modules/registry.bicep' = if (usesContainers) {
  name: 'registry'
  params: {
    name: 'pushready${uniqueName}'
    location: location
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    privateEndpointSubnetId: privateNetworking && privateRegistry ? network!.outputs.privateEndpointSubnetId : ''
    privateDnsZoneId: privateNetworking && privateRegistry ? network!.outputs.registryZoneId : ''
    tags: tags
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: 'psql-pushready-${uniqueName}'
    location: location
    administratorObjectId: hasDatabaseGroup ? databaseAdministratorsId : identity.outputs.principalId
    administratorName: hasDatabaseGroup ? databaseAdministratorsName : identity.outputs.name
    administratorType: hasDatabaseGroup ? 'Group' : 'ServicePrincipal'
    workspaceId: monitoring.outputs.workspaceId
    skuName: databaseSkuName
    skuTier: databaseSkuTier
    highAvailability: databaseHighAvailability
    backupDays: backupDays
    delegatedSubnetId: privateNetworking ? network!.outputs.databaseSubnetId : ''
    privateDnsZoneId: privateNetworking ? network!.outputs.databaseZoneId : ''
    lock: locks
    tags: tags
  }
}

module containerEnvironment 'modules/container-environment.bicep' = if (usesContainers) {
  name: 'container-environment'
  params: {
    name: 'cae-pushready-${suffix}'
    location: location
    workspaceId: monitoring.outputs.workspaceId
    subnetId: privateNetworking ? network!.outputs.containerAppsSubnetId : ''
    zoneRedundant: privateNetworking && zoneRedundant
    tags: tags
  }
}

// No password anywhere: tokens of the managed identity take its place, and TLS with a checked name keeps them from others.
var databaseUrl = 'postgres://${uriComponent(identity.outputs.name)}@${database.outputs.host}:5432/${database.outputs.databaseName}?sslmode=verify-full'

// The names are those of src/config/environment.ts. TOKEN_KEY comes from the vault, in each hosting's own way.
var settings = concat(
  [
    {
      name: 'NODE_ENV'
      value: 'production'
    }
    {
      name: 'PORT'
      value: string(port)
    }
    {
      name: 'BOT_ID'
      value: botId
    }
    {
      name: 'TENANT_ID'
      value: tenant().tenantId
    }
    {
      name: 'BOT_TYPE'
      value: botType
    }
    {
      name: 'BOT_IDENTITY'
      value: 'managedIdentity'
    }
    {
      name: 'AZURE_CLIENT_ID'
      value: identity.outputs.clientId
    }
    {
      name: 'OAUTH_CONNECTION'
      value: oauthConnectionName
    }
    {
      name: 'DIRECTORY_IDENTITY'
      value: directoryIdentity
    }
    {
      name: 'DIRECTORY_CLIENT_ID'
      value: directoryIdentity == 'federated' ? signInClientId : identity.outputs.clientId
    }
    {
      name: 'DIRECTORY_TRUSTED_IDENTITY'
      value: identity.outputs.clientId
    }
    {
      name: 'TEAMS_APP_ID'
      value: teamsAppId
    }
    {
      name: 'PUBLIC_URL'
      value: origin
    }
    {
      name: 'SIGN_IN_CLIENT_ID'
      value: signInClientId
    }
    {
      name: 'SIGN_IN_IDENTITY'
      value: 'managedIdentity'
    }
    {
      name: 'DATABASE_URL'
      value: databaseUrl
    }
    {
      name: 'DATABASE_IDENTITY'
      value: 'managedIdentity'
    }
    {
      name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
      value: monitoring.outputs.connectionString
    }
    {
      name: 'TRUSTED_PROXIES'
      value: '1'
    }
    {
      name: 'ORGANISATION_NAME'
      value: organisationName
    }
    {
      name: 'HELP_DESK_URL'
      value: helpDeskUrl
    }
    {
      name: 'LOG_LEVEL'
      value: logLevel
    }
  ],
  furtherSettings
)

module containerApp 'modules/container-app.bicep' = if (usesContainers && hasApp) {
  name: 'container-app'
  params: {
    name: appName
    location: location
    environmentId: containerEnvironment!.outputs.resourceId
    identityId: identity.outputs.resourceId
    registryServer: registry!.outputs.loginServer
    image: containerImage
    environmentVariables: settings
    tokenKeyUri: keyVault.outputs.tokenKeyUri
    workspaceId: monitoring.outputs.workspaceId
    port: port
    minReplicas: minReplicas
    maxReplicas: max(minReplicas, maxReplicas)
    tags: tags
  }
}

module appService 'modules/app-service.bicep' = if (!usesContainers) {
  name: 'app-service'
  params: {
    name: siteName
    location: location
    identityId: identity.outputs.resourceId
    environmentVariables: settings
    tokenKeyUri: keyVault.outputs.tokenKeyUri
    workspaceId: monitoring.outputs.workspaceId
    subnetId: privateNetworking ? network!.outputs.appServiceSubnetId : ''
    instances: minReplicas
    zoneRedundant: zoneRedundant
    tags: tags
  }
}

module bot 'botRegistration/azurebot.bicep' = {
  name: 'bot'
  params: {
    name: 'bot-pushready-${uniqueName}'
    displayName: 'PushReady'
    botId: botId
    botType: botType
    identityId: identity.outputs.resourceId
    publicUrl: origin
    oauthClientId: signInClientId
    oauthConnectionName: oauthConnectionName
    oauthUniqueIdentifier: oauthUniqueIdentifier
    tokenExchangeUrl: tokenExchangeUrl
    workspaceId: monitoring.outputs.workspaceId
    tags: tags
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    namePrefix: 'pushready-${suffix}'
    location: location
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    publicUrl: origin
    mailAddresses: alertMailAddresses
    // Without an app nothing can be ready, and nobody wants to hear so.
    enabled: hasApp
    tags: tags
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    displayName: 'PushReady (${suffix})'
    location: location
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    tags: tags
  }
}

// The Agents Toolkit writes outputs into env/.env.NAME under these names.
@description('Id of the bot, for the app\'s manifest.')
output BOT_ID string = botId

@description('Host of the service, for validDomains in the app\'s manifest.')
output BOT_DOMAIN string = replace(origin, 'https://', '')

@description('Origin of the service.')
output PUBLIC_URL string = origin

@description('Id of the tenant.')
output TENANT_ID string = tenant().tenantId

@description('Name of the OAuth connection.')
output OAUTH_CONNECTION string = bot.outputs.oauthConnectionName

@description('Client id of the managed identity; the database and the monitor are signed in to with it.')
output AZURE_CLIENT_ID string = identity.outputs.clientId

@description('Object id of the managed identity; the subject of the federated credential on the app registration.')
output MANAGED_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId

@description('Name of the managed identity; the name of its role in the database.')
output MANAGED_IDENTITY_NAME string = identity.outputs.name

@description('Last part of the subject of the OAuth connection\'s federated credential.')
output OAUTH_UNIQUE_IDENTIFIER string = oauthUniqueIdentifier

@description('Registry to push images to; empty with hosting appService.')
output REGISTRY_NAME string = usesContainers ? registry!.outputs.name : ''

@description('Host of that registry; empty with hosting appService.')
output REGISTRY_SERVER string = usesContainers ? registry!.outputs.loginServer : ''

@description('Resource id of the web app that a zip is deployed to; empty with hosting containerApps.')
output BOT_AZURE_APP_SERVICE_RESOURCE_ID string = usesContainers ? '' : appService!.outputs.resourceId

@description('Resource id of the container app; empty before the first image, and with hosting appService.')
output BOT_AZURE_CONTAINER_APP_RESOURCE_ID string = usesContainers && hasApp ? containerApp!.outputs.resourceId : ''

@description('Host of the database server.')
output DATABASE_HOST string = database.outputs.host
