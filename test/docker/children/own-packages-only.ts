/** Loaded before the service: what is not below its own folder counts as not there, as in a container. */
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const own = `${pathToFileURL(process.env["IMAGE_FOLDER"] ?? "").href}/`;

registerHooks({
  load: (url, context, nextLoad) => {
    const isForeign = url.includes("/node_modules/") && !url.startsWith(own);
    if (isForeign) throw new Error(`not in the image: ${url}`);
    return nextLoad(url, context);
  },
});
