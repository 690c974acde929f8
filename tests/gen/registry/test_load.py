"""Reading registry files."""

import re
from pathlib import Path

import pytest

from nescio.gen.registry.load import bind, book_at, parse
from nescio.schemas.errors import SeedFileError
from tests.small_registry import BOOKS, small_book

DOCS = Path(__file__).parents[3] / "docs" / "registry.md"


def test_the_table_of_the_page_on_registries_is_read() -> None:
    """The table of the page on registries is read."""
    block = re.search(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert block is not None
    book = bind([parse(block[1], "docs/registry.md")])
    assert {one.frame.id for one in book.frames} == {"book-published", "book-author-why"}
    assert len(book.registry.triples) == 4


def test_rows_and_values_are_entities_with_their_aliases() -> None:
    """Rows and values are entities with their aliases."""
    found = {(one.type, one.name): one.aliases for one in small_book().registry.entities}
    assert found["book", "Moby-Dick"] == ("The Whale",)
    assert found["person", "Herman Melville"] == ("Melville",)
    assert found["person", "Bram Stoker"] == ()
    assert not any(kind == "year" for kind, _ in found)


def test_the_key_follows_from_the_content() -> None:
    """The key follows from the content."""
    assert small_book().registry.key == small_book().registry.key
    other = bind([parse(BOOKS.replace("1897", "1898"), "books")])
    assert other.registry.key != bind([parse(BOOKS, "books")]).registry.key


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("published: 1897", "printed: 1897", "printed, which is no relation"),
        ("asks: published", "asks: printed", "names the relation 'printed'"),
        ("- id: book-why\n  presupposes", "- id: book-why\n  with: 1\n  presupposes", "with"),
        (', answer: "{value} wrote it"', "", "needs its own `answer`"),
        ("rows:", "rows: [", "is no YAML"),
    ],
)
def test_a_broken_table_is_refused_with_file_and_key(before: str, after: str, said: str) -> None:
    """A broken table is refused with file and key."""
    assert before in BOOKS
    with pytest.raises(SeedFileError, match=re.escape(said)) as caught:
        parse(BOOKS.replace(before, after), "books.yaml")
    assert "books.yaml" in str(caught.value)


def test_a_frame_or_relation_of_two_tables_is_refused() -> None:
    """A frame or relation of two tables is refused."""
    with pytest.raises(SeedFileError, match="author"):
        bind([parse(BOOKS, "one"), parse(BOOKS.replace("type: book", "type: tale"), "two")])


def test_a_folder_is_read_whole_and_an_empty_one_refused(tmp_path: Path) -> None:
    """A folder is read whole and an empty one refused."""
    with pytest.raises(SeedFileError, match="no registry file"):
        book_at(str(tmp_path))
    (tmp_path / "books.yaml").write_text(BOOKS, "utf-8")
    assert book_at(str(tmp_path)) == book_at(str(tmp_path / "books.yaml"))
