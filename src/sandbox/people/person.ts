/** Who somebody is; never changes while the sandbox runs. Their methods live in {@link People}. */
export type Person = {
  /** Short name for `--as NAME` and for the fault switches, lower case. */
  readonly name: string;
  /** One line: the situation that this person stands for. */
  readonly situation: string;
  /** Entra object id (lower-case GUID): `oid` in tokens, `aadObjectId` in Teams. */
  readonly id: string;
  /** Teams user id (`29:…`): `from.id` in activities, `userId` at the token service. */
  readonly teamsUserId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  /** BCP 47 tag. */
  readonly locale: string;
  readonly userType: "member" | "guest";
};

/** A registered method as Graph stores it: v1.0 and beta properties together; `@odata.type` tells the kind. */
export type StoredMethod = {
  readonly "@odata.type": string;
  readonly id: string;
  readonly [property: string]: unknown;
};

/** `userPreferredMethodForSecondaryAuthentication` of Graph beta's signInPreferences. */
export type DefaultMethod =
  | "push"
  | "oath"
  | "sms"
  | "voiceMobile"
  | "voiceAlternateMobile"
  | "voiceOffice";

/** What a person has registered right now. */
export type SecurityInfo = {
  readonly methods: readonly StoredMethod[];
  readonly defaultMethod: DefaultMethod | null;
};
