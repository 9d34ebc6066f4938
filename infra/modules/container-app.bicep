metadata name = 'Container app'
metadata description = 'The service as replicas of a container.'

type environmentVariable = {
  @description('Name, as src/config knows it.')
  name: string

  @description('Value.')
  value: string
}

@description('Required. Name of the app.')
@minLength(2)
@maxLength(32)
param name string

@description('Required. Region.')
param location string

@description('Required. Resource id of the Container Apps environment.')
param environmentId string

@description('Required. Resource id of the managed identity that the service runs as.')
param identityId string

@description('Required. Host that the image is pulled from.')
param registryServer string

@description('Required. Image with its tag or, better, its digest.')
@minLength(3)
param image string

@description('Required. The service\'s environment, but for TOKEN_KEY.')
param environmentVariables environmentVariable[]

@description('Required. Address of the secret TOKEN_KEY in the vault.')
param tokenKeyUri string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Port that the service listens on.')
param port int = 3978

@description('Optional. Replicas that always run. Two, so that one can be lost or replaced unnoticed.')
@minValue(2)
param minReplicas int = 2

@description('Optional. Replicas at most.')
@minValue(2)
@maxValue(30)
param maxReplicas int = 10

@description('Optional. Cores of a replica.')
param cpu string = '0.5'

@description('Optional. Memory of a replica: twice as many gibibytes as cores.')
param memory string = '1Gi'

@description('Optional. Tags.')
param tags object = {}

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    managedEnvironmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 5
      ingress: {
        external: true
        allowInsecure: false
        targetPort: port
        transport: 'http'
        traffic: [
          {
            latestRevision: true
            weight: 100
          }
        ]
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      secrets: [
        {
          name: 'token-key'
          keyVaultUrl: tokenKeyUri
          identity: identityId
        }
      ]
    }
    template: {
      // Longer than the service takes to finish the turns in flight and to hand its work over.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'pushready'
          image: image
          env: concat(environmentVariables, [
            {
              name: 'TOKEN_KEY'
              secretRef: 'token-key'
            }
          ])
          resources: {
            cpu: json(cpu)
            memory: memory
          }
          probes: [
            {
              // Migrations run before the service listens: two and a half minutes for them.
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: port
                scheme: 'HTTP'
              }
              initialDelaySeconds: 2
              periodSeconds: 5
              timeoutSeconds: 3
              failureThreshold: 30
            }
            {
              // The process alone: a database that is away is no reason to restart every replica.
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: port
                scheme: 'HTTP'
              }
              periodSeconds: 10
              timeoutSeconds: 3
              failureThreshold: 6
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: port
                scheme: 'HTTP'
              }
              periodSeconds: 5
              timeoutSeconds: 4
              failureThreshold: 3
              successThreshold: 1
            }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'http'
            http: {
              metadata: {
                concurrentRequests: '40'
              }
            }
          }
          {
            name: 'cpu'
            custom: {
              type: 'cpu'
              metadata: {
                type: 'Utilization'
                value: '70'
              }
            }
          }
        ]
      }
    }
  }
}

// Its logs are those of the environment; only the metrics are its own.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
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

@description('Resource id of the app.')
output resourceId string = app.id

@description('Host of the app.')
output host string = app.properties.configuration.ingress.fqdn
