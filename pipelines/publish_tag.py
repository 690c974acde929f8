"""The version of a publication."""

from nescio.pipelines.publish_receipt import Manifest
from nescio.pipelines.publish_state import State, version_of
from nescio.schemas.errors import UsageError

_FIRST = "v0.1.0"


def chosen_tag(
    state: State,
    wanted: str | None,
    unchanged: bool,
    published: Manifest | None,
    manifest: Manifest,
    new_schema: bool,
) -> str:
    """The tag to put: `wanted`, that of the head where nothing changed, or else the next minor (or major) version.

    Raises UsageError where columns changed and nobody said that they may, the tag stands on another commit, or it is
    no later version.
    """
    changed = published is not None and published.features != manifest.features
    if changed and published is not None and not new_schema:
        raise UsageError(
            f"the columns differ from those published ({_difference(published, manifest)}), and who loads the dataset "
            "may rely on them: add --new-schema, which takes a new major version, or choose another repository"
        )
    versions = state.versions()
    last = next(reversed(versions), None)
    if unchanged:
        own = [tag for tag in versions.values() if state.tags[tag] == state.head]
        if own and wanted in (None, *own):
            return wanted or own[-1]
    name = wanted or _next(last, changed)
    if name in state.tags:
        raise UsageError(f"the tag {name} is taken, and tags are never moved; leave --tag out for the next version")
    if last is not None and version_of(name) <= last:
        raise UsageError(f"{name} is not later than {versions[last]}, the last version; choose a later --tag")
    if changed and last is not None and version_of(name)[0] <= last[0]:
        raise UsageError(f"other columns want a new major version, and {name} is none after {versions[last]}")
    return name


def _next(last: tuple[int, int, int] | None, changed: bool) -> str:
    if last is None:
        return _FIRST
    return f"v{last[0] + 1}.0.0" if changed else f"v{last[0]}.{last[1] + 1}.0"


def _difference(published: Manifest, manifest: Manifest) -> str:
    """Which columns went, came or are of another type."""
    before, now = ({str(one["name"]): one for one in kept.features} for kept in (published, manifest))
    told = [f"without {name}" for name in before if name not in now]
    told += [f"with {name}" for name in now if name not in before]
    told += [f"{name} of another type" for name in now if name in before and before[name] != now[name]]
    return ", ".join(told) or "in another order"
