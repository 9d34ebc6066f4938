import { PostgresSignInExchangeStore } from "../../src/storage/sign-in-exchange-store.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { signInExchangeStoreContract } from "../contracts/sign-in-exchange-store.contract.ts";
import { FakeSignInExchangeStore } from "../fakes/fake-sign-in-exchange-store.ts";

describe("FakeSignInExchangeStore", () => {
  const store = new FakeSignInExchangeStore();
  signInExchangeStoreContract(() => store);
});

forEachDatabase("PostgresSignInExchangeStore", (database) => {
  let store: PostgresSignInExchangeStore;
  before(() => {
    store = new PostgresSignInExchangeStore(database());
  });
  signInExchangeStoreContract(() => store);
});
