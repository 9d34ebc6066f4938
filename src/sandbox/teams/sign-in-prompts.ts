import { z } from "zod/v4";
import { type Activity, type OAuthCard, signinCardType } from "./activity.ts";
import { BoundedMap } from "./bounded-map.ts";

/** A sign-in button that the client shows. */
export type Prompt = {
  readonly id: string;
  /** Id (for the bot) of the message that bears the button. */
  readonly messageId: string;
  /** Ids of the activities in whose turns the bot may have made the sign-in link. */
  readonly askedBy: readonly string[];
  /** The sign-in page of the token service. */
  readonly link: string;
  readonly login: OAuthCard;
  /** The action that waits for the sign-in; null when the button is an OAuth card of its own. */
  readonly action: Activity | null;
};

const remembered = 50;

/** The token exchange state's `conversation`, in either spelling that SDKs send. */
const conversation = z.union([
  z.looseObject({ activityId: z.string() }).transform((found) => found.activityId),
  z.looseObject({ ActivityId: z.string() }).transform((found) => found.ActivityId),
]);

export class SignInPrompts {
  readonly #prompts = new BoundedMap<Prompt>(remembered);

  add(prompt: Prompt): void {
    this.#prompts.set(prompt.id, prompt);
  }

  find(id: string): Prompt | undefined {
    return this.#prompts.get(id);
  }

  remove(id: string): void {
    this.#prompts.delete(id);
  }

  /** The prompt whose link was made in the turn that `reference` names; else the newest. */
  of(reference: unknown): Prompt | undefined {
    const prompts = this.#prompts.newest();
    const parsed = conversation.safeParse(reference);
    const asked = parsed.success
      ? prompts.find((prompt) => prompt.askedBy.includes(parsed.data))
      : undefined;
    return asked ?? prompts[0];
  }
}

/** The link of the sign-in button, or null: a bot may leave it out when it counts on single sign-on. */
export const signInLink = (login: OAuthCard): string | null =>
  login.buttons.find((button) => button.value)?.value ?? null;

export const buttonTitle = (login: OAuthCard): string =>
  login.buttons.find((button) => button.title)?.title ?? "Sign in";

/**
 * The OAuth card as a client draws it. It goes to the playground as a sign-in card: to an OAuth card the
 * playground adds a button "Redeem code" that Teams does not have.
 */
export const signInMessage = (login: OAuthCard, url: string, problem?: string): Activity => ({
  type: "message",
  attachments: [
    {
      contentType: signinCardType,
      content: {
        text: [login.text ?? "", problem ?? ""].filter((line) => line !== "").join("\n\n"),
        buttons: [{ type: "signin", title: buttonTitle(login), value: url }],
      },
    },
  ],
  value: undefined,
});
