import { Secret } from "./secret.ts";

/** What an app registration shows to Entra to prove that it is itself. */
export type ClientProof =
  /** A token of a user-assigned managed identity that the registration trusts. */
  | { readonly kind: "federated"; readonly trustedIdentityId: string }
  /** The token that Kubernetes writes for a service account that the registration trusts. */
  | { readonly kind: "workloadIdentity"; readonly tokenFile: string }
  /** A PEM file with the certificate and its private key. */
  | { readonly kind: "certificate"; readonly file: string }
  /** In production only where that is allowed in words. */
  | { readonly kind: "secret"; readonly secret: Secret };

/** As they stand in the environment, or as they were parsed: these are texts either way. */
type ProofVariables = {
  readonly [Name in
    | "NODE_ENV"
    | "SANDBOX_URL"
    | "SECRETS_IN_PRODUCTION"
    | "AZURE_CLIENT_ID"
    | "AZURE_FEDERATED_TOKEN_FILE"
    | "BOT_ID"
    | "BOT_TYPE"
    | "BOT_IDENTITY"
    | "BOT_PASSWORD"
    | "BOT_CERTIFICATE_FILE"
    | "SIGN_IN_CLIENT_ID"
    | "SIGN_IN_IDENTITY"
    | "SIGN_IN_CLIENT_SECRET"
    | "SIGN_IN_CERTIFICATE_FILE"]?: string | undefined;
};

type Names = {
  readonly identity: "BOT_IDENTITY" | "SIGN_IN_IDENTITY";
  readonly secret: "BOT_PASSWORD" | "SIGN_IN_CLIENT_SECRET";
  readonly certificate: "BOT_CERTIFICATE_FILE" | "SIGN_IN_CERTIFICATE_FILE";
  readonly registration: string;
};

const BOT: Names = {
  identity: "BOT_IDENTITY",
  secret: "BOT_PASSWORD",
  certificate: "BOT_CERTIFICATE_FILE",
  registration: "the bot's app registration",
};

const SIGN_IN: Names = {
  identity: "SIGN_IN_IDENTITY",
  secret: "SIGN_IN_CLIENT_SECRET",
  certificate: "SIGN_IN_CERTIFICATE_FILE",
  registration: "the app registration that people sign in to on the web",
};

/** What the proofs of the bot and of the web sign-in lack or contradict, each said once. */
export function problemsOfProofs(env: ProofVariables): readonly string[] {
  if (env.SANDBOX_URL !== undefined) return [];
  const problems = [
    ...(isManagedIdentity(env) ? problemsOfIdentity(env) : problemsOf(env, BOT)),
    ...(signsInToBot(env) ? [] : problemsOf(env, SIGN_IN)),
  ];
  if (isManagedIdentity(env) && signsInTo(env) === env.BOT_ID?.toLowerCase()) {
    problems.push(
      "SIGN_IN_CLIENT_ID: set it to an app registration; with BOT_TYPE=UserAssignedMSI the bot is a managed identity, and nobody can sign in to one",
    );
  }
  return [...new Set(problems)];
}

/** How a bot that is an app registration proves itself. */
export const botProof = (env: ProofVariables): ClientProof => proof(env, BOT);

/** How the registration of the web sign-in proves itself: as the bot does, as long as it is the bot's own. */
export const signInProof = (env: ProofVariables): ClientProof =>
  proof(env, signsInToBot(env) ? BOT : SIGN_IN);

/** Client id of the user-assigned managed identity that the service runs as, where one is named. */
export const managedIdentityOf = (env: ProofVariables): string | undefined =>
  env.AZURE_CLIENT_ID ?? (isManagedIdentity(env) ? env.BOT_ID : undefined);

/** A bot of the type UserAssignedMSI is a managed identity itself. */
export const isManagedIdentity = (env: ProofVariables): boolean =>
  (env.BOT_TYPE ?? "UserAssignedMSI") === "UserAssignedMSI";

const KINDS = ["managedIdentity", "workloadIdentity", "certificate", "secret"] as const;
type Kind = (typeof KINDS)[number];

