FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# With the optional packages: the bundler of the page is one.
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations migrations
COPY scripts scripts
COPY src src
COPY web web
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without the optional packages: they are the embedded PostgreSQL.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ARG VERSION=unknown REVISION=unknown
LABEL org.opencontainers.image.title="Restaurant Monitor API" \
  org.opencontainers.image.description="Turns polls of stores into exact uptime and downtime within their business hours" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION"
# The first process of a container has to pass on signals and to collect the dead; tini does both.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends tini=0.19.* \
  && rm -rf /var/lib/apt/lists/* \
  # A new volume mounted here takes over the owner.
  && install --directory --owner=1000 --group=1000 /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json ./
COPY scripts scripts
COPY --from=build /app/dist dist
# By number, so that it can be seen not to be root. Nothing but /data is written: the root may be read-only.
USER 1000:1000
# Imports in progress are kept here.
VOLUME /data
EXPOSE 8000
# A worker or a consumer answers at METRICS_PORT only; for an HTTP process that is the port of a process that it started.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "const ask = (port) => fetch('http://127.0.0.1:' + port + '/health/ready'); ask(process.env.PORT).catch(() => ask(process.env.METRICS_PORT)).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--"]
# For a worker: node dist/src/worker.js
CMD ["node", "dist/src/main.js"]
