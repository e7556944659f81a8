# The API and the worker, one image: docker-compose.yml says which of them a container is.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

RUN groupadd --system --gid 10001 lotgraph \
 && useradd --system --uid 10001 --gid lotgraph --home-dir /app --shell /usr/sbin/nologin lotgraph

WORKDIR /app
COPY requirements-server.lock ./
RUN pip install --require-hashes -r requirements-server.lock

COPY pyproject.toml README.md LICENSE NOTICE ./
COPY engine ./engine
COPY api ./api
COPY workers ./workers
COPY cypher ./cypher

USER lotgraph
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "api.app:create_app", "--factory", "--host", "0.0.0.0", "--port", "8000", "--no-proxy-headers", "--timeout-graceful-shutdown", "30"]
