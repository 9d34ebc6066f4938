# The service in production: docs/image.md. Renovate adds the digest to the two FROM lines of the base image and keeps
# version and digest at the newest; until it has run, the version alone pins them.

FROM node:24.21.0-trixie-slim AS deps
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package of production needs its install script. No cache mounts: they need BuildKit, which `az acr build` has not.
RUN npm ci --omit=dev --ignore-scripts
RUN npm sbom --omit=dev --package-lock-only --sbom-format=cyclonedx > sbom.cdx.json
COPY scripts/prune-production.ts scripts/
RUN node scripts/prune-production.ts node_modules

FROM node:24.21.0-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN node node_modules/typescript/bin/tsc -p tsconfig.build.json

FROM node:24.21.0-trixie-slim AS runtime
LABEL org.opencontainers.image.title="PushReady" \
      org.opencontainers.image.description="A Microsoft Teams bot that gets every user of a tenant onto Microsoft Authenticator push" \
      org.opencontainers.image.licenses="MIT"
# Nothing is installed in a running container.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-*
ENV NODE_ENV=production \
    PORT=3978
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=deps /app/sbom.cdx.json ./
COPY --from=deps /app/node_modules node_modules
COPY --from=build /app/dist dist
# All of the above belongs to root. The only thing written is Node's compile cache, in /tmp: the root file system may be
# read-only, and where /tmp is so too, the start is merely slower.
VOLUME ["/tmp"]
USER 1000:1000
EXPOSE 3978
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`, { signal: AbortSignal.timeout(4000) }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1: it gets the signals, handles them from its start on, and starts no children whose remains a
# tini would have to collect. The flags are those of `npm start`.
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=512", "dist/main.js"]
