"""The two surface probes: blind where nothing leaks, sharp where something does."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.schemas.errors import UsageError
from nescio.validation.leakage import ProbeRow, SurfaceReport, gate, surface_report

NAMES = ("Ada", "Bruno", "Chloe", "Dmitri", "Esra", "Farid", "Greta", "Hiro", "Ines", "Jonas", "Kemi", "Lars", "Mina")
THINGS = ("apples", "marbles", "candles", "stamps", "pencils", "tickets", "bottles", "coins", "ribbons", "buttons")
PLACES = ("market", "harbour", "school", "library", "station", "garden", "museum", "workshop", "bakery", "stadium")
VERBS = ("bought", "packed", "sold", "painted", "counted", "carried")
HEDGES = ("some", "several", "a few", "various")  # "many" would be told by the "many" of the question


def _story(rng: random.Random, name: str, thing: str) -> tuple[str, str, str]:
    """One story with one number: told, told vaguely, and the question about the number."""
    verb, place = rng.choice(VERBS), rng.choice(PLACES)
    opening = f"{name} went to the {place} in the morning."
    told = f"{opening} There {name} {verb} {rng.randint(3, 90)} {thing} for the family."
    vague = f"{opening} There {name} {verb} {rng.choice(HEDGES)} {thing} for the family."
    return told, vague, f"How many {thing} did {name} have at the end?"


def naive_crosses(stars: int, seed: int = 0) -> list[ProbeRow]:
    """Two unrelated stories in one text, one of the two numbers made vague, asked about either."""
    rng = random.Random(seed)
    rows = []
    for star in range(stars):
        names, things = rng.sample(NAMES, 2), rng.sample(THINGS, 2)
        (one, vague_one, ask_one), (two, vague_two, ask_two) = (
            _story(rng, name, thing) for name, thing in zip(names, things, strict=True)
        )
        contexts = (f"{vague_one} {two}", f"{one} {vague_two}")
        for (hidden, context), (asked, question) in product(enumerate(contexts), enumerate((ask_one, ask_two))):
            pair = f"{star}/{asked}"
            rows.append(ProbeRow(f"{context} {question}", hidden == asked, f"star {star}", context, question, pair))
    return rows


def hedged(pairs: int, seed: int = 0) -> list[ProbeRow]:
    """Each story told exactly (answer) and vaguely (abstain), without a context of its own: a plain give-away."""
    rng = random.Random(seed)
    rows = []
    for i in range(pairs):
        told, vague, question = _story(rng, rng.choice(NAMES), rng.choice(THINGS))
        vague = vague.replace(" a few ", " some ").replace(" several ", " some ").replace(" various ", " some ")
        rows += [ProbeRow(f"{text} {question}", text == vague, f"g{i}", pair=f"p{i}") for text in (told, vague)]
    return rows


@pytest.fixture(scope="module")
def crossed() -> SurfaceReport:
    """The report on 150 naive crosses."""
    return surface_report(naive_crosses(150))


def test_cross_blinds_the_additive_probe(crossed: SurfaceReport) -> None:
    """On an exact cross every additive figure stays at one half."""
    assert crossed.auc == pytest.approx(0.5, abs=0.03)
    assert crossed.length_auc == pytest.approx(0.5, abs=0.03)
    assert crossed.pair_accuracy == pytest.approx(0.5, abs=0.05)
    names = ("length", "words", "numbers", "hedge words", "tfidf", "tfidf_counts", "question_only")
    assert set(crossed.probes) == set(names)
    assert all(area == pytest.approx(0.5, abs=0.03) for area in crossed.probes.values())
    assert not [cue for cue in crossed.cues if cue.probe == "word"]


def test_interaction_probe_sees_through_naive_crosses(crossed: SurfaceReport) -> None:
    """Where the hole's story is told by shared words, the interaction probe finds it and says how."""
    assert crossed.interaction_auc is not None
    assert crossed.interaction_ci is not None
    assert crossed.interaction_auc > 0.85
    assert crossed.interaction_ci[0] <= crossed.interaction_auc <= crossed.interaction_ci[1]
    named = [cue for cue in crossed.cues if cue.probe == "interaction"]
    assert 1 <= len(named) <= 8
    assert any("hedge" in cue.feature or "number" in cue.feature for cue in named)


def test_interaction_probe_finds_nothing_in_random_labels() -> None:
    """Labels drawn by a coin give the interaction probe nothing: its folds hide every row's group."""
    rng = random.Random(3)
    rows = [
        ProbeRow(row.text, rng.random() < 0.5, row.group, row.context, row.question)
        for row in naive_crosses(100, seed=1)
    ]
    report = surface_report(rows, bootstrap=40)
    assert report.interaction_auc == pytest.approx(0.5, abs=0.1)
    assert report.auc == pytest.approx(0.5, abs=0.1)


def test_group_memory_does_not_count_as_a_cue() -> None:
    """A label that only the group's own words tell stays unseen, since no group is in both parts of a fold."""
    rng = random.Random(0)
    words = ["".join(rng.choices("abcdefgh", k=8)) for _ in range(80)]
    rows = [ProbeRow(f"{word} said so", i % 2 == 0, word) for i, word in enumerate(words) for _ in range(6)]
    report = surface_report(rows, bootstrap=20)
    assert report.auc is not None
    assert report.auc < 0.65


