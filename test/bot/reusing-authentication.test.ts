import assert from "node:assert/strict";
import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from "botbuilder";
import { AuthenticationConstants, ClaimsIdentity } from "botframework-connector";
import sinon from "sinon";
import { ReusingAuthentication } from "../../src/bot/authentication.ts";

const TEAMS = "https://smba.trafficmanager.net/emea/";
const AUDIENCE = "https://api.botframework.com";

const identityOf = (appId: string): ClaimsIdentity =>
  new ClaimsIdentity([{ type: AuthenticationConstants.AudienceClaim, value: appId }], true);

describe("ReusingAuthentication", () => {
  let credentials: ConfigurationServiceClientCredentialFactory;
  let authentication: ReusingAuthentication;
  const factoryOf = (appId: string) => authentication.createConnectorFactory(identityOf(appId));

  beforeEach(() => {
    credentials = new ConfigurationServiceClientCredentialFactory({
      MicrosoftAppType: "SingleTenant",
      MicrosoftAppId: "bot",
      MicrosoftAppPassword: "secret",
      MicrosoftAppTenantId: "tenant",
    });
    authentication = new ReusingAuthentication(
      new ConfigurationBotFrameworkAuthentication({}, credentials),
      (client) => Promise.resolve(client),
    );
  });

  afterEach(() => {
    sinon.restore();
  });

  it("makes one connector for a service URL, however many turns ask", async () => {
    const made = await Promise.all(
      Array.from({ length: 5 }, () => factoryOf("bot").create(TEAMS, AUDIENCE)),
    );

    assert.equal(new Set(made).size, 1);
  });

  it("makes another one for each service URL and audience", async () => {
    const made = [
      await factoryOf("bot").create(TEAMS, AUDIENCE),
      await factoryOf("bot").create(`${TEAMS}x`, AUDIENCE),
      await factoryOf("bot").create(TEAMS, `${AUDIENCE}.us`),
      await factoryOf("bot").create(`${TEAMS}\n${AUDIENCE}`, AUDIENCE),
    ];

    assert.equal(new Set(made).size, made.length);
  });

  it("makes one token client", async () => {
    const first = await authentication.createUserTokenClient(identityOf("bot"));

    assert.equal(await authentication.createUserTokenClient(identityOf("bot")), first);
  });

  it("gives another app nothing of what was made for this one", async () => {
    await factoryOf("bot").create(TEAMS, AUDIENCE);
    await authentication.createUserTokenClient(identityOf("bot"));

    await assert.rejects(factoryOf("other").create(TEAMS, AUDIENCE), /Invalid appId/);
    await assert.rejects(
      authentication.createUserTokenClient(identityOf("other")),
      /Invalid appId/,
    );
  });

  it("keeps no client that could not be made", async () => {
    const creating = sinon.stub(credentials, "createCredentials");
    creating.onFirstCall().rejects(new Error("no credentials yet"));
    creating.callThrough();

    await assert.rejects(factoryOf("bot").create(TEAMS, AUDIENCE), /no credentials yet/);

    assert.ok(await factoryOf("bot").create(TEAMS, AUDIENCE));
    assert.equal(creating.callCount, 2);
  });

  it("keeps no more than a handful, whatever is asked for", async () => {
    const first = await factoryOf("bot").create(TEAMS, AUDIENCE);
    for (let region = 0; region < 40; region += 1) {
      await factoryOf("bot").create(`${TEAMS}${region}`, AUDIENCE);
    }

    assert.notEqual(await factoryOf("bot").create(TEAMS, AUDIENCE), first);
  });
});
