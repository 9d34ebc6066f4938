import { en } from "../../../src/copy/en.ts";
import type { ChatPage } from "./chat-page.ts";
import { FreshSignInWindow } from "./fresh-sign-in-window.ts";
import { PhoneWindow } from "./phone-window.ts";
import type { World } from "./world.ts";

/** A person whose phone is registered, and that phone. */
export type Owner = {
  readonly name: string;
  readonly account: string;
  readonly phone: string;
  /** The button that picks it on the card that asks for the phone in the hand. */
  readonly pick: string;
};

const owner = (name: string, account: string, phone: string, pick: string): Owner => ({
  name,
  account,
  phone: `${name}-${phone}`,
  pick,
});

export const priya = owner("priya", "Priya Raman", "pixel-9", "Yes");
export const oscar = owner("oscar", "Oscar Brandt", "oscar-s-iphone-16", "It's number 1");
export const tess = owner("tess", "Tess Okafor", "iphone-15", "It's number 1");
export const felix = owner("felix", "Felix Haas", "felix-iphone", "It's number 1");
export const linus = owner("linus", "Linus Moreau", "iphone-14", "Yes");

/** A person's first contact, up to the card with the link of the fresh sign-in. */
export async function toProof(world: World, { name, pick }: Owner): Promise<ChatPage> {
  const chat = await world.chatOf(name);
  await chat.sees("Hello, I'm PushReady");
  await chat.say("checklist");
  await chat.sees("Sign in so that I can look");
  await chat.signIn();
  await chat.press("Pick my phone");
  await chat.sees("the phone in your hand?");
  await chat.press(pick);
  await chat.press("Prove it");
  await chat.sees(en["proof.text"]);
  return chat;
}

/** The whole fresh sign-in, through the link of the newest card: the number is typed on the person's phone. */
export async function approve(world: World, chat: ChatPage, owner: Owner): Promise<void> {
  const browser = await FreshSignInWindow.open(chat);
  await browser.signInAs(owner.account);
  await approveOn(world, chat, owner.phone, await browser.shownNumber());
  await browser.sees("You can go back to Teams");
  await browser.close();
}

/** Types the number on a phone, in a window of its own. */
export async function approveOn(
  world: World,
  chat: ChatPage,
  phoneId: string,
  number: string,
): Promise<void> {
  const phone = await PhoneWindow.open(world, chat, phoneId);
  await phone.answer(number);
}
