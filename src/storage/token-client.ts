import type { Client, ClientConfig } from "pg";

/**
 * A client whose password is asked for anew for each connection. The driver takes such a function in its settings, but
 * an address without a password sets it to none: parsing the address yields an empty one, which goes before.
 */
export function clientWithPassword(
  Base: typeof Client,
  password: () => Promise<string>,
): typeof Client {
  return class TokenClient extends Base {
    constructor(config?: string | ClientConfig) {
      super(config);
      // Hidden like the driver's own, so that it shows in no printed client.
      Object.defineProperty(this, "password", {
        value: () =>
          password().catch((error: unknown) => {
            // The driver reports it and leaves the socket open; the server would keep a place for it for a minute.
            setImmediate(() => void this.end().catch(() => undefined));
            throw error;
          }),
        enumerable: false,
        writable: true,
        configurable: true,
      });
    }
  };
}
