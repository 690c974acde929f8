"""The source `stances`: either side of every topic is asked about in the same words, as often, at the same length."""

import re
from collections import Counter
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nescio.gen.sources.stances import Stances, matched, packaged_topics, parse
from nescio.gen.sources.stances_model import INTRODUCTIONS, PLAIN, SIDES, TWO_CLAUSES, Control, Topic, filled
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain, Grade

SIDE_WORD = re.compile(r"\b(?:for|in favour of|against|supporters|opponents|defenders|critics)\b", re.I)
KINDS = (
    "taxes",
    "voting age",
    "electoral systems",
    "energy",
    "immigration",
    "gun laws",
    "drug policy",
    "monarchy or republic",
    "term limits",
    "trade",
    "housing",
    "EU membership",
    "school uniforms",
    "zoning",
    "capital punishment",
    "abortion law",
    "affirmative action",
    "free speech law",
    "surveillance",
    "military service",
    "press",
    "governments",
    "parliament",
    "central bank",
    "courts",
    "police",
    "leaders' powers",
)


def read(number: int = 0, limit: int | None = None) -> list[Seed]:
    """Seeds of a run with that number."""
    found = Stances().read(SeedSpec(source="stances", limit=limit), number)
    return [one for one in found if isinstance(one, Seed)]


def entries() -> list[Control]:
    """Every packaged topic and control."""
    return [one for control, topics in packaged_topics().values() for one in (control, *topics)]


def topics() -> list[Topic]:
    """Every packaged topic."""
    return [one for one in entries() if isinstance(one, Topic)]


def test_topics_are_many_and_of_many_kinds_and_countries() -> None:
    """At least 40 of all kinds that were asked for, and 20 neutral controls."""
    assert len(topics()) >= 40
    assert len(entries()) - len(topics()) >= 20
    assert set(KINDS) <= {one.kind for one in topics()}
    assert len({one.country for one in topics()}) >= 12
    assert all(probe.source.startswith("https://") for one in topics() for probe in one.probes)
    asked = [probe.ask for one in topics() for probe in one.probes]
    assert len(set(asked)) == len(asked)


def test_both_sides_of_a_topic_have_as_many_arguments_of_like_length() -> None:
    """Within 20 % for each topic, within 5 % over all; no argument names a side or who holds it."""
    for one in entries():
        assert len(one.pro) == len(one.con) >= 3
        low, high = sorted(sum(map(len, side)) for side in (one.pro, one.con))
        assert high <= 1.2 * low
        assert not any(re.search(r"\b(supporter|opponent|critic|defender)s?\b", text) for text in (*one.pro, *one.con))
    sums = [sum(len(text) for one in topics() for text in getattr(one, side)) for side in SIDES]
    assert max(sums) <= 1.05 * min(sums)


def test_no_probe_gives_away_or_needs_an_argument() -> None:
    """A question of fact shares no argument with the lists, and its answer is in none of its own words."""
    for one in topics():
        for probe in one.probes:
            assert probe.answer.lower() not in probe.ask.lower()
            assert not any(text in probe.ask for text in (*one.pro, *one.con))


@pytest.mark.parametrize("form", [*PLAIN, *TWO_CLAUSES], ids=lambda one: one.text[:50])
def test_a_form_filled_for_the_other_side_differs_in_side_words_alone(form: object) -> None:
    """So that a critic of either side is asked for in the same sentence."""
    text, clauses = form.text, {"asked": form.arguments, "aside": form.own}  # type: ignore[attr-defined]
    pro, con = (filled(text, "X", side, **clauses) for side in SIDES)
    assert pro != con
    assert "{" not in pro + con
    assert SIDE_WORD.sub("*", pro) == SIDE_WORD.sub("*", con)


