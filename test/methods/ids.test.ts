import assert from "node:assert/strict";
import { methodId, tenantId, userId } from "../../src/methods/ids.ts";

describe("ids", () => {
  it("are lower case for tenants and users, whatever the case they came in", () => {
    const guid = "3F1C8B52-6A0E-4D53-9A1E-8F2F6F0F7A11";

    assert.equal(tenantId(guid), "3f1c8b52-6a0e-4d53-9a1e-8f2f6f0f7a11");
    assert.equal(userId(guid), "3f1c8b52-6a0e-4d53-9a1e-8f2f6f0f7a11");
  });

  it("stay as they are for methods, since Graph's are case-sensitive", () => {
    assert.equal(methodId("_jpuR-TGZtk6aQCLF3BQjA2"), "_jpuR-TGZtk6aQCLF3BQjA2");
  });
});
