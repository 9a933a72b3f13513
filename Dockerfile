# The site in one image: web server, worker, drainer of the search and commands of manage.py.
# compose.yaml puts it together with its database and its search server.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media

WORKDIR /srv/site
# Before the code, so that a change of the code does not install the libraries again.
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes \
        --requirement requirements.lock

COPY . .
# The development settings need no secret, and collect the same files.
RUN DJANGO_SETTINGS_MODULE=kb.settings.dev python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q accounts contracts home kb search \
    && useradd --system --uid 10001 --no-create-home reciprocites \
    && install --directory --owner reciprocites /srv/media

ENV DJANGO_SETTINGS_MODULE=kb.settings.production
USER reciprocites
EXPOSE 8000
CMD ["gunicorn", "kb.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "2", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--limit-request-line", "8190"]
