metadata name = 'Workbook'
metadata description = 'One page with the charts that the alerts are about, and those that explain them.'

@description('Required. Name that people see.')
param displayName string

@description('Required. Region.')
param location string

@description('Required. Resource id of Application Insights, whose tables the charts ask.')
param applicationInsightsId string

@description('Optional. Tags.')
param tags object = {}

var charts = [
  {
    title: 'Turns, and how long they took: mean and longest (ms)'
    visualization: 'linechart'
    query: '''
customMetrics
| where name in ("pushready.turns", "pushready.turn.duration")
| summarize Turns = sumif(valueSum, name == "pushready.turns"), Longest = maxif(valueMax, name == "pushready.turn.duration"), Mean = sumif(valueSum, name == "pushready.turn.duration") / max_of(1, sumif(valueCount, name == "pushready.turn.duration")) by bin(timestamp, {TimeRange:grain})
'''
  }
  {
    title: 'Failed sign-ins'
    visualization: 'barchart'
    query: '''
customMetrics
| where name == "pushready.signin.failures"
| summarize Failures = sum(valueSum) by bin(timestamp, {TimeRange:grain})
'''
  }
  {
    title: 'Requests to Microsoft Graph by status'
    visualization: 'barchart'
    query: '''
customMetrics
| where name == "pushready.graph.requests"
| summarize Requests = sum(valueSum) by Status = tostring(customDimensions["status"]), bin(timestamp, {TimeRange:grain})
'''
  }
  {
    title: 'Requests that Microsoft Graph throttled'
    visualization: 'barchart'
    query: '''
customMetrics
| where name == "pushready.graph.requests" and tostring(customDimensions["throttled"]) =~ "true"
| summarize Throttled = sum(valueSum) by bin(timestamp, {TimeRange:grain})
'''
  }
  {
    title: 'Reminders by outcome'
    visualization: 'barchart'
    query: '''
customMetrics
| where name == "pushready.reminders.sent"
| summarize Reminders = sum(valueSum) by Outcome = tostring(customDimensions["outcome"]), bin(timestamp, {TimeRange:grain})
'''
  }
  {
    title: 'Removals of devices by outcome'
    visualization: 'barchart'
    query: '''
customMetrics
| where name == "pushready.removals"
| summarize Removals = sum(valueSum) by Outcome = tostring(customDimensions["outcome"]), bin(timestamp, {TimeRange:grain})
'''
  }
  {
    title: 'Why removals were refused'
    visualization: 'table'
    query: '''
customMetrics
| where name == "pushready.removals" and tostring(customDimensions["outcome"]) != "removed"
| summarize Removals = sum(valueSum) by Outcome = tostring(customDimensions["outcome"]), Reason = tostring(customDimensions["reason"])
| order by Removals desc
'''
  }
  {
    title: 'Ready, as seen from outside (%)'
    visualization: 'linechart'
    query: '''
availabilityResults
| summarize Ready = 100.0 * countif(tostring(success) in ("1", "true")) / count() by location, bin(timestamp, {TimeRange:grain})
'''
  }
]

var chartItems = [
  for (chart, index) in charts: {
    type: 3
    name: 'chart-${index}'
    customWidth: '50'
    content: {
      version: 'KqlItem/1.0'
      title: chart.title
      query: chart.query
      size: 0
      queryType: 0
      resourceType: 'microsoft.insights/components'
      visualization: chart.visualization
      timeContextFromParameter: 'TimeRange'
    }
  }
]

var timeRange = [
  {
    type: 9
    name: 'parameters'
    content: {
      version: 'KqlParameterItem/1.0'
      style: 'pills'
      queryType: 0
      resourceType: 'microsoft.insights/components'
      parameters: [
        {
          id: guid(applicationInsightsId, 'TimeRange')
          version: 'KqlParameterItem/1.0'
          name: 'TimeRange'
          label: 'Time'
          type: 4
          isRequired: true
          value: {
            durationMs: 86400000
          }
          typeSettings: {
            selectableValues: [
              {
                durationMs: 3600000
              }
              {
                durationMs: 86400000
              }
              {
                durationMs: 604800000
              }
              {
                durationMs: 2592000000
              }
            ]
          }
        }
      ]
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'pushready-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    sourceId: applicationInsightsId
    version: 'Notebook/1.0'
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat(timeRange, chartItems)
      fallbackResourceIds: [
        applicationInsightsId
      ]
    })
  }
}

@description('Resource id of the workbook.')
output resourceId string = workbook.id
