/**
 * Waits for the SDK, but no longer than this. Its clients take neither a timeout nor a signal, so a request that hangs may
 * go on behind; the turn does not.
 * @throws Error when the time is over, or what `work` rejects with.
 */
export async function within<Value>(
  timeoutMs: number,
  what: string,
  work: Promise<Value>,
): Promise<Value> {
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    over.reject(new Error(`${what} took longer than ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    clearTimeout(timer);
  }
}
