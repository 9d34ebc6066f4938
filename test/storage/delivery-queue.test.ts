import {
  deliveryQueueContract,
  dispatchLeaseContract,
} from "../contracts/delivery-queue.contract.ts";
import { forEachWorld } from "../contracts/reminder-world.ts";

forEachWorld("The dispatcher's lease", dispatchLeaseContract);
forEachWorld("The queue of deliveries", deliveryQueueContract);
