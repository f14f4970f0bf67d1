# One image for web, worker and beat; docker-compose.yml says which command each runs.

FROM node:22-slim AS node
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VAR_DIR=/srv/portal/var \
    STATIC_ROOT=/srv/portal/collected \
    STATIC_COLLECTED=1

# What WeasyPrint draws text with.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/portal
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY --from=node /build/node_modules node_modules
COPY . .

# Collected while the image is built, so that an upgrade never serves yesterday's files.
RUN python manage.py collectstatic --no-input \
 && rm -rf var && mkdir var \
 && useradd --system --no-create-home --home-dir /nonexistent portal \
 && chown portal:portal var

USER portal
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", "--threads", "4"]
