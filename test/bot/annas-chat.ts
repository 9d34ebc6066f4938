import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { ANNA, aMessage, anInvoke, aPress, type Json } from "./activities.ts";
import { CONNECTION } from "./fake-cloud.ts";
import { graphToken, RunningBot, seen } from "./running-bot.ts";

export const BELAS_TOKEN = graphToken({ oid: "8c6df0a1-0000-4000-8000-00000000000b" });
export const SIGN_IN = `sign-in: ${en["signIn.text"]}`;
export const SET_UP = en["readiness.setUp"];
export const LOGIN_REQUEST = "application/vnd.microsoft.activity.loginRequest";

export const check = (value: Json = {}): Json =>
  aPress("status.check", { card: "help", v: 1 }, value);
export const answering = (answer: string, value: Json = {}): Json =>
  aPress("numberPrompt.answer", { card: "numberPrompt", v: 1, answer }, value);
export const exchange = (token: string, id = "exchange-1"): Json =>
  anInvoke("signin/tokenExchange", { id, connectionName: CONNECTION, token });
export const verify = (state: string): Json => anInvoke("signin/verifyState", { state });
export const failure = (code: string): Json => anInvoke("signin/failure", { code, message: "…" });

/** The chat of Anna with a whole bot, in the few words that tests of a check need. */
export class AnnasChat {
  readonly bot: RunningBot;

  private constructor(bot: RunningBot) {
    this.bot = bot;
  }

  static async start(): Promise<AnnasChat> {
    return new AnnasChat(await RunningBot.start());
  }

  /** Sends and returns the HTTP status and what is seen in the chat. */
  async send(activity: Json): Promise<readonly [number, readonly string[]]> {
    const { answer, messages } = await this.bot.send(activity);
    return [answer.status, messages.map(seen)];
  }

  async say(text: string): Promise<readonly string[]> {
    return (await this.send(aMessage(text)))[1];
  }

  signedInAs(token: string): void {
    this.bot.running.cloud.tokens.set(ANNA.teamsUserId, token);
  }

  get heldToken(): string | undefined {
    return this.bot.running.cloud.tokens.get(ANNA.teamsUserId);
  }

  close(): Promise<void> {
    return this.bot.close();
  }
}

/** One message, and it begins like this. */
export function isOne(messages: readonly string[], start: string): void {
  assert.equal(messages.length, 1, messages.join("\n"));
  assert.ok(messages[0]?.startsWith(start), messages[0]);
}
