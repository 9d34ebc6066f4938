import type { FreshSignInFailure } from "../../enrollment/fresh-sign-in.ts";
import type { RemovalOutcome } from "../../enrollment/remove.ts";
import type { MethodId } from "../../methods/ids.ts";
import type { AuthenticatorMethod, Method } from "../../methods/method.ts";
import type { RemovalRefusal } from "../../methods/removal.ts";
import type { OrganisationLinks } from "../links.ts";

type Devices = readonly AuthenticatorMethod[];

/** What has happened since the last card. */
export const NOTICES = [
  "nonePicked",
  "changed",
  "interrupted",
  "unsureGone",
  "unsureStays",
] as const;
export type Notice = (typeof NOTICES)[number];

/** Why a sign-in is asked for; null: for the first time. */
export type SignInWhy = FreshSignInFailure | "noNumber" | "stepUp" | "notYet";

/** An entry with what came of it. `referenceId` is for the help desk, where there is something to look up. */
export type OutcomeRow = {
  readonly methodId: MethodId;
  /** Null: it was listed when it was picked, and no longer when its name was to be shown. */
  readonly device: AuthenticatorMethod | null;
  readonly outcome: RemovalOutcome;
  readonly referenceId: string | null;
};

/** Why a removal was not even begun, or ended without saying what came of it. */
export type Stop =
  | { readonly kind: "busy" | "wrongAccount" | "broken" }
  | { readonly kind: "earlierOpen"; readonly settlesAt: Date };

/** What the one card shows during a clean-up. */
export type CleanupView =
  | {
      readonly kind: "nothingToRemove";
      readonly why: "onlyInHand" | "noEntries";
      readonly retired: readonly Method[];
      readonly notice: Notice | null;
    }
  | {
      readonly kind: "whichIsMine";
      readonly devices: Devices;
      /** The number showed there, and that is another phone than the one they had named. */
      readonly showedOn: MethodId | null;
      readonly notice: Notice | null;
    }
  | { readonly kind: "noneWorks"; readonly notice: Notice | null }
  | {
      readonly kind: "choose";
      readonly inHand: AuthenticatorMethod;
      /** Everything else with Authenticator, in the order of the list. */
      readonly others: Devices;
      readonly kept: readonly MethodId[];
      readonly picked: readonly MethodId[];
      readonly notice: Notice | null;
      /** Methods of other kinds that are no longer supported. */
      readonly retired: readonly Method[];
    }
  | {
      readonly kind: "confirm";
      readonly inHand: AuthenticatorMethod;
      readonly picked: Devices;
      /** What was picked and cannot go, whatever is proved. */
      readonly stays: readonly {
        readonly device: AuthenticatorMethod;
        readonly why: RemovalRefusal;
      }[];
      readonly needsSignIn: boolean;
    }
  | {
      readonly kind: "signIn";
      readonly why: SignInWhy | null;
      /** Phones that were removed before Microsoft asked for this sign-in. */
      readonly removedBefore: number;
    }
  | { readonly kind: "whereNumberShowed"; readonly devices: Devices }
  | { readonly kind: "removing"; readonly devices: Devices }
  | { readonly kind: "stopped"; readonly stop: Stop }
  | {
      readonly kind: "done";
      readonly rows: readonly OutcomeRow[];
      readonly removedBefore: number;
      /** Microsoft had asked for one more sign-in, and this was after it. */
      readonly isSecond: boolean;
      /** Null: the list could not be read again. */
      readonly left: Devices | null;
      readonly inHand: MethodId | null;
    };

export type CleanupCardData = {
  readonly view: CleanupView;
  /** Which clean-up the buttons belong to; those of an older one are stale. */
  readonly guideId: string;
  readonly links: OrganisationLinks;
  /** User principal name, so that Security info asks for the right account; null: it asks. */
  readonly accountHint: string | null;
  /** Address of the fresh sign-in, for the view that asks for it; null: there is none yet. */
  readonly signInLink: string | null;
  readonly now: Date;
  /** BCP 47 tag of the person, or null. */
  readonly locale: string | null;
};

/** What the binder of one kind of view is given. */
export type CleanupDataOf<Kind extends CleanupView["kind"]> = Omit<CleanupCardData, "view"> & {
  readonly view: Extract<CleanupView, { readonly kind: Kind }>;
};
