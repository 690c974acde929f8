"""The card says what rows were kept away from, and how the splits were kept apart."""

from pathlib import Path

from nescio.pipelines.card_curation import curation_section, kept_off, shown_name
from nescio.pipelines.curate import Curated
from nescio.pipelines.summary import Contact, Met, Nearness
from nescio.schemas.curate_spec import CurateSpec, SplitSpec

NEAR = Nearness(threshold=0.85, groups=40, largest=0.0625, linked=3)


def curated(**changes: object) -> Curated:
    """What curation told, of no stars."""
    told = {"surface": {}, "surface_with_clean": {}, "gates_missed": [], "shortfall": {}, "references": {}}
    return Curated(**{"entries": [], "splits": {}, **told, **changes})  # type: ignore[arg-type]


def test_the_splits_are_told_of() -> None:
    """Threshold, groups, the largest one and what is held out are on the card; without an encoder no cosine is."""
    spec = CurateSpec(split=SplitSpec(held_out=("contradiction",)))
    text = curation_section(spec, curated(nearness=NEAR)) or ""
    for said in ("a cosine of 0.85 or more", "40 groups", "6.2%", "3 pairs", "`contradiction`", "all with all"):
        assert said in text, said
    bare = NEAR.model_copy(update={"threshold": None, "linked": 0})
    assert "cosine" not in (curation_section(CurateSpec(), curated(nearness=bare)) or "")
    assert curation_section(CurateSpec(), curated()) is None


def test_references_are_a_table_and_their_texts_are_not_published() -> None:
    """What matched, where and by which rule stands there; sets that were not at hand are named."""
    contact = Contact(row="r1", reference="xstest", place="row 3, column q", rule="cosine", cosine=0.9, allowed=False)
    words = contact.model_copy(update={"row": "r2", "rule": "words", "cosine": None})
    found = curated(
        references={
            "xstest": Met(texts=450, met=2, licence="CC-BY-4.0"),
            "a|b": Met(texts=1, met=1, allowed=True),
        },
        contacts=(contact, words),
        absent=("FalseQA",),
    )
    text = curation_section(CurateSpec(), found) or ""
    assert "| xstest | CC-BY-4.0 | 450 | 2 | 1 | 1 | 0.900 | dropped |" in text
    assert "| `r1` | xstest | row 3, column q | cosine | 0.900 |" in text
    assert "Public sets not at hand, and so not compared with: FalseQA." in text
    assert "a\\|b" in text
    assert "and their targets by words alone" in text
    assert "kept, since the recipe allows it" in kept_off(found)


def test_no_folder_of_this_machine_is_shown(tmp_path: Path) -> None:
    """Files go by their last name, with or without a column; Hub ids stay."""
    path = tmp_path / "held.csv"
    path.write_text("x")
    assert shown_name(str(path)) == "held.csv"
    assert shown_name(f"{path}:question") == "held.csv:question"
    assert shown_name(f"public:{tmp_path}") == "public"
    assert shown_name("org/set@v1") == "org/set@v1"
