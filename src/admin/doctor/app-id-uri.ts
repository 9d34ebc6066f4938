/** Which tokens Teams asks Entra for: the App ID URI of the registration that people sign in to (Teams, "bot SSO"). */
export const appIdUri = (signInClientId: string): string => `api://botid-${signInClientId}`;
