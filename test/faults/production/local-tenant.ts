/**
 * Loaded before the compiled service. Production refuses SANDBOX_URL, and keeps refusing it: the configuration is read
 * with the local tenant's addresses here, and then said to be production's. Nothing else differs from a deployment.
 */
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, nextLoad) => {
    if (!url.endsWith("/dist/config/read-config.js")) return nextLoad(url, context);
    return {
      format: "module",
      shortCircuit: true,
      source: `
        import { readConfig as read } from "${url}?as-it-is";
        export { ConfigError } from "${url}?as-it-is";
        export const readConfig = (env) => ({
          ...read({ ...env, NODE_ENV: "test", SANDBOX_URL: env.LOCAL_TENANT_URL }),
          environment: "production",
        });`,
    };
  },
});
