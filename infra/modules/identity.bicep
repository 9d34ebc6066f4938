metadata name = 'Identity'
metadata description = 'The one user-assigned managed identity that the service runs as.'

@description('Required. Name of the managed identity; also the name of its role in PostgreSQL.')
@minLength(3)
@maxLength(63)
param name string

@description('Required. Region.')
param location string

@description('Optional. Tags.')
param tags object = {}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id of the identity.')
output resourceId string = identity.id

@description('Name of the identity.')
output name string = identity.name

@description('Client id of the identity; the bot\'s id where the bot is of type UserAssignedMSI.')
output clientId string = identity.properties.clientId

@description('Object id of the identity\'s service principal.')
output principalId string = identity.properties.principalId
