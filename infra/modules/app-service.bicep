metadata name = 'App Service'
metadata description = 'The service as instances of a web app on Linux, deployed as a zip.'

type environmentVariable = {
  @description('Name, as src/config knows it.')
  name: string

  @description('Value.')
  value: string
}

@description('Required. Name of the web app; its host is NAME.azurewebsites.net.')
@minLength(2)
@maxLength(60)
param name string

@description('Required. Region.')
param location string

@description('Required. Resource id of the managed identity that the service runs as.')
param identityId string

@description('Required. The service\'s environment, but for TOKEN_KEY.')
param environmentVariables environmentVariable[]

@description('Required. Address of the secret TOKEN_KEY in the vault.')
param tokenKeyUri string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Resource id of the subnet delegated to App Service. Empty: no network of our own.')
param subnetId string = ''

@description('Optional. Size of an instance. A Premium one, for zones and the network.')
param skuName string = 'P0v3'

@description('Optional. Instances. Two, so that one can be lost or replaced unnoticed.')
@minValue(2)
@maxValue(30)
param instances int = 2

@description('Optional. Whether instances are spread over the zones of the region. It cannot be changed later.')
param zoneRedundant bool = false

@description('Optional. Tags.')
param tags object = {}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'asp-${name}'
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: skuName
    capacity: instances
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      linuxFxVersion: 'NODE|24-lts'
      appCommandLine: 'npm start'
      alwaysOn: true
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      remoteDebuggingEnabled: false
      healthCheckPath: '/healthz'
      vnetRouteAllEnabled: !empty(subnetId)
      appSettings: concat(environmentVariables, [
        {
          name: 'TOKEN_KEY'
          value: '@Microsoft.KeyVault(SecretUri=${tokenKeyUri})'
        }
        {
          // The zip is what runs, read-only.
          name: 'WEBSITE_RUN_FROM_PACKAGE'
          value: '1'
        }
        {
          name: 'SCM_DO_BUILD_DURING_DEPLOYMENT'
          value: 'false'
        }
      ])
    }
  }
}

resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: site
  name: 'ftp'
  properties: {
    allow: false
  }
}

// Deployment signs in with Entra, never with the site's own user and password.
resource noPublishingPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: site
  name: 'scm'
  properties: {
    allow: false
  }
}

// No log of requests (AppServiceHTTPLogs): links to sign in have their ticket in the path.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AppServiceConsoleLogs'
        enabled: true
      }
      {
        category: 'AppServicePlatformLogs'
        enabled: true
      }
      {
        category: 'AppServiceAuditLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

resource planDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: plan
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

@description('Resource id of the web app.')
output resourceId string = site.id

@description('Host of the web app.')
output host string = site.properties.defaultHostName
