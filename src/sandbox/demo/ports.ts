import { createServer } from "node:net";

const loopback = "127.0.0.1";

/** Whether something could listen on this loopback port now. Port 0: always. */
export function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once("error", () => {
    resolve(false);
  });
  server.listen(port, loopback, () => {
    server.close(() => {
      resolve(true);
    });
  });
  return promise;
}

/** Some free ports of the system's choice, all different. */
export async function anyFreePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map((server) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      server.once("error", reject);
      server.listen(0, loopback, () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
      return promise;
    }),
  );
  await Promise.all(
    servers.map((server) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => {
        resolve(undefined);
      });
      return promise;
    }),
  );
  return ports;
}

/** `count` ports in a row from `first` on; the ones that are taken. */
export async function takenPorts(first: number, count: number): Promise<readonly number[]> {
  const ports = Array.from({ length: count }, (_, index) => first + index);
  const free = await Promise.all(ports.map(isFree));
  return ports.filter((_, index) => !free[index]);
}
