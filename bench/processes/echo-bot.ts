import type { TurnContext } from "botbuilder";
import restify from "restify";
import { bareAdapter } from "../bare-adapter.ts";

const adapter = bareAdapter(process.env["SANDBOX_URL"] ?? "", process.env["BOT_ID"] ?? "");
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get("/readyz", async (_request, response) => {
  response.send(200);
  await Promise.resolve();
});
server.post("/api/messages", async (request, response) => {
  const { method = "POST", headers } = request;
  const body = request.body as Record<string, unknown>;
  await adapter.process({ method, headers, body }, response, async (context: TurnContext) => {
    await context.sendActivity(`Echo: ${context.activity.text}`);
  });
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");
