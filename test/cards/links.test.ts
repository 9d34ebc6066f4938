import assert from "node:assert/strict";
import fc from "fast-check";
import { helpDeskRequestUrl, securityInfoLink } from "../../src/cards/links.ts";

const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/help",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};

describe("helpDeskRequestUrl", () => {
  it("leaves an address as it is that takes no summary", () => {
    assert.equal(helpDeskRequestUrl(links, "anything"), links.helpDeskUrl);
  });

  for (const placeholder of ["{summary}", "%7Bsummary%7D", "%7bsummary%7d"]) {
    it(`puts the summary in the place of ${placeholder}, encoded`, () => {
      const helpDeskUrl = `https://vipdesk.example/new?text=${placeholder}&kind=mfa`;

      assert.equal(
        helpDeskRequestUrl({ ...links, helpDeskUrl }, "no & number? $& {x}"),
        "https://vipdesk.example/new?text=no%20%26%20number%3F%20%24%26%20%7Bx%7D&kind=mfa",
      );
    });
  }

  it("leaves nothing in its place where there is no summary", () => {
    const helpDeskUrl = "https://vipdesk.example/new?text={summary}";

    assert.equal(
      helpDeskRequestUrl({ ...links, helpDeskUrl }),
      "https://vipdesk.example/new?text=",
    );
  });

  it("hands any summary over as it is, and never another part of the address", () => {
    const helpDeskUrl = "https://vipdesk.example/new?text={summary}&kind=mfa";
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (summary) => {
        const url = new URL(helpDeskRequestUrl({ ...links, helpDeskUrl }, summary));

        assert.equal(url.host, "vipdesk.example");
        assert.equal(url.searchParams.get("text"), summary.toWellFormed());
        assert.equal(url.searchParams.get("kind"), "mfa");
      }),
    );
  });
});

describe("securityInfoLink", () => {
  it("names the account that should sign in, encoded", () => {
    assert.equal(
      securityInfoLink(links, "a+b&c@vipdesk.example"),
      "https://mysignins.microsoft.com/security-info?login_hint=a%2Bb%26c%40vipdesk.example",
    );
  });

  it("keeps what the address asks for besides, but for another account", () => {
    const securityInfoUrl =
      "https://mysignins.microsoft.com/security-info?tenant=t&login_hint=b#top";

    assert.equal(
      securityInfoLink({ ...links, securityInfoUrl }, "a@b.example"),
      "https://mysignins.microsoft.com/security-info?tenant=t&login_hint=a%40b.example#top",
    );
  });

  it("leaves the address as it is where the account is not known", () => {
    assert.equal(securityInfoLink(links, null), links.securityInfoUrl);
  });
});
