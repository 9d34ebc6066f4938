/** All that an error carries, causes and hidden fields included. */
export function everything(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fields = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)));
  return [
    String(error),
    ...fields,
    error.cause === undefined ? "" : everything(error.cause),
  ].join();
}
