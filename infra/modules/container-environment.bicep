metadata name = 'Container Apps environment'
metadata description = 'Where the replicas run. Apart from the app, because the app has to know its own address.'

@description('Required. Name of the environment.')
param name string

@description('Required. Region.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Conditional. Resource id of the subnet delegated to Container Apps; required when zoneRedundant is on. Empty: no network of our own.')
param subnetId string = ''

@description('Optional. Whether replicas are spread over the zones of the region. It cannot be changed later.')
param zoneRedundant bool = false

@description('Optional. Tags.')
param tags object = {}

resource managedEnvironment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    // By a diagnostic setting, so that no key of the workspace is needed.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    vnetConfiguration: empty(subnetId)
      ? null
      : {
          infrastructureSubnetId: subnetId
          // Teams calls the bot from outside.
          internal: false
        }
    zoneRedundant: zoneRedundant
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

// No log of requests: links to sign in have their ticket in the path.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: managedEnvironment
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
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

@description('Resource id of the environment.')
output resourceId string = managedEnvironment.id

@description('Domain under which the apps of the environment are reached.')
output defaultDomain string = managedEnvironment.properties.defaultDomain
