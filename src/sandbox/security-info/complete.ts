import { authenticator, softwareOath } from "../people/stored-methods.ts";
import type { Tenant } from "../tenant.ts";
import type { Registration } from "./registrations.ts";

/** The phone approved the test notification: the entry is registered, whether the page is still open or not. */
export function completePush(registration: Registration, tenant: Tenant): void {
  const { people, faults, graphLag, clock } = tenant;
  const { person, methodId, phone } = registration;
  const now = clock.now();
  if (phone === null || people.securityInfo(person).methods.some(({ id }) => id === methodId))
    return;

  const late = faults.take("lateRegistration", person);
  if (late !== undefined) graphLag.hide(methodId, new Date(now.getTime() + late.delayMs));
  people.addMethod(
    person,
    authenticator({
      id: methodId,
      displayName: phone.displayName,
      phoneAppVersion: phone.appVersion,
      lastUsedDateTime: now.toISOString(),
    }),
  );
  if (people.securityInfo(person).defaultMethod === null) people.setDefaultMethod(person, "push");
}

/** The typed code was right: codes of some app are registered. No name, no date, as Graph has it. */
export function completeCode({ person, methodId }: Registration, { people }: Tenant): void {
  people.addMethod(person, softwareOath(methodId));
  if (people.securityInfo(person).defaultMethod === null) people.setDefaultMethod(person, "oath");
}
