import { PostgresPersonStore } from "../../src/storage/person-store.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { personStoreContract } from "../contracts/person-store.contract.ts";
import { FakePersonStore } from "../fakes/fake-person-store.ts";

describe("FakePersonStore", () => {
  const store = new FakePersonStore();
  personStoreContract(() => store);
});

forEachDatabase("PostgresPersonStore", (database) => {
  let store: PostgresPersonStore;
  before(() => {
    store = new PostgresPersonStore(database());
  });
  personStoreContract(() => store);
});
