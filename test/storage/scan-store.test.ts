import { forEachWorld } from "../contracts/reminder-world.ts";
import { scannedPeopleContract, scanRunContract } from "../contracts/scan-store.contract.ts";

forEachWorld("A scan's run", scanRunContract);
forEachWorld("What a scan finds", scannedPeopleContract);
