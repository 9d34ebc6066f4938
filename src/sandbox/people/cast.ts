import type { DefaultMethod, Person, SecurityInfo } from "./person.ts";
import {
  authenticator,
  authenticatorLite,
  mobilePhone,
  passkey,
  passkeyInAuthenticatorAaGuid,
  password,
  softwareOath,
  somethingNew,
  windowsHello,
} from "./stored-methods.ts";

const domain = "vipdesk.example";
const dayMs = 86_400_000;

/** A person and what they have registered when the sandbox starts. */
export type CastMember = {
  readonly person: Person;
  /** As Exchange keeps it, a Windows or an IANA name, or null = no mailbox. */
  readonly timeZone: string | null;
  readonly securityInfo: SecurityInfo;
};

type Sketch = {
  readonly name: string;
  readonly surname: string;
  readonly situation: string;
  readonly id: string;
  readonly locale?: string;
  readonly guest?: true;
  /** Time zone of the mailbox; guests have none here. */
  readonly timeZone?: string;
  readonly methods: SecurityInfo["methods"];
  readonly defaultMethod: DefaultMethod | null;
};

/**
 * Everybody of the local tenant, one situation each. Dates are counted back from `startedAt`, so that
 * "last used three years ago" stays true.
 */
export function cast(startedAt: Date): readonly CastMember[] {
  const daysAgo = (days: number): string =>
    new Date(startedAt.getTime() - days * dayMs).toISOString().replace(/\.\d+Z$/, "Z");

  return [
    member({
      name: "sam",
      surname: "Rivera",
      situation: "SMS only: a mobile phone and nothing else",
      id: "11111111-5a4d-4001-8000-000000000001",
      methods: [password(daysAgo(900)), mobilePhone("+1 2065550101")],
      defaultMethod: "sms",
    }),
    member({
      name: "olivia",
      surname: "Lindqvist",
      situation: "authenticator codes only: a code app, no push",
      id: "11111111-5a4d-4002-8000-000000000002",
      methods: [password(daysAgo(400)), softwareOath("b172893e-893e-b172-3e89-72b13e8972b1")],
      defaultMethod: "oath",
    }),
    member({
      name: "priya",
      surname: "Raman",
      situation: "push ready and clean: one phone with Authenticator, nothing old",
      id: "11111111-5a4d-4003-8000-000000000003",
      methods: [
        password(daysAgo(200)),
        authenticator({
          id: "6803c096-c096-6803-96c0-036896c00368",
          displayName: "Pixel 9",
          phoneAppVersion: "6.2610.7011",
          lastUsedDateTime: daysAgo(1),
        }),
      ],
      defaultMethod: "push",
    }),
    member({
      name: "oscar",
      surname: "Brandt",
      situation: "push, and two old phones that nobody removed",
      id: "11111111-5a4d-4004-8000-000000000004",
      methods: [
        password(daysAgo(1500)),
        authenticator({
          id: "0c1b7a52-7a52-0c1b-527a-1b0c527a1b0c",
          displayName: "SM-G960F",
          phoneAppVersion: "6.2301.0203",
          lastUsedDateTime: daysAgo(1100),
        }),
        authenticator({
          id: "4f9e2d31-2d31-4f9e-312d-9e4f312d9e4f",
          displayName: "Oscar's iPhone 8",
          phoneAppVersion: "6.6.12",
          lastUsedDateTime: daysAgo(640),
        }),
        authenticator({
          id: "a27d5e83-5e83-a27d-835e-7da2835e7da2",
          displayName: "Oscar's iPhone 16",
          phoneAppVersion: "6.8.53",
          lastUsedDateTime: daysAgo(2),
        }),
      ],
      defaultMethod: "push",
    }),
    member({
      name: "tess",
      surname: "Okafor",
      situation: "two phones of the same model: Entra shows the same name twice",
      id: "11111111-5a4d-4005-8000-000000000005",
      methods: [
        password(daysAgo(700)),
        authenticator({
          id: "3c8f1d64-1d64-3c8f-641d-8f3c641d8f3c",
          displayName: "iPhone 15",
          phoneAppVersion: "6.8.53",
          lastUsedDateTime: daysAgo(1),
        }),
        authenticator({
          id: "9b5e7f20-7f20-9b5e-207f-5e9b207f5e9b",
          displayName: "iPhone 15",
          phoneAppVersion: "6.8.40",
          lastUsedDateTime: daysAgo(210),
        }),
      ],
      defaultMethod: "push",
    }),
    member({
      name: "felix",
      surname: "Haas",
      situation: "five authenticator entries: the limit, so nothing can be added",
      id: "11111111-5a4d-4006-8000-000000000006",
      locale: "de-DE",
      timeZone: "W. Europe Standard Time",
      methods: [
        password(daysAgo(1200)),
        mobilePhone("+49 15550100106"),
        authenticator({
          id: "51d2c8b7-c8b7-51d2-b7c8-d251b7c8d251",
          displayName: "Felix iPhone",
          phoneAppVersion: "6.8.53",
          lastUsedDateTime: daysAgo(3),
        }),
        authenticator({
          id: "7e4a90cd-90cd-7e4a-cd90-4a7ecd904a7e",
          displayName: "iPad",
          phoneAppVersion: "6.7.19",
          lastUsedDateTime: daysAgo(500),
        }),
        authenticator({
          id: "e86b1f95-1f95-e86b-951f-6be8951f6be8",
          displayName: "SM-A536B",
          phoneAppVersion: "6.2404.2872",
          lastUsedDateTime: null,
        }),
        softwareOath("c4d8a1f0-a1f0-c4d8-f0a1-d8c4f0a1d8c4"),
        softwareOath("2fb60e79-0e79-2fb6-790e-b62f790eb62f"),
      ],
      defaultMethod: "push",
    }),
    member({
      name: "kaya",
      surname: "Demir",
      situation:
        "passkeys and Windows Hello only; one passkey lives in Authenticator, which is not push",
      id: "11111111-5a4d-4007-8000-000000000007",
      methods: [
        password(daysAgo(300)),
        passkey({
          id: "-2_GRUg2-HYz6_1YG4YRAQ2",
          displayName: "Kaya's iPhone",
          aaGuid: passkeyInAuthenticatorAaGuid.iOS,
          model: "Microsoft Authenticator",
          createdDateTime: daysAgo(60),
        }),
        passkey({
          id: "_jpuR-TGZgk6aQCLF3BQjA2",
          displayName: "Blue key",
          aaGuid: "c5ef55ff-ad9a-4b9f-b580-adebafe026d0",
          model: "YubiKey 5Ci",
          createdDateTime: daysAgo(280),
        }),
        windowsHello("4M6vJoUXcJJgfoz-q9_bdOG1GbCVUj28aA5pH0sAOXs1", "KAYA-LAPTOP", daysAgo(120)),
      ],
      defaultMethod: null,
    }),
    member({
      name: "linus",
      surname: "Moreau",
      situation: "Authenticator Lite: prompts come to Outlook on the phone",
      id: "11111111-5a4d-4008-8000-000000000008",
      locale: "fr-FR",
      timeZone: "Europe/Paris",
      methods: [
        password(daysAgo(350)),
        mobilePhone("+33 655501008"),
        authenticatorLite({
          id: "d93f6c18-6c18-d93f-186c-3fd9186c3fd9",
          displayName: "iPhone 14",
          phoneAppVersion: "4.2543.0",
          lastUsedDateTime: daysAgo(5),
        }),
      ],
      defaultMethod: "push",
    }),
    member({
      name: "nora",
      surname: "Whitfield",
      situation: "nothing but a password",
      id: "11111111-5a4d-4009-8000-000000000009",
      methods: [password(daysAgo(10))],
      defaultMethod: null,
    }),
    member({
      name: "gustav",
      surname: "Nyberg",
      situation: "a guest from another organisation, with SMS in this one",
      id: "11111111-5a4d-400a-8000-00000000000a",
      locale: "sv-SE",
      guest: true,
      methods: [mobilePhone("+46 705550110")],
      defaultMethod: "sms",
    }),
    member({
      name: "uma",
      surname: "Castellanos",
      situation: "a method type that nobody has heard of",
      id: "11111111-5a4d-400b-8000-00000000000b",
      methods: [
        password(daysAgo(90)),
        somethingNew("8ad41c67-1c67-8ad4-671c-d48a671cd48a", daysAgo(30)),
      ],
      defaultMethod: null,
    }),
  ];
}

function member(sketch: Sketch): CastMember {
  const { name, surname, situation, id, methods, defaultMethod } = sketch;
  const givenName = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    person: {
      name,
      situation,
      id,
      teamsUserId: `29:1sandbox-${name}`,
      userPrincipalName: sketch.guest
        ? `${name}_partner.example#EXT#@${domain}`
        : `${name}@${domain}`,
      displayName: `${givenName} ${surname}`,
      givenName,
      surname,
      locale: sketch.locale ?? "en-US",
      userType: sketch.guest ? "guest" : "member",
    },
    timeZone: sketch.guest ? null : (sketch.timeZone ?? "Pacific Standard Time"),
    securityInfo: { methods, defaultMethod },
  };
}