def test_planted_hedge_is_found_and_named() -> None:
    """A word that stands in abstain rows alone gives a high AUC, wins every pair and is the cue named first."""
    report = surface_report(hedged(60), bootstrap=40)
    assert report.auc is not None
    assert report.auc > 0.95
    assert report.pair_accuracy == pytest.approx(1.0, abs=0.05)
    assert report.probes["hedge words"] > 0.95
    assert report.interaction_auc is None
    some = next(cue for cue in report.cues if cue.feature == "some")
    assert some.weight > 0
    assert some.auc == pytest.approx(1.0, abs=0.05)


def test_length_is_measured_in_the_better_direction() -> None:
    """Shorter abstain rows leak as much as longer ones, and the interval lies around the figure."""
    for sign in (1, -1):
        rows = [ProbeRow("x " * (40 + sign * 9 * (i % 2) + i % 5), i % 2 == 1, f"g{i // 2}") for i in range(80)]
        report = surface_report(rows, bootstrap=40)
        assert report.length_auc == 1.0
        assert report.length_auc_ci == (1.0, 1.0)


def test_length_interval_can_fall_below_one_half() -> None:
    """Noise has a length AUC of at least .5 by construction, but its interval says that it may be nothing."""
    rng = random.Random(5)
    rows = [ProbeRow("x " * rng.randint(5, 50), i % 2 == 1, f"g{i // 2}") for i in range(60)]
    report = surface_report(rows, bootstrap=60)
    assert report.length_auc is not None
    assert report.length_auc_ci is not None
    assert report.length_auc >= 0.5 > report.length_auc_ci[0]


def test_order_of_rows_does_not_matter() -> None:
    """The same rows in any order give the same report, to the last bit."""
    rows = naive_crosses(25, seed=2)
    shuffled = random.Random(1).sample(rows, len(rows))
    assert surface_report(rows, bootstrap=20) == surface_report(shuffled, bootstrap=20)


@pytest.mark.parametrize("label", [True, False])
def test_one_label_only_gives_no_figure(label: bool) -> None:
    """With a single label there is nothing to tell, and the report says null instead of crashing."""
    report = surface_report([ProbeRow(f"text {i}", label, f"g{i}", "context", "question") for i in range(20)])
    assert (report.rows, report.positives, report.groups) == (20, 20 * label, 20)
    assert report.auc is None
    assert report.interaction_auc is None
    assert report.cues == ()
    assert report.probes == {}


def test_few_groups_give_no_figure() -> None:
    """Nine groups are too few for an interval, ten are enough, and no rows at all are a report of zeros."""
    assert surface_report(hedged(9)).auc is None
    assert surface_report(hedged(10), bootstrap=20).auc is not None
    assert surface_report([]) == SurfaceReport(rows=0, positives=0, groups=0)


def test_a_lone_positive_does_not_crash() -> None:
    """One positive row leaves folds with a single label in the training part; they count as a tie."""
    rows = [ProbeRow(f"row {i}", i == 3, f"g{i}", f"There are {i}.", "How many?") for i in range(30)]
    report = surface_report(rows, bootstrap=20)
    assert report.auc is not None
    assert report.interaction_auc is not None


def test_empty_strings_do_not_crash() -> None:
    """Rows without any text, context or question give one half, not an error."""
    report = surface_report(
        [ProbeRow("", i % 2 == 0, f"g{i // 2}", "", "", f"p{i // 2}") for i in range(40)], bootstrap=20
    )
    assert (report.auc, report.length_auc, report.interaction_auc, report.pair_accuracy) == (0.5, 0.5, 0.5, 0.5)


def test_interaction_covers_only_rows_with_a_context() -> None:
    """Rows without a context count in the additive probe and are left out of the interaction probe."""
    rows = naive_crosses(30, seed=4)
    mixed = surface_report([*rows, *hedged(12)], bootstrap=20)
    alone = surface_report(rows, bootstrap=20)
    assert mixed.interaction_auc == alone.interaction_auc
    assert mixed.rows == alone.rows + 24
    assert "question_only" in alone.probes
    assert "question_only" not in mixed.probes


def test_torn_pairs_and_small_bootstraps_are_refused() -> None:
    """A pair in two groups would train a probe on the twin, and a few draws are no interval: both are usage errors."""
    torn = [ProbeRow("a", True, "g1", pair="p"), ProbeRow("b", False, "g2", pair="p")]
    with pytest.raises(UsageError, match="'p' lies in the groups 'g1' and 'g2'"):
        surface_report(torn)
    with pytest.raises(UsageError, match="at least 20"):
        surface_report([], bootstrap=5)


def _report(area: float, low: float) -> SurfaceReport:
    names, span = ("auc", "length_auc", "interaction_auc"), ("auc_ci", "length_auc_ci", "interaction_ci")
    return SurfaceReport(
        rows=9, positives=4, groups=3, **dict.fromkeys(names, area), **dict.fromkeys(span, (low, 0.99))
    )


@given(area=st.floats(0, 1), low=st.floats(0, 1), wanted=st.floats(0, 1))
def test_gate_asks_the_lower_bound(area: float, low: float, wanted: float) -> None:
    """A gate is missed exactly where the interval's lower end exceeds it, however high the figure itself is."""
    assert len(gate(_report(area, low), wanted, wanted, wanted)) == (3 if low > wanted else 0)


def test_gate_says_what_was_found_and_wanted() -> None:
    """Each missed gate is one sentence with the figure and the limit; null figures miss nothing."""
    (only,) = gate(_report(0.83, 0.7), max_auc=0.9, max_length_auc=0.9, max_interaction_auc=0.65)
    assert "interaction AUC is 0.830" in only
    assert "at most 0.65" in only
    assert gate(SurfaceReport(rows=0, positives=0, groups=0), 0.0, 0.0, 0.0) == []
