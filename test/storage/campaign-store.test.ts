import { campaignStoreContract } from "../contracts/campaign-store.contract.ts";
import {
  candidateStoreContract,
  reachabilityContract,
} from "../contracts/candidate-store.contract.ts";
import { forEachWorld } from "../contracts/reminder-world.ts";
import { stanceStoreContract } from "../contracts/stance-store.contract.ts";

forEachWorld("A campaign", campaignStoreContract);
forEachWorld("A candidate", candidateStoreContract);
forEachWorld("Reachability", reachabilityContract);
forEachWorld("A stance", stanceStoreContract);
