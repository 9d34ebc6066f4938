// Preloaded into the Agents Playground, which would listen on every interface and takes activities from anybody.
import { Server } from "node:net";

const loopback = "127.0.0.1";
const listen = Server.prototype.listen;

Server.prototype.listen = function listenOnLoopback(first, ...rest) {
  if (typeof first === "object" && first !== null && "port" in first) {
    return listen.call(this, { ...first, host: loopback }, ...rest);
  }
  if (typeof first === "number" || typeof first === "string") {
    return listen.call(this, first, loopback, ...rest.filter((one) => typeof one !== "string"));
  }
  return listen.call(this, first, ...rest);
};
