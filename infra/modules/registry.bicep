metadata name = 'Container registry'
metadata description = 'Where the service\'s image lies. Nobody has a password to it.'

@description('Required. Name of the registry: letters and digits only.')
@minLength(5)
@maxLength(50)
param name string

@description('Required. Region.')
param location string

@description('Required. Object id of the identity that may pull images.')
param principalId string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Conditional. Resource id of the subnet of the private endpoint; required when privateDnsZoneId is set. Empty: reached over the public network, by identities with a role. With it the registry is a Premium one.')
param privateEndpointSubnetId string = ''

@description('Conditional. Resource id of the private DNS zone privatelink.azurecr.io; required when privateEndpointSubnetId is set.')
param privateDnsZoneId string = ''

@description('Optional. Tags.')
param tags object = {}

// AcrPull.
var pullRoleId = '7f951dda-4ed3-4680-a7ca-43fe172d538d'
var isPrivate = !empty(privateEndpointSubnetId)

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: isPrivate ? 'Premium' : 'Basic'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, principalId, pullRoleId)
  scope: registry
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', pullRoleId)
  }
}

resource privateEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = if (isPrivate) {
  name: 'pe-${name}'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: privateEndpointSubnetId
    }
    privateLinkServiceConnections: [
      {
        name: 'registry'
        properties: {
          privateLinkServiceId: registry.id
          groupIds: [
            'registry'
          ]
        }
      }
    ]
  }
}

resource dnsGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = if (isPrivate) {
  parent: privateEndpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'registry'
        properties: {
          privateDnsZoneId: privateDnsZoneId
        }
      }
    ]
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: registry
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
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

@description('Name of the registry, for az acr build.')
output name string = registry.name

@description('Host that images are pulled from.')
output loginServer string = registry.properties.loginServer
