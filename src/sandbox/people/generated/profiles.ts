import type { DefaultMethod, SecurityInfo, StoredMethod } from "../person.ts";
import {
  authenticator,
  mobilePhone,
  passkey,
  password,
  softwareOath,
  windowsHello,
} from "../stored-methods.ts";

/** What a share of a made-up tenant has registered. */
export type Profile = {
  /** Share of the people who are like this; all shares together are 1. */
  readonly share: number;
  /** The names that the registration report has for it. */
  readonly reported: readonly string[];
  /** The same as Graph lists it; `number` tells people apart. */
  readonly securityInfo: (number: number) => SecurityInfo;
};

const made = "2024-03-01T08:00:00Z";
const models = [
  "iPhone 15",
  "iPhone 16",
  "Pixel 9",
  "SM-S921B",
  "SM-A556B",
  "moto g84 5G",
] as const;

/** A tenant on its way: somewhat less than half have push, most others text messages. */
export const profiles: readonly Profile[] = [
  {
    share: 0.24,
    reported: ["microsoftAuthenticatorPush", "softwareOneTimePasscode", "mobilePhone"],
    securityInfo: (number) => has("push", app(number, 0), mobilePhone(phoneNumber(number))),
  },
  {
    share: 0.14,
    reported: ["microsoftAuthenticatorPush", "softwareOneTimePasscode"],
    securityInfo: (number) => has("push", app(number, 0)),
  },
  {
    share: 0.05,
    reported: [
      "microsoftAuthenticatorPush",
      "microsoftAuthenticatorPasswordless",
      "softwareOneTimePasscode",
    ],
    securityInfo: (number) =>
      has("push", { ...app(number, 0), createdDateTime: made }, app(number, 1)),
  },
  {
    share: 0.3,
    reported: ["mobilePhone"],
    securityInfo: (number) => has("sms", mobilePhone(phoneNumber(number))),
  },
  {
    share: 0.08,
    reported: ["mobilePhone", "softwareOneTimePasscode"],
    securityInfo: (number) =>
      has("sms", mobilePhone(phoneNumber(number)), softwareOath(guid("0a7b", number))),
  },
  {
    share: 0.05,
    reported: ["softwareOneTimePasscode"],
    securityInfo: (number) => has("oath", softwareOath(guid("0a7b", number))),
  },
  {
    share: 0.03,
    reported: ["windowsHelloForBusiness", "mobilePhone"],
    securityInfo: (number) =>
      has(
        "sms",
        windowsHello(guid("0e11", number), "LAPTOP", made),
        mobilePhone(phoneNumber(number)),
      ),
  },
  {
    share: 0.02,
    reported: ["passKeyDeviceBound"],
    securityInfo: (number) =>
      has(
        null,
        passkey({
          id: guid("f1d0", number),
          displayName: "Security key",
          aaGuid: "c5ef55ff-ad9a-4b9f-b580-adebafe026d0",
          model: "YubiKey 5Ci",
          createdDateTime: made,
        }),
      ),
  },
  { share: 0.09, reported: [], securityInfo: () => has(null) },
];

function has(
  defaultMethod: DefaultMethod | null,
  ...methods: readonly StoredMethod[]
): SecurityInfo {
  return { methods: [password(made), ...methods], defaultMethod };
}

function app(number: number, nth: number): StoredMethod {
  return authenticator({
    id: guid(nth === 0 ? "a990" : "a991", number),
    displayName: models[(number + nth) % models.length] ?? models[0],
    phoneAppVersion: "6.8.53",
    lastUsedDateTime: null,
  });
}

/** Numbers of 555-01xx are nobody's. */
const phoneNumber = (number: number): string =>
  `+1 20655501${String(number % 100).padStart(2, "0")}`;

const guid = (kind: string, number: number): string =>
  `${kind}${kind}-${kind}-4${kind.slice(1)}-8000-${number.toString(16).padStart(12, "0")}`;
