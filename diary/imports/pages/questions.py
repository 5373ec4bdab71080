"""The page that asks what a file leaves open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.imports.pages.files import File
from diary.tabular.questions import LEFT_OUT, NamesQuestion, Questions, ScaleQuestion

# What a rising number means: in the words of each score, ours first
_RUNS = {
    "anxiety": ("A higher number is more anxiety", "A higher number is less anxiety"),
    "mood": ("A higher number is a better mood", "A higher number is a worse mood"),
}


@dataclass(frozen=True, slots=True)
class ScaleField:
    """The scale of one score, with the two directions in words."""

    label: str
    question: ScaleQuestion
    runs: tuple[str, str]


@dataclass(frozen=True, slots=True)
class NamesField:
    """The words of one score. ``hint`` says which end of our scale is good."""

    label: str
    hint: str
    question: NamesQuestion


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """Everything the page asks. ``order``: an example date, read in both ways."""

    program: str | None
    order: str
    month_first: bool
    fold: datetime | None
    scales: Sequence[ScaleField]
    names: Sequence[NamesField]
    faults: Sequence[tuple[str, str]]
    answers: Mapping[str, str]
    left_out: str = LEFT_OUT

    @property
    def words_of(self) -> Mapping[str, str]:
        """Faults by field."""
        return dict(self.faults)


def build_questions_page(
    questions: Questions, file: File, labels: Mapping[str, str], *, month_first: bool
) -> QuestionsPage:
    """The page of these questions. Answers to others go along with the form."""
    order = file.answers.get("order")
    return QuestionsPage(
        program=file.program.name if file.program else None,
        order=questions.order,
        month_first=order == "month" if order else month_first,
        fold=questions.fold[1] if questions.fold else None,
        scales=[
            ScaleField(labels[each.score], each, _RUNS[each.score]) for each in questions.scales
        ],
        names=[
            NamesField(
                labels[each.score],
                "0 is none, 10 is the worst." if each.score == "anxiety" else "10 is the best.",
                each,
            )
            for each in questions.names
        ],
        faults=questions.faults,
        answers=_others(questions, file.answers),
    )


def _others(questions: Questions, answers: Mapping[str, str]) -> dict[str, str]:
    """Earlier answers that this page does not ask again."""
    scores = {each.score for each in questions.scales} | {each.score for each in questions.names}
    on_page = {"order"} if questions.order else set()
    on_page |= {"fold"} if questions.fold else set()
    return {
        name: answer
        for name, answer in answers.items()
        if name not in on_page and name.partition("-")[0] not in scores
    }
