metadata name = 'Database'
metadata description = 'PostgreSQL Flexible Server that nobody can sign in to with a password.'

@description('Required. Name of the server.')
@minLength(3)
@maxLength(63)
param name string

@description('Required. Region.')
param location string

@description('Required. Object id of the principal that administers the server.')
param administratorObjectId string

@description('Required. Name of that principal, exactly as Entra has it; it becomes the name of its role.')
param administratorName string

@description('Required. Kind of that principal.')
@allowed([
  'Group'
  'ServicePrincipal'
  'User'
])
param administratorType string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Name of the database.')
param databaseName string = 'pushready'

@description('Optional. Size of the server.')
param skuName string = 'Standard_B2s'

@description('Optional. Tier that skuName belongs to.')
@allowed([
  'Burstable'
  'GeneralPurpose'
  'MemoryOptimized'
])
param skuTier string = 'Burstable'

@description('Optional. Storage in gigabytes; it grows by itself.')
@minValue(32)
param storageGigabytes int = 32

@description('Optional. A standby server: ZoneRedundant or SameZone. A Burstable server can have none.')
@allowed([
  'Disabled'
  'SameZone'
  'ZoneRedundant'
])
param highAvailability string = 'Disabled'

@description('Optional. For how many days the server can be set back to any moment.')
@minValue(7)
@maxValue(35)
param backupDays int = 14

@description('Optional. Whether backups are copied to the paired region. It cannot be changed later.')
param geoRedundantBackup bool = false

@description('Conditional. Resource id of the subnet delegated to flexible servers; required when privateDnsZoneId is set. Empty: reached over the public network, from addresses of Azure only.')
param delegatedSubnetId string = ''

@description('Conditional. Resource id of the private DNS zone of the server; required when delegatedSubnetId is set.')
param privateDnsZoneId string = ''

@description('Optional. Whether a lock keeps the server from being deleted.')
param lock bool = false

@description('Optional. Tags.')
param tags object = {}

var isPrivate = !empty(delegatedSubnetId)

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: skuName
    tier: skuTier
  }
  properties: {
    version: '17'
    createMode: 'Default'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: {
      storageSizeGB: storageGigabytes
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: geoRedundantBackup ? 'Enabled' : 'Disabled'
    }
    highAvailability: {
      mode: highAvailability
    }
    network: {
      delegatedSubnetResourceId: isPrivate ? delegatedSubnetId : null
      privateDnsZoneArmResourceId: isPrivate ? privateDnsZoneId : null
      publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    }
  }
}

// Addresses of Azure as a whole, other customers' included: what keeps them out is the Entra sign-in.
resource azureAddresses 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = if (!isPrivate) {
  parent: server
  name: 'azure-addresses'
  properties: {
    startIpAddress: '0.0.0.0'
    endIpAddress: '0.0.0.0'
  }
}

// The server takes one change at a time, so its parts wait for each other.
resource tls 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2024-08-01' = {
  parent: server
  name: 'require_secure_transport'
  properties: {
    value: 'on'
    source: 'user-override'
  }
  dependsOn: [
    azureAddresses
  ]
}

resource tlsVersion 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2024-08-01' = {
  parent: server
  name: 'ssl_min_protocol_version'
  properties: {
    value: 'TLSv1.2'
    source: 'user-override'
  }
  dependsOn: [
    tls
  ]
}

resource administrator 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: administratorObjectId
  properties: {
    principalName: administratorName
    principalType: administratorType
    tenantId: tenant().tenantId
  }
  dependsOn: [
    tlsVersion
  ]
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: databaseName
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
  dependsOn: [
    administrator
  ]
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: server
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
  scope: server
  properties: {
    level: 'CanNotDelete'
    notes: 'The record of removals lies in here.'
  }
}

@description('Host of the server.')
output host string = server.properties.fullyQualifiedDomainName

@description('Name of the database.')
output databaseName string = database.name

@description('Name of the server.')
output serverName string = server.name
