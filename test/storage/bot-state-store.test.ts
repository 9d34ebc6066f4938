import { MemoryStorage } from "botbuilder";
import { PostgresBotStateStore } from "../../src/storage/bot-state-store.ts";
import {
  botStateStoreContract,
  sharedBotStateStoreContract,
} from "../contracts/bot-state-store.contract.ts";
import { forEachDatabase } from "../contracts/databases.ts";

// The SDK's own store first: it says whether the contract asks for what the SDK does.
describe("botbuilder's MemoryStorage", () => {
  const store = new MemoryStorage();
  botStateStoreContract(() => store);
});

forEachDatabase("PostgresBotStateStore", (database) => {
  let store: PostgresBotStateStore;
  before(() => {
    store = new PostgresBotStateStore(database());
  });
  botStateStoreContract(() => store);
  sharedBotStateStoreContract(() => store);
});
