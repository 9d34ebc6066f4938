import type { FinishedSignIn, SandboxPart, Tenant } from "./tenant.ts";

// A browser waits for this page; the bot has its own, longer limit.
const patienceMs = 10_000;

/**
 * Passes a finished sign-in to the parts that listen. Resolves to true when at least one delivered it in time; the page
 * then need not ask the person to type the code.
 */
export async function tellChat(
  signIn: FinishedSignIn,
  tenant: Tenant,
  parts: readonly SandboxPart[],
  onError: (error: unknown) => void,
): Promise<boolean> {
  const deliveries = parts.flatMap((part) => {
    const delivery = part.signInFinished?.(signIn, tenant);
    return delivery === undefined ? [] : [deliver(delivery, onError)];
  });
  const delivered = await Promise.all(deliveries);
  return delivered.includes(true);
}

async function deliver(
  delivery: Promise<void>,
  onError: (error: unknown) => void,
): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    resolve(false);
  }, patienceMs);
  const inTime = delivery.then(
    () => true,
    (error: unknown) => {
      onError(error);
      return false;
    },
  );
  const result = await Promise.race([inTime, tooLate]);
  clearTimeout(timer);
  return result;
}
