# Both stages start from one slim Python image; a check may name another: --build-arg PYTHON_IMAGE=...
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_REQUIRE_HASHES=1
WORKDIR /build
COPY requirements.lock requirements-bundle.lock ./
RUN python3 -m venv /opt/ravine/venv \
    && /opt/ravine/venv/bin/pip install --quiet -r requirements.lock \
    && python3 -m venv node \
    && node/bin/pip install --quiet -r requirements-bundle.lock
# Node comes from a wheel and stays in this stage: it builds the small plotly.js and one script for each page.
ENV PATH=/build/node/bin:$PATH
COPY bundle/package.json bundle/package-lock.json bundle/.npmrc bundle/
RUN npm ci --prefix bundle --loglevel=error
COPY bundle bundle
COPY static static
COPY templates templates
COPY tools/compress tools/compress
RUN node bundle/build.js && node bundle/own.js && python3 tools/compress static
WORKDIR /opt/ravine
COPY optim_core optim_core
COPY app app
# The file system of the container is read-only: byte code has to be there before. Nothing is installed there any more.
RUN mv /build/static /build/templates . && venv/bin/pip uninstall --quiet --yes pip setuptools \
    && venv/bin/python -m compileall -q app optim_core

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="Ravine" \
      org.opencontainers.image.description="A class watches optimizers run down loss landscapes" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/ravine /opt/ravine
# The one place that it writes to: searches and their checkpoints. No program there makes anybody more than he is.
RUN install -d -o 10001 -g 10001 /data \
    && find / -xdev -type f -perm /6000 -exec chmod a-s {} +
WORKDIR /opt/ravine
ENV RAVINE_HOST=0.0.0.0 \
    RAVINE_DATA=/data \
    OPENBLAS_NUM_THREADS=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["/opt/ravine/venv/bin/python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ.get('RAVINE_PORT', '8000') + '/healthz', timeout=4)"]
CMD ["/opt/ravine/venv/bin/python", "-m", "app"]
