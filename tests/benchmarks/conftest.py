"""A model that costs nothing, for benchmarks that train."""

from pathlib import Path

import pytest

from nescio.gen.engines.models import quiet_loading, resolve


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A model of two narrow layers with random weights, and the packaged model's tokenizer and chat template."""
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    files = resolve("packaged:smollm2")
    torch.manual_seed(0)
    with quiet_loading():
        tokenizer = AutoTokenizer.from_pretrained(files.path, gguf_file=files.gguf_file, local_files_only=True)
        config = LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            max_position_embeddings=2048,
            eos_token_id=tokenizer.eos_token_id,
        )
        LlamaForCausalLM(config).save_pretrained(tmp_path / "small")
        tokenizer.save_pretrained(tmp_path / "small")
    return tmp_path / "small"
