import assert from "node:assert/strict";
import {
  type ActionAnswer,
  readActionAnswer,
  readOAuthCard,
} from "../../../src/sandbox/teams/activity.ts";
import { aCard, anOAuthCard, cardMessage } from "./fakes.ts";

const error = (message: string): ActionAnswer => ({ kind: "error", message });
const unusable = error("Unable to reach app. Please try again.");

const cases: readonly {
  readonly name: string;
  readonly status: number;
  readonly body: unknown;
  readonly read: ActionAnswer;
}[] = [
  {
    name: "a card",
    status: 200,
    body: {
      statusCode: 200,
      type: "application/vnd.microsoft.card.adaptive",
      value: aCard("Ready"),
    },
    read: { kind: "card", card: aCard("Ready") },
  },
  {
    name: "a message",
    status: 200,
    body: { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: "Noted" },
    read: { kind: "message", text: "Noted" },
  },
  {
    name: "412 in the body",
    status: 200,
    body: {
      statusCode: 412,
      type: "application/vnd.microsoft.error.preconditionFailed",
      value: {},
    },
    read: { kind: "preconditionFailed" },
  },
  {
    name: "412 as the HTTP status",
    status: 412,
    body: undefined,
    read: { kind: "preconditionFailed" },
  },
  {
    name: "an error of the bot",
    status: 200,
    body: { statusCode: 400, type: "application/vnd.microsoft.error", value: { message: "No" } },
    read: error("No"),
  },
  { name: "no body", status: 200, body: undefined, read: unusable },
  { name: "a crash", status: 500, body: { error: { code: "turnFailed" } }, read: unusable },
  {
    name: "a login request without its card",
    status: 200,
    body: { statusCode: 401, type: "application/vnd.microsoft.activity.loginRequest", value: {} },
    read: unusable,
  },
  {
    name: "a type that nobody knows",
    status: 200,
    body: { statusCode: 200, type: "application/vnd.example", value: 1 },
    read: unusable,
  },
];

describe("readActionAnswer", () => {
  for (const { name, status, body, read } of cases) {
    it(`reads ${name}`, () => {
      assert.deepEqual(readActionAnswer(status, body), read);
    });
  }

  it("reads a login request with its button and resource", () => {
    const value = {
      text: "Please",
      connectionName: "graph",
      tokenExchangeResource: { id: "1", uri: "api://x" },
      buttons: [{ type: "signin", title: "Sign in", value: "http://127.0.0.1/link" }],
    };

    const read = readActionAnswer(200, {
      statusCode: 401,
      type: "application/vnd.microsoft.activity.loginRequest",
      value,
    });

    assert.deepEqual(read, { kind: "loginRequest", login: value });
  });
});

describe("readOAuthCard", () => {
  it("finds the OAuth card of a message", () => {
    const read = readOAuthCard(anOAuthCard());

    assert.ok(read.kind === "card");
    assert.equal(read.login.connectionName, "graph");
  });

  it("finds none in a message with another card", () => {
    assert.deepEqual(readOAuthCard(cardMessage("Hello")), { kind: "none" });
  });

  it("takes a card whose exchange resource is null for broken", () => {
    assert.deepEqual(readOAuthCard(anOAuthCard(null)), { kind: "broken" });
  });
});
