/** Everything below this path belongs to the fresh sign-in. */
export const SIGN_IN_PATH = "/sign-in";

/** Where the tenant sends the browser back to: the redirect URI of the app registration, after the public URL. */
export const CALLBACK_PATH = `${SIGN_IN_PATH}/callback`;

/** The link of a ticket, for a card in the chat. */
export function freshSignInLink(publicUrl: string, ticket: string): string {
  return `${publicUrl}${SIGN_IN_PATH}/${ticket}`;
}

/** What a request asks for. `nothing`: no link of ours looks like that. */
export type Route =
  | { readonly kind: "ticket"; readonly ticket: string }
  | { readonly kind: "callback" }
  | { readonly kind: "nothing" };

/** 256 bits in base64url: a ticket, a state, or the secret of a browser. */
export const RANDOM_VALUE = /^[\w-]{43}$/;

/** Reads a path as it came, undecoded: what only becomes a ticket by decoding is none. Null: not for us. */
export function routeOf(path: string): Route | null {
  if (path !== SIGN_IN_PATH && !path.startsWith(`${SIGN_IN_PATH}/`)) return null;
  if (path === CALLBACK_PATH) return { kind: "callback" };
  const ticket = path.slice(SIGN_IN_PATH.length + 1);
  return RANDOM_VALUE.test(ticket) ? { kind: "ticket", ticket } : { kind: "nothing" };
}
