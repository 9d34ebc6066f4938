import chromium from "@sparticuz/chromium";

// A process of its own, because the package takes its target folder (TMPDIR) and the wish for its shared libraries
// (AWS_LAMBDA_JS_RUNTIME) from the environment. Prints nothing; the folder is the result.
await chromium.executablePath();
