metadata name = 'Azure Bot'
metadata description = 'The bot\'s registration, its Teams channel and its OAuth connection, none of them with a secret.'

@description('Required. Name of the Azure Bot.')
@minLength(2)
@maxLength(64)
param name string

@description('Required. Name that people see.')
@minLength(1)
@maxLength(42)
param displayName string

@description('Required. Application (client) id of the bot: of the managed identity or of the app registration.')
@minLength(36)
@maxLength(36)
param botId string

@description('Required. How the bot proves who it is. Multi-tenant bots can no longer be created.')
@allowed([
  'SingleTenant'
  'UserAssignedMSI'
])
param botType string

@description('Conditional. Resource id of the managed identity that is the bot; required when botType is UserAssignedMSI.')
param identityId string = ''

@description('Required. Origin under which Teams and people reach the service.')
@minLength(9)
param publicUrl string

@description('Required. Client id of the app registration that the OAuth connection signs people in to.')
@minLength(36)
@maxLength(36)
param oauthClientId string

@description('Required. Name of the OAuth connection; OAUTH_CONNECTION in the service.')
@minLength(1)
param oauthConnectionName string

@description('Required. Last part of the subject of the federated credential on that app registration. Whoever changes one has to change the other.')
@minLength(3)
param oauthUniqueIdentifier string

@description('Required. Application ID URI of that app registration; the same as webApplicationInfo.resource in the app\'s manifest.')
@minLength(7)
param tokenExchangeUrl string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Where the registration lives: global, or a region with data residency.')
@allowed([
  'centralindia'
  'global'
  'westeurope'
])
param location string = 'global'

@description('Optional. Price tier. F0 is enough: Teams is a standard channel, whose messages are free in every tier.')
@allowed([
  'F0'
  'S1'
])
param skuName string = 'F0'

@description('Optional. Tags.')
param tags object = {}

resource bot 'Microsoft.BotService/botServices@2023-09-15-preview' = {
  name: name
  location: location
  tags: tags
  kind: 'azurebot'
  sku: {
    name: skuName
  }
  properties: {
    displayName: displayName
    endpoint: '${publicUrl}/api/messages'
    msaAppId: botId
    msaAppType: botType
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: botType == 'UserAssignedMSI' ? identityId : null
    // No keys for Direct Line and its like: only Entra opens the bot.
    disableLocalAuth: true
    // Teams reaches the registration over the public network.
    publicNetworkAccess: 'Enabled'
    isStreamingSupported: false
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2023-09-15-preview' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: location
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      acceptedTerms: true
      enableCalling: false
      isEnabled: true
    }
  }
}

// "AAD v2 with Federated Credentials": in place of a client secret the token service shows a token of its own, which the
// app registration trusts.
resource connection 'Microsoft.BotService/botServices/connections@2023-09-15-preview' = {
  parent: bot
  name: oauthConnectionName
  location: location
  properties: {
    serviceProviderDisplayName: 'AAD v2 with Federated Credentials'
    serviceProviderId: 'c00b44ab-5e16-c44c-af26-2fd5bc55eb18'
    clientId: oauthClientId
    // What a check reads, and nothing else.
    scopes: 'UserAuthenticationMethod.Read'
    parameters: [
      {
        key: 'ClientId'
        value: oauthClientId
      }
      {
        key: 'UniqueIdentifier'
        value: oauthUniqueIdentifier
      }
      {
        key: 'TokenExchangeUrl'
        value: tokenExchangeUrl
      }
      {
        key: 'TenantId'
        value: tenant().tenantId
      }
    ]
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: bot
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

@description('Name of the OAuth connection.')
output oauthConnectionName string = connection.name
