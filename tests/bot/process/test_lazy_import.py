"""Lazy imports: what only training or other channels need is imported where it is used, and by nothing else."""

from __future__ import annotations

import subprocess
import sys


def test_rasa_trains_with_its_other_components_where_tensorflow_is_not_installed() -> None:
    """In a process of its own, which finds none; it is installed where this is run."""
    code = (
        "import importlib.util, sys; find = importlib.util.find_spec; "
        "importlib.util.find_spec = lambda name, *more: None if name == 'tensorflow' else find(name, *more); "
        "import bot; from rasa.engine.recipes.default_components import DIETClassifier, RulePolicy; "
        "import rasa.graph_components.validators.default_recipe_validator; "
        "assert 'tensorflow' not in sys.modules, 'a component imported it'; "
        "assert RulePolicy.__mro__[1:] and DIETClassifier.__mro__ == (DIETClassifier, object)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr


def test_rasa_finds_its_channels_though_a_server_imports_none_of_them() -> None:
    """In a process of its own: here they may be in memory already."""
    code = (
        "import sys, bot.server.app; assert 'slack_sdk' not in sys.modules, 'a channel was imported'; "
        "from rasa.core.channels import BUILTIN_CHANNELS; assert 'slack' in BUILTIN_CHANNELS"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
