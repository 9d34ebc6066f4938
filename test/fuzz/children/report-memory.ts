/** Loaded before the service: tells the parent process what it holds after a collection, and what was done to objects. */
process.on("message", () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const strange: string[] = [];
  // The very question is whether something is inherited.
  for (const name in {}) strange.push(name);
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heapUsed, rss, strange });
});