function kindOf(env: ProofVariables, { identity, secret, certificate }: Names): Kind {
  const named = KINDS.find((kind) => kind === env[identity]);
  if (named !== undefined) return named;
  if (env[secret] !== undefined) return "secret";
  return env[certificate] === undefined ? "managedIdentity" : "certificate";
}

function proof(env: ProofVariables, names: Names): ClientProof {
  switch (kindOf(env, names)) {
    case "managedIdentity":
      return { kind: "federated", trustedIdentityId: managedIdentityOf(env) ?? "" };
    case "workloadIdentity":
      return { kind: "workloadIdentity", tokenFile: env.AZURE_FEDERATED_TOKEN_FILE ?? "" };
    case "certificate":
      return { kind: "certificate", file: env[names.certificate] ?? "" };
    case "secret":
      return { kind: "secret", secret: new Secret(env[names.secret] ?? "") };
  }
}

function problemsOf(env: ProofVariables, names: Names): readonly string[] {
  const { identity, secret, certificate, registration } = names;
  const kind = kindOf(env, names);
  const problems: string[] = [];
  if (kind !== "secret" && env[secret] !== undefined) {
    problems.push(`${secret}: remove it, or set ${identity}=secret`);
  }
  if (kind !== "certificate" && env[certificate] !== undefined) {
    problems.push(`${certificate}: remove it, or set ${identity}=certificate`);
  }
  return [...problems, ...lacksOf(kind)];

  function lacksOf(of: Kind): readonly string[] {
    switch (of) {
      case "managedIdentity":
        // Where the bot is an identity itself, it is BOT_ID that is missing, which is told elsewhere.
        return managedIdentityOf(env) === undefined && !isManagedIdentity(env)
          ? [
              `AZURE_CLIENT_ID: set it to the client id of the user-assigned managed identity that the app registration trusts (or choose another proof with ${identity})`,
            ]
          : [];
      case "workloadIdentity":
        return env.AZURE_FEDERATED_TOKEN_FILE === undefined ? [TOKEN_FILE_MISSING] : [];
      case "certificate":
        return env[certificate] === undefined
          ? [
              `${certificate}: set it to a PEM file with the certificate of ${registration} and its private key`,
            ]
          : [];
      case "secret":
        if (env[secret] === undefined) {
          return [`${secret}: set it to a client secret of ${registration}`];
        }
        return mayBeSecret(env)
          ? []
          : [
              `${secret}: remove it and set ${identity} to managedIdentity, workloadIdentity or certificate, or set SECRETS_IN_PRODUCTION=allow; a secret can be copied and works from anywhere`,
            ];
    }
  }
}

/** The platform sets it where workload identity is on. */
export const TOKEN_FILE_MISSING =
  "AZURE_FEDERATED_TOKEN_FILE: set it to the file with the service account's token; Kubernetes does so for pods labelled azure.workload.identity/use: true";

function problemsOfIdentity(env: ProofVariables): readonly string[] {
  const { secret, certificate, identity } = BOT;
  const problems: string[] = [];
  for (const name of [secret, certificate]) {
    if (env[name] !== undefined) {
      problems.push(
        `${name}: remove it, or set BOT_TYPE=SingleTenant; a managed identity has no secret`,
      );
    }
  }
  if (env[identity] !== undefined && env[identity] !== "managedIdentity") {
    problems.push(`${identity}: remove it, or set BOT_TYPE=SingleTenant`);
  }
  return problems;
}

const mayBeSecret = (env: ProofVariables): boolean =>
  (env.NODE_ENV ?? "production") !== "production" || env.SECRETS_IN_PRODUCTION === "allow";

const signsInTo = (env: ProofVariables): string | undefined =>
  (env.SIGN_IN_CLIENT_ID ?? env.BOT_ID)?.toLowerCase();

/** Whether people sign in to the bot's own registration, and nothing says that it proves itself otherwise there. */
function signsInToBot(env: ProofVariables): boolean {
  const isOwn = !isManagedIdentity(env) && signsInTo(env) === env.BOT_ID?.toLowerCase();
  const isToldOtherwise = [SIGN_IN.identity, SIGN_IN.secret, SIGN_IN.certificate].some(
    (name) => env[name] !== undefined,
  );
  return isOwn && !isToldOtherwise;
}
