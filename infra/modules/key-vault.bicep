metadata name = 'Key vault'
metadata description = 'A vault with the one secret that nothing can replace: the key that encrypts tokens at rest.'

@description('Required. Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Region.')
param location string

@description('Required. Key that encrypts tokens at rest: 32 random bytes in base64; while it is replaced, the new one and the old one, comma-separated.')
@secure()
@minLength(44)
param tokenKey string

@description('Required. Object id of the identity that may read that secret, and no other.')
param principalId string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Conditional. Resource id of the subnet of the private endpoint; required when privateDnsZoneId is set. Empty: reached over the public network.')
param privateEndpointSubnetId string = ''

@description('Conditional. Resource id of the private DNS zone privatelink.vaultcore.azure.net; required when privateEndpointSubnetId is set.')
param privateDnsZoneId string = ''

@description('Optional. Whether a lock keeps the vault from being deleted.')
param lock bool = false

@description('Optional. Tags.')
param tags object = {}

// Key Vault Secrets User: reads values of secrets, changes nothing.
var readerRoleId = '4633458b-17de-408a-b874-0445c86b69e6'
var isPrivate = !empty(privateEndpointSubnetId)

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'token-key'
  properties: {
    value: tokenKey
    contentType: 'TOKEN_KEY'
    attributes: {
      enabled: true
    }
  }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(secret.id, principalId, readerRoleId)
  scope: secret
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readerRoleId)
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
        name: 'vault'
        properties: {
          privateLinkServiceId: vault.id
          groupIds: [
            'vault'
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
        name: 'vault'
        properties: {
          privateDnsZoneId: privateDnsZoneId
        }
      }
    ]
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
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

resource keep 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  name: 'keep'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'What is sealed in the database opens only with the key in here.'
  }
}

// Without a version in it, so that the service finds the newest key when it starts.
@description('Address of the secret, which is no secret itself.')
output tokenKeyUri string = secret.properties.secretUri
