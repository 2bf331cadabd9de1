# Parley for production. It needs DATABASE_URL: the embedded PostgreSQL and the pinned Node stay outside.
# Runs as `node` on a read-only file system; writes to stdout and stderr only.

# The release that package.json pins for `npm start`.
FROM node:26.10-slim AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS build
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY . .
# Readable for `node` whatever the umask of the checkout was.
RUN npm run build && chmod -R a+rX dist package.json .docker

FROM base AS modules
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:26.10-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/package.json /app/.docker/healthcheck.mjs ./
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
# The process listens once it has migrated, for which it waits up to 30 s for its database.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --start-interval=1s --retries=3 \
  CMD ["node", "healthcheck.mjs"]
# No shell and no npm in between: SIGTERM reaches the process, and its exit code the engine.
CMD ["node", "--max-semi-space-size=32", "--v8-pool-size=1", "--no-maglev", "dist/src/main.js"]
