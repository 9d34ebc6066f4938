// Preloaded into the demo's child processes: when the demo is killed the hard way, its IPC channel closes and the
// child ends too, so that no server is left behind on a port.
process.on("disconnect", () => process.exit(1));
process.channel?.unref();
