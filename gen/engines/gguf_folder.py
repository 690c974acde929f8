"""A GGUF model as a folder of the Hugging Face kind, for engines that read no GGUF: converted once, then cached."""

import os
import shutil
import tempfile
from pathlib import Path

from nescio.gen.engines.models import ModelFiles, quiet_loading
from nescio.schemas.errors import MissingPackage

_VERSION = "1"
"""Changes whenever a conversion would come out differently."""


def hugging_face_folder(files: ModelFiles) -> Path:
    """The model's own folder, or for a GGUF file a folder in the cache with the same weights in their full width.

    The cache is `$XDG_CACHE_HOME/nescio` (`~/.cache/nescio`), by the hash of the weights; a folder is there whole or
    not at all. Raises MissingPackage where what reads GGUF is not installed.
    """
    if files.gguf_file is None:
        return files.path
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "nescio" / "converted"
    folder = cache / f"{files.weights[:32]}-{_VERSION}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=cache))
    try:
        _convert(files, beside)
        beside.chmod(0o755)
        beside.rename(folder)
    except OSError:
        if not folder.is_dir():  # unless another process was faster
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def _convert(files: ModelFiles, folder: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    where = {"gguf_file": files.gguf_file, "local_files_only": True}
    with quiet_loading():
        try:
            tokenizer = AutoTokenizer.from_pretrained(files.path, **where)
            model = AutoModelForCausalLM.from_pretrained(
                files.path, dtype="auto", quantization_config=GgufConfig(dequantize=True), **where
            )
        except ImportError as error:
            raise MissingPackage(
                "gguf or accelerate", f"Reading {files.title}", "pip install 'nescio[offline]'"
            ) from error
        # The weights are plain now, but the model still says of itself that it is quantized and cannot be saved.
        model.hf_quantizer = None
        if hasattr(model.config, "quantization_config"):
            del model.config.quantization_config
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
