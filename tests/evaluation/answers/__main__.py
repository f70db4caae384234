"""`python -m tests.evaluation.answers`: how many answers to the assistant's questions are resolved."""

from __future__ import annotations

from tests.evaluation.answers import ResolvedAnswer, resolved, right, wrong_values


def main() -> None:
    """Tell the figures of both files, and the mistakes of the one that may be read."""
    development = resolved("development")
    for answer in development:
        if not answer.is_right:
            print(f"{answer.fact} : « {answer.answer.text} » dit {answer.answer.says}, entendu {answer.given}")
    for name, answers in (("mise au point", development), ("à part", resolved("apart"))):
        print(f"\n{name} : {_figures(answers)}")
        for fact in dict.fromkeys(answer.fact for answer in answers):
            print(f"  {fact:<18} {_figures([answer for answer in answers if answer.fact == fact])}")


def _figures(answers: list[ResolvedAnswer]) -> str:
    share, wrong = right(answers), wrong_values(answers)
    return f"{share.share:.1%} de {share.total} entendues, {wrong.share:.1%} prises pour une autre valeur"


if __name__ == "__main__":
    main()
