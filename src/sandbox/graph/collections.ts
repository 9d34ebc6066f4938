/** One typed collection below `/me/authentication`. */
export type Collection = {
  readonly segment: string;
  /** `@odata.type` of its members. */
  readonly type: string;
  /** Middle of the granular permission names, `UserAuthMethod-<this>.Read`, or null when there are none. */
  readonly permission: string | null;
  readonly canDelete: boolean;
};

/** Kinds and delegated permissions as Microsoft Graph's permission catalogue lists them. */
export const collections: readonly Collection[] = [
  typed("microsoftAuthenticatorMethods", "microsoftAuthenticator", "MicrosoftAuthApp"),
  typed("phoneMethods", "phone", "Phone"),
  typed("emailMethods", "email", "Email"),
  typed("fido2Methods", "fido2", "Passkey"),
  typed("windowsHelloForBusinessMethods", "windowsHelloForBusiness", "WindowsHello"),
  typed("platformCredentialMethods", "platformCredential", "PlatformCred"),
  typed("softwareOathMethods", "softwareOath", "SoftwareOATH"),
  typed("temporaryAccessPassMethods", "temporaryAccessPass", null),
  typed("externalAuthenticationMethods", "external", null),
  { ...typed("passwordMethods", "password", null), canDelete: false },
];

function typed(segment: string, kind: string, permission: string | null): Collection {
  return {
    segment,
    type: `#microsoft.graph.${kind}AuthenticationMethod`,
    permission,
    canDelete: true,
  };
}

const readEverything = ["UserAuthenticationMethod.Read", "UserAuthenticationMethod.ReadWrite"];

/** Any one of these lets a person read their own; null = the mixed list, which has no granular permission. */
export function readScopes(collection: Collection | null): readonly string[] {
  const granular = collection?.permission;
  return granular
    ? [...readEverything, `UserAuthMethod-${granular}.Read`, `UserAuthMethod-${granular}.ReadWrite`]
    : readEverything;
}

/** Any one of these lets a person remove their own. */
export function writeScopes(collection: Collection): readonly string[] {
  const everything = ["UserAuthenticationMethod.ReadWrite"];
  return collection.permission === null
    ? everything
    : [...everything, `UserAuthMethod-${collection.permission}.ReadWrite`];
}

/** Any one of these lets the app itself read anybody's. */
export function readRoles(collection: Collection | null): readonly string[] {
  const everything = [
    "UserAuthenticationMethod.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
  ];
  const granular = collection?.permission;
  return granular ? [...everything, `UserAuthMethod-${granular}.Read.All`] : everything;
}
