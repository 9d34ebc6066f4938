import type { Trouble } from "../../../src/cards/guide/guide-view.ts";
import { plainText } from "../../../src/cards/plain-text.ts";
import { en } from "../../../src/copy/en.ts";
import type { ChatPage } from "./chat-page.ts";
import { SecurityInfoWindow } from "./security-info-window.ts";
import type { World } from "./world.ts";

/** A person's first contact, up to the first page of the guided set-up. */
export async function guided(world: World, name: string): Promise<ChatPage> {
  const chat = await world.chatOf(name);
  await chat.sees("Hello, I'm PushReady");
  await chat.press("No");
  await chat.sees("Teams asks you to sign in");
  await chat.signIn();
  await chat.press("Start set-up");
  // Who has no method that Microsoft could ask for is sent to the help desk first, and may have been there.
  const begun = await chat.seesOneOf("(you're here)", "I can go on");
  if (begun === "I can go on") await chat.press("I can go on");
  await chat.sees("Open Security info (you're here)");
  return chat;
}

/** From the first page of the guide to Security info, signed in there. */
export async function openSecurityInfo(chat: ChatPage): Promise<SecurityInfoWindow> {
  const window = new SecurityInfoWindow(await chat.follow("Open Security info"));
  await window.signIn();
  return window;
}

/** Turns pages until the chat shows this one. */
export async function toStep(chat: ChatPage, from: number, to: number): Promise<void> {
  for (let step = from + 1; step <= to; step += 1) {
    await chat.press("Next");
    await chat.sees(`Step ${step} of 4`);
  }
}

/** Says what is in the way, and reads what there is to do about it, to the last line. */
export async function stuck(chat: ChatPage, trouble: Trouble): Promise<void> {
  await chat.press("I'm stuck here");
  await chat.sees("What is in the way?");
  await chat.press(en[`trouble.${trouble}.title`]);
  await chat.sees(en[`trouble.${trouble}.looks`]);
  for (const line of en[`trouble.${trouble}.lines`]) await chat.sees(plainText(line));
  await chat.screenshot(`stuck-${trouble}`);
}

/** The new phone has appeared in the chat: it is theirs, and all four points are ticked. */
export async function confirmAndFinish(chat: ChatPage, phone: string): Promise<void> {
  await chat.sees(`We see “${phone}”. Is that the phone in your hand?`);
  await chat.press("Yes");
  await chat.sees("You're done");
}
