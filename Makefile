# Everything runs from .venv, which `make setup` makes from requirements.lock. `make` alone lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
READY := .venv/.set-up
READY_TO_SERVE := .venv/.set-up-to-serve
# What `make run` and `make train` install first: a machine that only serves stays one.
INSTALL := $(if $(and $(wildcard $(READY_TO_SERVE)),$(filter run train,$(MAKECMDGOALS))),serve-install,setup)
# How many at once: many tests wait for a server, a lease or a page. On two cores four take 9 min 48 s, three 10 min 57 s.
# Tests that share a server stay together (tests/conftest.py).
PROCESSES ?= 4
PYTEST := $(BIN)/pytest -q --durations=10 -n $(PROCESSES) --dist loadgroup --no-loadscope-reorder
# The benchmark's file for bench-nlu; logged conversations for meanings.
DATA ?=
# Where a judge, or a writer, works; and files of what is true, to judge by.
FOLDER ?= var/$(firstword $(MAKECMDGOALS))/$(shell date +%F-%H%M)
FACTS ?=
# Folders or files in tests/, of which test-all runs the long ones and no others.
ONLY ?=
# 1 for a short bench of our server alone.
QUICK ?=

# Compiled modules are kept even where the environment says otherwise: each of the many processes would compile Rasa anew.
unexport PYTHONDONTWRITEBYTECODE
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
# For those who use the assistant; the tests keep the warnings.
adapt bench bench-nlu evaluate judge meanings telegram-demo writer: export PYTHONWARNINGS := ignore::DeprecationWarning

.PHONY: adapt help setup serve-install run train test test-all check bench bench-nlu evaluate judge meanings telegram-demo writer screenshots sbom lock clean

help: ## Affiche cette aide
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r target text; do printf '%-20s %s\n' "$$target" "$$text"; done

setup: $(READY) ## Installe tout dans .venv (rien à faire la deuxième fois)
	@.ci/encoder

$(READY): requirements.lock pyproject.toml .python-version
	@.ci/setup

serve-install: $(READY_TO_SERVE) ## Installe dans .venv de quoi servir et entraîner, sans TensorFlow ni outils (650 Mo)
	@.ci/encoder

$(READY_TO_SERVE): deploy/requirements.lock pyproject.toml .python-version
	@.ci/setup --serve

run: $(INSTALL) ## Installe, entraîne si besoin et lance l'assistant
	@$(BIN)/aiguilleur serve

train: $(INSTALL) ## Entraîne le modèle si les fichiers ont changé
	@$(BIN)/aiguilleur train

test: setup train check ## Installe, entraîne si besoin, vérifie le code et lance les tests
	$(PYTEST) -m "not thorough"

test-all: $(if $(ONLY),setup train,test) ## Lance « make test », puis les tests les plus longs (ONLY=deploy : ceux de tests/deploy seuls)
	$(PYTEST) -m thorough $(ONLY:%=tests/%)

check: setup ## Vérifie le code sans lancer les tests (ruff, mypy, import-linter)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir .cache/import-linter

bench: setup train ## Mesure l'assistant à côté de Rasa d'origine (QUICK=1 : sans Rasa)
	@$(BIN)/python -m tests.bench $(if $(QUICK),--ours-only)

evaluate: setup ## Mesure ce que l'assistant comprend (var/evaluation/index.html)
	@$(BIN)/python -m tests.evaluation

meanings: setup train ## Mesure ce que veulent dire des messages écrits par d'autres (DATA=fichier, sinon les auteurs à part)
	@$(BIN)/python -m tests.evaluation.meanings "$(DATA)"

adapt: setup ## Apprend à l'encodeur ce que veulent dire les messages (une heure, avec PyTorch ; reprend où il s'est arrêté)
	@.ci/adapt

judge: setup train ## Prépare un dossier et un serveur pour qui juge des conversations (FOLDER=var/judge/nom)
	@$(BIN)/python -m tests.evaluation.judging judge $(FOLDER) --facts $(FACTS)

writer: setup train ## Prépare un dossier et un serveur pour qui écrit des conversations annotées (FOLDER=var/writer/nom)
	@$(BIN)/python -m tests.evaluation.judging writer $(FOLDER) --facts $(FACTS)

bench-nlu: setup ## Mesure la compréhension sur CLINC150 (DATA=chemin du fichier)
	@$(BIN)/python -m tests.evaluation.clinc "$(DATA)"

telegram-demo: setup train ## Montre une conversation sur Telegram (vrai serveur, faux Telegram)
	@$(BIN)/python -m tests.bot.channels.telegram.demo

screenshots: setup train ## Refait les images du README, et chaque état de la fenêtre (var/screenshots), avec Chromium
	@$(BIN)/python -m tests.screenshots

sbom: ## Écrit l'inventaire (CycloneDX) de ce qui est installé pour servir, dans var/sbom.json
	@.ci/sbom

COMPILE = "$$(.ci/setup --uv)" pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version
CONVERSION := nlu/encoder/conversion/requirements
NEWER := tests/deploy/newer_python

lock: ## Refait les verrous : de pyproject.toml, de l'encodeur et des outils
	@$(COMPILE) 3.10 --all-extras pyproject.toml -o requirements.lock
	@# The versions that are tested, which the model's fingerprint has too.
	@$(COMPILE) 3.10 --no-annotate --constraints requirements.lock --excludes deploy/requirements.excluded pyproject.toml \
		-o deploy/requirements.lock
	@$(COMPILE) 3.10 $(CONVERSION).in -o $(CONVERSION).lock
	@$(COMPILE) 3.12 $(NEWER).in -o $(NEWER).lock
	@$(COMPILE) 3.10 - -o .ci/uv.lock <<<'uv==0.13.9'
	@$(COMPILE) 3.10 - -o .ci/cyclonedx.lock <<<'cyclonedx-bom==7.5.0'

clean: ## Efface ce qui a été installé et les caches (garde var/, les données et le modèle)
	rm -rf .venv .tools .cache build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .rasa .coverage
	find bot nlu rules tests -name __pycache__ -type d -prune -exec rm -rf {} +
