/** Why something did not work, in words that are safe to show. */
export type Reason = { readonly text: string; readonly next: string | null };

/** What Entra's codes mean for whoever set this up. Source: learn.microsoft.com, "Microsoft Entra error codes". */
const ENTRA: Readonly<Record<string, Reason>> = {
  AADSTS7000215: {
    text: "the client secret is wrong",
    next: "Set the secret's value (not its id), or make a new one in the app registration.",
  },
  AADSTS7000222: {
    text: "the client secret has expired",
    next: "Make a new secret in the app registration, or change to an identity without a secret.",
  },
  AADSTS7000229: {
    text: "the app has no service principal in this tenant",
    next: "Create it: az ad sp create --id <application id>.",
  },
  AADSTS700016: {
    text: "the tenant does not know the application id",
    next: "Compare the application id and TENANT_ID with the app registration.",
  },
  AADSTS700027: {
    text: "the certificate is not one that the app registration knows",
    next: "Upload the certificate to the app registration, or configure the one that is there.",
  },
  AADSTS700211: {
    text: "no federated credential of the app registration trusts this issuer",
    next: "Compare the issuer of the federated credential with that of the identity.",
  },
  AADSTS700213: {
    text: "no federated credential of the app registration trusts this identity",
    next: "Compare the subject of the federated credential with the identity's object id.",
  },
  AADSTS70021: {
    text: "no federated credential of the app registration matches",
    next: "Compare issuer, subject and audience of the federated credential with the identity.",
  },
  AADSTS90002: {
    text: "Entra does not know the tenant",
    next: "Set TENANT_ID to your tenant's id; for a national cloud, check its addresses too.",
  },
  AADSTS50011: {
    text: "the redirect URI is not registered",
    next: "Add PUBLIC_URL/sign-in/callback to the app registration as a redirect URI of the platform Web.",
  },
};

/** What the network says when it says no. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the name is not known (DNS)",
  EAI_AGAIN: "the name server does not answer",
  ECONNRESET: "the connection was cut",
  ETIMEDOUT: "no connection in time",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  UND_ERR_SOCKET: "the connection was cut",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate comes from an authority that is not trusted here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

const MOST_LETTERS = 200;
const MOST_CAUSES = 5;

/**
 * Why something was refused or not reached. Others' words are cut short, and anything that is as long as a token or a
 * secret is left out.
 */
export function reasonOf(error: unknown): Reason {
  const chain = causesOf(error);
  const entra = chain.map(entraReason).find((reason) => reason !== null);
  if (entra !== undefined) return entra;
  const network = chain.map((one) => NETWORK[codeOf(one)]).find((said) => said !== undefined);
  const [first] = chain;
  if (first !== undefined && isOwn(first)) {
    const { text, next } = halvesOf(first.message);
    return { text: network === undefined ? text : `${text} (${network})`, next };
  }
  if (network !== undefined) return { text: network, next: null };
  return { text: first === undefined ? "unknown trouble" : safe(first.message), next: null };
}

/** What an answer of Entra means, by the code in it; null where there is none that is known here. */
export function entraReason({ message }: { readonly message: string }): Reason | null {
  const code = /\bAADSTS\d{4,8}\b/.exec(message)?.[0];
  const known = code === undefined ? undefined : ENTRA[code];
  return known === undefined ? null : { ...known, text: `${known.text} (${code ?? ""})` };
}

/** Ours have a code with a folder in front, and say the next step after a colon. */
const isOwn = (error: Error): boolean => /^(admin|storage|web)\./.test(codeOf(error));

/** What is so, and what to do about it. */
export function halvesOf(text: string): Reason {
  const at = text.indexOf(": ");
  if (at < 0) return { text, next: null };
  return {
    text: text.slice(0, at),
    next: `${text.charAt(at + 2).toUpperCase()}${text.slice(at + 3)}`,
  };
}

function causesOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let next = error;
  while (next instanceof Error && chain.length < MOST_CAUSES) {
    chain.push(next);
    next = next instanceof AggregateError ? (next.errors[0] as unknown) : next.cause;
  }
  return chain;
}

const codeOf = (error: Error): string =>
  "code" in error && typeof error.code === "string" ? error.code : "";

/** One line of somebody else's words. */
export function safe(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  const shown = line
    .replace(/\p{Cc}/gu, " ")
    .replace(/[\w~+/=.-]{40,}/g, "…")
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "…");
  return shown.length > MOST_LETTERS ? `${shown.slice(0, MOST_LETTERS)}…` : shown;
}