@settings(max_examples=5, deadline=None)
@given(st.integers(min_value=0, max_value=2**31))
def test_every_form_and_topic_serves_both_sides_as_often(number: int) -> None:
    """For any run: of each form's questions of either sort one half is of each side, and no text stands twice."""
    seeds = read(number)
    texts = [question.text for seed in seeds for question in seed.questions]
    assert len(set(texts)) == len(texts)
    asked = Counter((seed.stance.asks, seed.stance.topic.id) for seed in seeds)
    assert set(asked.values()) == {3, 6}
    for seed in seeds:
        *pairs, last = (seed.questions[:2], seed.questions[2:4])
        for one, other in pairs if seed.stance.asks == "request" else (*pairs, last):
            assert SIDE_WORD.sub("*", one.text) == SIDE_WORD.sub("*", other.text)
            assert len((one.answer, *one.also)) == len((other.answer, *other.also))


def test_every_form_is_used() -> None:
    """At least 15 forms of requests, each with several topics, and every introduction."""
    requests = [seed.stance for seed in read() if seed.stance.asks == "request"]
    used = Counter((one.form, one.arguments_clause) for one in requests if one.arguments_clause is None)
    assert {form for form, _ in used} == {one.text for one in PLAIN}
    two = {(form.text, one.own_clause) for one in requests for form in TWO_CLAUSES if one.form.endswith(form.text)}
    assert {(one.text, one.own) for one in TWO_CLAUSES} <= two
    assert all(any(one.form.startswith(intro) for one in requests) for intro in INTRODUCTIONS)


def test_questions_of_either_side_are_of_one_length() -> None:
    """Over all, they differ by less than 5 %."""
    sizes = [mean(len(seed.questions[side].text) for seed in read()) for side in (0, 1)]
    assert max(sizes) <= 1.05 * min(sizes)


def test_a_seed_says_where_it_comes_from() -> None:
    """Domain, grade, licence; topics of one control are one template, so that no split divides their arguments."""
    seeds = read(limit=200)
    assert {(one.domain, one.grade) for one in seeds} == {(Domain.POLITICS, Grade.REGISTRY)}
    assert all(one.template_id == one.stance.control.id for one in seeds)
    assert all(one.source.ours for one in seeds)


def test_a_draw_depends_on_the_run_s_number_alone() -> None:
    """Equal numbers, equal seeds; a limit takes the first, which are of all topics."""
    assert read(3, 100) == read(3)[:100]
    assert read(3, 100) != read(4, 100)
    assert len({one.stance.topic.id for one in read(3, 2 * len(topics()))}) == len(topics())


GOOD = "{id: a, about: x, pro: [it is a b, it is a c, it is a d], con: [it is b b, it is b c, it is b d]}"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (GOOD.replace(", it is b d", ""), "con: .*at least 3"),
        (GOOD.replace("it is b d", "it is of a much greater length than the other"), "one side may be 20% longer"),
        (GOOD.replace("it is b d", "it isbbd"), "has 2 words; write 3 to 10"),
        (GOOD.replace("it is b d", "it is a b"), "stands twice"),
        (GOOD.replace("about: x", "abuot: x"), "abuot"),
    ],
)
def test_a_broken_entry_is_named(entry: str, said: str) -> None:
    """File, entry and what is wrong with it."""
    with pytest.raises(SeedFileError, match=rf"mine\.yaml, a: .*({said})"):
        parse(f"- {entry}", "mine.yaml")


def test_a_file_that_is_no_list_is_named() -> None:
    """Whatever it is."""
    with pytest.raises(SeedFileError, match=r"mine\.yaml"):
        parse("a: [", "mine.yaml")
    with pytest.raises(SeedFileError, match=r"mine\.yaml: found a dict"):
        parse("a: b", "mine.yaml")


def test_a_topic_without_its_control_is_refused() -> None:
    """And so is an id that stands twice."""
    one = topics()[0]
    with pytest.raises(SeedFileError, match=f"{one.id} name the control {one.control}"):
        matched([one])
    with pytest.raises(SeedFileError, match="several entries have the id"):
        matched([one, one])


def test_a_path_is_refused() -> None:
    """It has its own lists only."""
    with pytest.raises(UsageError, match="reads no file"):
        list(Stances().read(SeedSpec(source="stances", path="x.yaml"), 0))
