import assert from "node:assert/strict";
import { asTeamsSends } from "../../../src/sandbox/teams/as-teams-sends.ts";
import { aMessage, anAction, anInstallation, chatOfSam, sam } from "./fakes.ts";

const sending = {
  person: sam,
  serviceUrl: "http://127.0.0.1:4300/connector",
  now: new Date("2026-03-01T10:00:00Z"),
  timeZone: "Europe/Vienna",
  newId: () => "new",
  messageId: "1772359200000",
};

describe("asTeamsSends", () => {
  it("dresses a message as Teams does", () => {
    const sent = asTeamsSends(aMessage("am I <set> up?"), sending);

    assert.deepEqual(sent, {
      type: "message",
      id: "1772359200000",
      channelId: "msteams",
      serviceUrl: "http://127.0.0.1:4300/connector",
      timestamp: "2026-03-01T10:00:00.000Z",
      text: "am I <set> up?",
      from: { id: sam.teamsUserId, name: "Sam Rivera", aadObjectId: sam.id },
      recipient: { id: "28:b07b07b0-0000-4000-8000-000000000001", name: "PushReady" },
      conversation: {
        id: chatOfSam,
        conversationType: "personal",
        tenantId: "5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b",
      },
      channelData: { tenant: { id: "5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b" } },
      locale: "de-AT",
      localTimezone: "Europe/Vienna",
      entities: [
        {
          type: "clientInfo",
          locale: "de-AT",
          country: "AT",
          platform: "Web",
          timezone: "Europe/Vienna",
        },
      ],
      attachments: [{ contentType: "text/html", content: "<p>am I &#60;set&#62; up?</p>" }],
      value: undefined,
    });
  });

  it("replaces the playground's client information and keeps other entities", () => {
    const mention = { type: "mention", text: "<at>PushReady</at>" };
    const message = {
      ...aMessage("hello"),
      entities: [{ type: "clientInfo", locale: "en-US" }, mention],
    };

    const sent = asTeamsSends(message, sending);

    assert.equal(sent.entities?.length, 2);
    assert.deepEqual(sent.entities[0], mention);
  });

  it("says that an action was started by hand", () => {
    const sent = asTeamsSends(anAction("check", "card-1"), sending);

    assert.deepEqual(sent.value, {
      action: { type: "Action.Execute", title: "check", verb: "check", data: {} },
      trigger: "manual",
    });
    assert.equal(sent.id, "f:new");
    assert.equal(sent.replyToId, "card-1");
  });

  it("gives an installation neither a name nor a locale", () => {
    const sent = asTeamsSends(anInstallation("add"), sending);

    assert.deepEqual(sent.from, { id: sam.teamsUserId, aadObjectId: sam.id });
    assert.equal("locale" in sent, false);
  });

  it("sends a pressed Action.Submit without the text/html twin of a text", () => {
    const submit = { ...aMessage(""), text: undefined, value: { choice: "yes" } };

    const sent = asTeamsSends(submit, sending);

    assert.equal(sent.attachments, undefined);
    assert.deepEqual(sent.value, { choice: "yes" });
  });
});
