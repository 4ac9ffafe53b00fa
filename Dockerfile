# TraceHub: one process, no build step (docs/decisions/0002-toolchain.md).
#   docker build -t tracehub .
#   docker run --read-only --cap-drop ALL -p 8080:8080 -v tracehub:/var/lib/tracehub -v ./hub.yaml:/etc/tracehub/hub.yaml:ro tracehub
# Pin NODE_IMAGE to a digest in production.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /opt/tracehub
COPY package.json package-lock.json ./
# The image brings its own Node.js: the optional platform packages of Node are left out. No install script runs.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
RUN groupadd --system --gid 10001 tracehub \
  && useradd --system --uid 10001 --gid tracehub --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin tracehub \
  && install -d -o tracehub -g tracehub -m 0750 /var/lib/tracehub \
  && install -d -m 0755 /etc/tracehub
WORKDIR /opt/tracehub
COPY --from=dependencies /opt/tracehub/node_modules node_modules
# Owned by root: the process cannot change its own program.
COPY package.json LICENSE ./
COPY bin bin
COPY config config
COPY mappings mappings
COPY adapters adapters
COPY gateway gateway

USER 10001:10001
# Everything that changes lives here; the root file system may be read-only.
VOLUME /var/lib/tracehub
# 8080: API. 9090: health and metrics, for the operator's network only.
EXPOSE 8080 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9090/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/tracehub.js"]
CMD ["start", "--config", "/etc/tracehub/hub.yaml"]
