"""The class of each reply of an evaluation: by rules, and by a fitted model where one is given; and their errors."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from nescio.pipelines.eval_scoring import fault_of
from nescio.pipelines.read_rows import DataRow
from nescio.schemas.base import faults
from nescio.schemas.chat import Fault, Finish, Reply
from nescio.schemas.errors import UsageError
from nescio.schemas.protocols import Encoder
from nescio.validation.classifier_errors import PACKAGED, ClassifierErrors
from nescio.validation.response_features import see
from nescio.validation.response_model import ResponseModel, settle
from nescio.validation.responses import CLASSIFIER_VERSION, Response, classify_reply, said

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def read_response_model(path: str | Path) -> ResponseModel:
    """A file of `nescio fit-responses`. Raises UsageError where it cannot be read or fits no more."""
    try:
        return ResponseModel.model_validate_json(Path(path).read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        raise UsageError(f"{path} is no response model of this nescio: {faults(error)[0]}") from error


def read_classifier_errors(path: str | Path | None, fitted: ResponseModel | None) -> tuple[ClassifierErrors, ...]:
    """The counts of a file, and those that are packaged, which were made of the rules without a fitted model.

    Raises UsageError where the file cannot be read, does not fit, or was made with another version of the rules.
    """
    packaged = () if fitted else tuple(one for one in _counts(PACKAGED) if one.classifier == CLASSIFIER_VERSION)
    given = _counts(Path(path)) if path is not None else ()
    for one in given:
        if one.classifier != CLASSIFIER_VERSION:
            raise UsageError(
                f"{path} counts the errors of version {one.classifier} of the reply classifier, this is version "
                f"{CLASSIFIER_VERSION}; count again with the classes of a new `nescio eval`"
            )
    return (*given, *packaged)


def _counts(path: Path) -> tuple[ClassifierErrors, ...]:
    import yaml

    try:
        return TypeAdapter(tuple[ClassifierErrors, ...]).validate_python(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, yaml.YAMLError) as error:
        what = faults(error)[0] if isinstance(error, ValidationError) else str(error)
        raise UsageError(f"{path} has no counts of classifier errors: {what}. The form is in docs/eval.md.") from error


def classified(
    rows: Sequence[DataRow],
    outcomes: Sequence[Reply | Fault],
    numeric: Sequence[bool],
    fitted: ResponseModel | None = None,
    encoder: Encoder | None = None,
) -> list[Response | None]:
    """What each reply does, null where there is none.

    `numeric` says where a number is wanted: there rules alone decide. `encoder` takes the place of the one that the
    model names. Raises UsageError where its weights are others.
    """
    found: list[Response | None] = [None] * len(outcomes)
    again: list[tuple[int, Reply, Response]] = []
    for place, (one, number) in enumerate(zip(outcomes, numeric, strict=True)):
        if isinstance(one, Reply) and fault_of(one) is None:
            rules = classify_reply(one, numeric=number)
            found[place] = rules
            again += [] if number or fitted is None else [(place, one, rules)]
    if fitted is None or not again:
        return found
    seen = [see(said(one), rules, rows[place].prompt) for place, one, rules in again]
    vectors = _encoded(fitted, [one.opening for one in seen] + [one.ending for one in seen], encoder)
    shares = fitted.shares(seen, vectors[: len(seen)], vectors[len(seen) :])
    for (place, one, rules), share in zip(again, shares, strict=True):
        found[place] = settle(said(one), rules, share, finished=one.finish is not Finish.LENGTH)
    return found


def _encoded(fitted: ResponseModel, texts: Sequence[str], encoder: Encoder | None) -> "NDArray[np.float32]":
    """Embeddings of shape (texts, dimension), by the encoder that the model was fitted with."""
    import numpy as np

    if fitted.dimension == 0:
        return np.zeros((len(texts), 0), dtype=np.float32)
    if encoder is None:
        from nescio.gen.engines.encoder import SentenceEncoder

        encoder = SentenceEncoder(fitted.encoder)
    if encoder.weights != fitted.encoder_weights:
        raise UsageError(
            f"the response model was fitted with {fitted.encoder} of the weights {fitted.encoder_weights[:12]}, here "
            f"they are {encoder.weights[:12]}; fit it again with nescio fit-responses"
        )
    return encoder.encode(texts)
