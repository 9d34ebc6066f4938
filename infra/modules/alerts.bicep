metadata name = 'Alerts'
metadata description = 'Rules on the service\'s own metrics, and a test from outside that it is ready.'

@description('Required. Start of the rules\' names.')
param namePrefix string

@description('Required. Region.')
param location string

@description('Required. Resource id of Application Insights, whose tables the rules ask.')
param applicationInsightsId string

@description('Required. Origin under which people reach the service; the test from outside asks its /readyz.')
param publicUrl string

@description('Optional. Mail addresses that hear of alerts. Empty: alerts are seen in Azure Monitor only.')
param mailAddresses string[] = []

@description('Optional. Resource ids of action groups of your own that are told too.')
param actionGroupIds string[] = []

@description('Optional. Where the test from outside starts; at least three places, so that one of them being away is no alarm.')
@minLength(1)
param testLocations string[] = [
  'emea-nl-ams-azr'
  'emea-gb-db3-azr'
  'us-va-ash-azr'
]

@description('Optional. Whether the rules and the test are on.')
param enabled bool = true

@description('Optional. Tags.')
param tags object = {}

var testName = '${namePrefix}-ready'

// Each query gives rows only when there is something to say, so that every rule is "more than no rows". The meaning of
// the metrics is that of src/telemetry.
var rules = [
  {
    name: 'sign-in-failures'
    displayName: 'PushReady: sign-ins fail'
    description: 'More than 20 sign-ins failed within 15 minutes. See docs/operate.md: consent revoked, OAuth connection.'
    severity: 2
    windowSize: 'PT15M'
    query: '''
customMetrics
| where name == "pushready.signin.failures"
| summarize Failures = sum(valueSum)
| where Failures > 20
'''
  }
  {
    name: 'graph-throttling'
    displayName: 'PushReady: Graph throttles'
    description: 'More than one in ten requests to Microsoft Graph was throttled within 15 minutes. See docs/operate.md: throttled.'
    severity: 3
    windowSize: 'PT15M'
    query: '''
customMetrics
| where name == "pushready.graph.requests"
| summarize Requests = sum(valueSum), Throttled = sumif(valueSum, tostring(customDimensions["throttled"]) =~ "true")
| where Throttled > 10 and Throttled > Requests / 10
'''
  }
  {
    name: 'unknown-sends'
    displayName: 'PushReady: it is not known whether reminders arrived'
    description: 'The answer to a reminder was lost. It is never sent again by itself; look before anybody does so by hand.'
    severity: 2
    windowSize: 'PT15M'
    query: '''
customMetrics
| where name == "pushready.reminders.sent" and tostring(customDimensions["outcome"]) == "unknown"
| summarize Unknown = sum(valueSum)
| where Unknown > 0
'''
  }
  {
    name: 'removals-refused'
    displayName: 'PushReady: removals are refused or of unknown outcome'
    description: 'More than 10 removals of devices were refused within an hour, or the outcome of one is not known. The record of removals says which.'
    severity: 2
    windowSize: 'PT1H'
    query: '''
customMetrics
| where name == "pushready.removals"
| extend Outcome = tostring(customDimensions["outcome"])
| summarize Refused = sumif(valueSum, Outcome == "refused"), Unknown = sumif(valueSum, Outcome == "unknown")
| where Refused > 10 or Unknown > 0
'''
  }
]

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(mailAddresses)) {
  name: '${namePrefix}-mail'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'pushready'
    emailReceivers: [
      for (address, index) in mailAddresses: {
        name: 'mail-${index}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

var actionGroups = concat(actionGroupIds, empty(mailAddresses) ? [] : [actionGroup.id])

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.displayName
      description: rule.description
      enabled: enabled
      severity: rule.severity
      scopes: [
        applicationInsightsId
      ]
      evaluationFrequency: 'PT5M'
      windowSize: rule.windowSize
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      autoMitigate: true
      // The table has no rows, and so no columns, until the service has reported for the first time.
      skipQueryValidation: true
      actions: {
        actionGroups: actionGroups
      }
    }
  }
]

resource ready 'Microsoft.Insights/webtests@2022-06-15' = {
  name: testName
  location: location
  // This tag is what ties a test to its Application Insights.
  tags: union(tags, {
    'hidden-link:${applicationInsightsId}': 'Resource'
  })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: testName
    Name: testName
    Description: 'Is the service ready, as seen from outside?'
    Enabled: enabled
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [
      for place in testLocations: {
        Id: place
      }
    ]
    Request: {
      RequestUrl: '${publicUrl}/readyz'
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

// Fewer than one success: a service that is away and a test that no longer reports are both found.
resource notReady 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${namePrefix}-not-ready'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'PushReady: not ready'
    description: 'For 15 minutes nobody outside found the service ready. GET /readyz names what is missing.'
    enabled: enabled
    severity: 1
    scopes: [
      applicationInsightsId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'availabilityResults | where name == "${testName}" and tostring(success) in ("1", "true")'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    skipQueryValidation: true
    actions: {
      actionGroups: actionGroups
    }
  }
  dependsOn: [
    ready
  ]
}
