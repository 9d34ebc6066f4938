// Preloaded into each measured bot: tells its own CPU time and memory when asked, so that nobody else's is counted.
process.on("message", (message) => {
  if (message !== "usage") return;
  process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() });
});
// The channel alone must not keep a bot alive, nor delay its end.
process.channel?.unref();
