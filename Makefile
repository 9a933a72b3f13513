# The commands of the project. `make` alone lists them.

PYTHON ?=
PORT ?= 8000
ARGS ?=
VENV := .venv/bin
MANAGE := $(VENV)/python manage.py
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run dev test test-long test-elasticsearch test-cluster mutants elasticsearch lint \
	format bench bench-large relevance content pictures help-pictures lock install install-dev

help: ## liste des commandes
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

run: install ## prépare le site et le sert sur 127.0.0.1:8000 (PORT=8001 pour un autre port)
	@$(VENV)/python scripts/run.py --port '$(PORT)'

dev: install-dev ## sert le site avec les pages d’erreur détaillées et le rechargement du code
	@DEBUG=true $(MANAGE) runserver '$(PORT)'

test: install-dev ## tous les tests que la machine permet, sur tous ses cœurs (ARGS="tests/search -x" en choisit)
	@$(VENV)/python scripts/run_tests.py $(ARGS)

test-long: install-dev ## les mêmes, avec vingt fois plus d’exemples tirés et de processus tués (des heures)
	@EVERYTHING=1 KILLS=40 $(VENV)/python scripts/run_tests.py --hypothesis-profile=long $(ARGS)

test-elasticsearch: install-dev ## les tests du moteur Elasticsearch, sur le vrai serveur
	@scripts/with_elasticsearch $(VENV)/python -m pytest -m elasticsearch $(ARGS)

test-cluster: install-dev ## trois nœuds d’Elasticsearch, dont deux tués tour à tour (six minutes)
	@scripts/elasticsearch --fetch
	@$(VENV)/python -m pytest -m cluster -s tests/cluster $(ARGS)

mutants: install-dev ## casse le code exprès, un endroit à la fois, et nomme ce que les tests ne voient pas (des heures)
	@$(VENV)/mutmut run --max-children 1 $(ARGS)
	@$(VENV)/mutmut results

elasticsearch: ## va chercher le vrai Elasticsearch (une fois) et le lance (ARGS="--nodes 3 --heap 1g")
	@scripts/elasticsearch $(ARGS)

lint: install-dev ## vérifie forme, types, sens des imports, migrations, réglages de production
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/lint-imports --no-logo
	$(VENV)/djlint --quiet --lint templates
	DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	scripts/check_deploy

format: install-dev ## met le code en forme
	$(VENV)/ruff check --fix-only .
	$(VENV)/ruff format .

bench: install-dev ## mesure la recherche, les pages et les fichiers à 100, 10 000 et 100 000 fiches, avec Elasticsearch
	@$(VENV)/python -m scripts.bench $(ARGS)

bench-large: install-dev ## mesure Elasticsearch à 1 000 000 de fiches (une heure, 8 Go de mémoire)
	@$(VENV)/python -m scripts.bench --large $(ARGS)

relevance: install-dev ## mesure la pertinence de la recherche sur des requêtes jugées, par moteur
	@$(VENV)/python -m scripts.relevance $(ARGS)

content: install-dev ## mesure le contenu : phrases longues, jargon, objectifs, sources et fiches orphelines
	@$(VENV)/python -m scripts.content

pictures: install-dev ## refait les deux images du README depuis le site que make run sert (PORT=8001)
	@$(VENV)/python -m scripts.pictures --port '$(PORT)'

help-pictures: install-dev ## refait les images de l’aide de l’espace de rédaction, dans Chromium
	@HELP_PICTURES=1 $(VENV)/python -m pytest tests/browser/desk/test_help_pictures.py -m browser $(ARGS)

lock: install-dev ## recalcule les deux fichiers de verrouillage depuis pyproject.toml
	scripts/lock

install:
	@scripts/install requirements.lock

install-dev:
	@scripts/install requirements-dev.lock
