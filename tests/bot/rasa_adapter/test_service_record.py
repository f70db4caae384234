"""The record of models: which one is in service, which one was before, and what brings that back."""

from __future__ import annotations

from pathlib import Path

from bot.rasa_adapter.service_record import LearntModel, ServiceRecord, kept_models, read_record, take_up

FIRST, SECOND, THIRD = (LearntModel(f"aiguilleur-01234567-{number}.tar.gz", {"config.yml": number}) for number in "123")


def test_model_taken_up_again_keeps_the_one_before(tmp_path: Path) -> None:
    for model in (FIRST, SECOND, SECOND):
        take_up(tmp_path, model)
    assert read_record(tmp_path) == ServiceRecord(SECOND, before=FIRST)
    assert kept_models(tmp_path) == {FIRST.name, SECOND.name}


def test_restored_model_sets_the_later_one_aside_until_another_is_taken_up() -> None:
    restored = ServiceRecord(SECOND, before=FIRST).restored()
    assert restored == ServiceRecord(FIRST, before=SECOND, set_aside=SECOND.name)
    assert restored.followed_by(FIRST) == restored
    assert restored.followed_by(THIRD) == ServiceRecord(THIRD, before=FIRST)


def test_folder_without_a_readable_record_keeps_no_model(tmp_path: Path) -> None:
    assert kept_models(tmp_path) == frozenset()
    (tmp_path / "modele-en-service.json").write_text("{")
    assert read_record(tmp_path) is None
