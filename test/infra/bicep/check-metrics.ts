/** Names of the service's metrics in a text, each once. */
export const metricsIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/"(pushready\.[^"]+)"/g)].map(([, name = ""]) => name)),
];

/**
 * Queries may ask only for what the service reports.
 * @param telemetry Source of src/telemetry/telemetry.ts, which names the metrics
 */
export function problemsOfMetrics(source: string, telemetry: string): readonly string[] {
  const known = metricsIn(telemetry);
  return [
    ...metricsIn(source)
      .filter((name) => !known.includes(name))
      .map((name) => `${name}: the service reports no such metric`),
    // A name with a typing mistake in its first part would not be found above.
    ...[...source.matchAll(/\bname (?:==|in) \(?"([^"]*)"/g)]
      .filter(([, name = ""]) => !name.startsWith("pushready.") && !name.startsWith("${"))
      .map(([, name = ""]) => `${name}: not a metric of the service`),
  ];
}
