"""Publishing to a Hub that works, through the real client: what arrives, what is kept, and what is refused there."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from nescio.pipelines.publish_card import read_card
from tests.hub.conftest import CANARY
from tests.hub.folders import parquet, rows
from tests.hub.publisher import Publisher, Result
from tests.hub.server import TOKEN, HubServer

REPO = "tester/math"
WRITES = "(POST|PUT) .*(create|commit|tag|settings|lfs)"
LOADING = """
import json, sys
from datasets import load_dataset
from huggingface_hub import hf_hub_download
repo, tag, *files = sys.argv[1:]
data = load_dataset(repo, "math", revision=tag)
places = {name: hf_hub_download(repo, name, repo_type="dataset", revision=tag) for name in files}
print(json.dumps({"rows": {split: found.to_list() for split, found in data.items()}, "files": places}))
"""


def published(result: Result) -> dict[str, str]:
    """The receipt of a publication that succeeded."""
    assert not result.error
    return result.receipt


def test_a_fresh_publication_is_one_private_commit_with_one_tag(
    finished: Path, hub: HubServer, publisher: Publisher
) -> None:
    """Data, card, recipe and manifest arrive together and are read back; the receipt says what stands there."""
    receipt = published(publisher.run(finished, REPO))
    made = hub.hub.repositories[REPO]
    assert made.private
    assert len(made.commits) == 2
    assert made.tags == {"v0.1.0": made.head.oid}
    assert receipt["commit"] == made.head.oid
    assert receipt == json.loads((finished / "publish.json").read_text())
    there = {path: file.sha256 for path, file in made.head.files.items() if path != ".gitattributes"}
    assert receipt["files"] == there
    assert {"README.md", "recipe.yaml", "manifest.json"} < set(there)
    assert [file.lfs for path, file in made.head.files.items() if path.endswith(".parquet")] == [True] * 3
    assert len(hub.lines("GET .*/resolve/")) == len(there)
    assert not (finished / "publish.begun.json").exists()


def test_what_is_published_is_what_the_run_wrote(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """Train and validation byte by byte; the file of the test split has the same rows, and the canary beside them."""
    receipt = published(publisher.run(finished, REPO))
    files = hub.hub.repositories[REPO].head.files
    for split in ("train", "validation"):
        own = parquet(finished, split)
        assert files[str(own.relative_to(finished / "dataset"))].data == own.read_bytes()
    staged = finished / "publish" / parquet(finished, "test").relative_to(finished / "dataset")
    assert files[str(staged.relative_to(finished / "publish"))].data == staged.read_bytes()
    assert pq.read_table(staged).to_pylist() == rows(finished, "test")
    assert pq.read_metadata(staged).metadata[b"nescio.canary"].decode() == receipt["canary"]
    card = files["README.md"].data.decode()
    assert receipt["canary"] in card
    assert "THIS_REPOSITORY" not in card
    assert f'load_dataset("{REPO}", "math")' in card


def test_it_is_loaded_back_over_http_with_a_clean_cache(
    finished: Path, hub: HubServer, publisher: Publisher, tmp_path: Path
) -> None:
    """A process with nothing cached gets every row and the very bytes of every Parquet file."""
    receipt = published(publisher.run(finished, REPO))
    names = [name for name in receipt["files"] if name.endswith(".parquet")]
    own = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    environment = {**own, "HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", LOADING, REPO, receipt["tag"], *names],
        env={**environment, "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["rows"] == {split: rows(finished, split) for split in ("train", "validation", "test")}
    for name, place in found["files"].items():
        assert hashlib.sha256(Path(place).read_bytes()).hexdigest() == receipt["files"][name]


def test_publishing_again_makes_no_commit_and_no_tag(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """The same bytes are there already."""
    first = published(publisher.run(finished, REPO))
    (finished / "publish.json").unlink()
    second = published(publisher.run(finished, REPO))
    assert (second["commit"], second["tag"], second["committed"]) == (first["commit"], "v0.1.0", False)
    made = hub.hub.repositories[REPO]
    assert (len(made.commits), len(made.tags)) == (2, 1)


def test_another_version_of_a_run_is_the_next_minor_version(
    finished: Path, smaller: Path, hub: HubServer, publisher: Publisher
) -> None:
    """Files that the new version lacks go in the same commit; the old tag stays where it was; files of others stay."""
    first = published(publisher.run(finished, REPO))
    made = hub.hub.repositories[REPO]
    made.write("notes.txt", "mine")
    second = published(publisher.run(smaller, REPO))
    assert made.tags == {"v0.1.0": first["commit"], "v0.2.0": second["commit"]}
    assert len(made.commits) == 4
    assert not [path for path in made.head.files if "validation" in path]
    assert made.read("notes.txt") == "mine"


def test_an_existing_public_repository_wants_public_said(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """Nothing is sent before that; with --public it is published there."""
    hub.hub.add(REPO, private=False)
    assert "is public" in publisher.run(finished, REPO).error
    assert not hub.lines(WRITES)
    assert published(publisher.run(finished, REPO, public=True))["visibility"] == "public"


def test_an_existing_private_repository_is_not_opened(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """--public on it is refused, since its whole history would be seen."""
    hub.hub.add(REPO, private=True)
    assert "is private" in publisher.run(finished, REPO, public=True).error
    assert not hub.lines(WRITES)
    assert hub.hub.repositories[REPO].private


def test_a_new_public_repository_is_opened_last(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """It is private until every file has been read back and the tag is put."""
    published(publisher.run(finished, REPO, public=True))
    writes = [line.split("/")[-1] if "settings" in line else line for line in hub.lines("POST .*/tag/|PUT .*/settings")]
    assert [line[:4] for line in writes] == ["POST", "sett"]
    assert not hub.hub.repositories[REPO].private


def test_what_people_edit_in_the_card_is_kept_and_named(
    finished: Path, smaller: Path, hub: HubServer, publisher: Publisher
) -> None:
    """A changed section, a new one and a new key of the header stay; what nescio wrote is renewed."""
    published(publisher.run(finished, REPO))
    made = hub.hub.repositories[REPO]
    card = made.read("README.md")
    edited = card.replace("## Limits\n\n", "## Limits\n\n- Ours too.\n").replace(
        "\n---\n\n", "\nextra_gated: ours\n---\n\n", 1
    )
    edited = edited.replace("## Columns", "## Who uses it\n\nWe do.\n\n## Columns")
    made.write("README.md", edited)
    receipt = published(publisher.run(smaller, REPO))
    assert receipt["kept"] == ["extra_gated of the header", "section 'Who uses it'", "section 'Limits'"]
    now = read_card(made.read("README.md"), "it")
    assert now.header["extra_gated"] == "ours"
    assert "- Ours too." in now.sections["Limits"]
    titles = list(now.sections)
    assert titles.index("Columns") == titles.index("Who uses it") + 1
    assert now.sections["Funnel"] != read_card(card, "it").sections["Funnel"]
    again = published(publisher.run(smaller, REPO))
    assert again["kept"] == receipt["kept"]
    assert not again["committed"]


def test_a_licence_that_the_seeds_forbid_is_refused(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """Whoever changes the licence on the Hub to a laxer one is told."""
    published(publisher.run(finished, REPO))
    made = hub.hub.repositories[REPO]
    made.write("README.md", made.read("README.md").replace("license: apache-2.0", "license: mit"))
    assert "says license mit" in publisher.run(finished, REPO).error
    assert len(made.commits) == 3


def test_other_columns_want_a_new_major_version(
    finished: Path, smaller: Path, hub: HubServer, publisher: Publisher
) -> None:
    """Without --new-schema they are refused, and named; with it a minor --tag is."""
    published(publisher.run(finished, REPO))
    made = hub.hub.repositories[REPO]
    manifest = json.loads(made.read("manifest.json"))
    manifest["features"] = [one for one in manifest["features"] if one["name"] != "figure"]
    made.write("manifest.json", json.dumps(manifest))
    assert "with figure" in publisher.run(smaller, REPO).error
    assert "major" in publisher.run(smaller, REPO, new_schema=True, tag="v0.2.0").error
    assert published(publisher.run(smaller, REPO, new_schema=True))["tag"] == "v1.0.0"


@pytest.mark.parametrize(("tag", "told"), [("v0.1.0", "taken"), ("v0.0.9", "not later"), ("latest", "vX.Y.Z")])
def test_tags_are_never_moved_and_only_go_up(
    tag: str, told: str, finished: Path, smaller: Path, hub: HubServer, publisher: Publisher
) -> None:
    """A tag that is taken, earlier or no version is refused before anything is sent."""
    published(publisher.run(finished, REPO))
    assert told in publisher.run(smaller, REPO, tag=tag).error
    assert len(hub.hub.repositories[REPO].commits) == 2


def test_data_of_others_is_neither_hidden_nor_loaded_along(
    finished: Path, hub: HubServer, publisher: Publisher
) -> None:
    """A repository that holds data which nescio did not publish is refused."""
    made = hub.hub.add(REPO, private=True)
    made.write("data/math/train-00001.parquet", "rows")
    assert "did not publish" in publisher.run(finished, REPO).error
    assert len(made.commits) == 2


def test_a_token_without_rights_is_told(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """Nothing is repeated where nothing would help."""
    hub.hub.add(REPO, private=True)
    hub.meet("/commit/", error=403, times=9)
    assert "needs the right to write" in publisher.run(finished, REPO).error
    assert len(hub.lines("/commit/")) == 1


def test_a_secret_of_the_environment_goes_nowhere(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """Neither a key nor the token stands in a file, a message or a request, but for the header that is made for it."""
    hub.meet("/commit/", error=500)
    published(publisher.run(finished, REPO))
    hub.meet("/commit/", error=403, nth=1)
    (finished / "dataset" / "README.md").write_text("changed")
    assert publisher.run(finished, REPO).error
    written = [path.read_bytes() for path in finished.rglob("*") if path.is_file()]
    written.append(publisher.log.read_bytes())
    written += [f"{one.line} {one.query}".encode() + one.body for one in hub.requests]
    headers = [{**one.headers, "authorization": "", "Authorization": ""} for one in hub.requests]
    written.append(json.dumps(headers).encode())
    for secret in (CANARY, TOKEN):
        assert not [text[:80] for text in written if secret.encode() in text]
