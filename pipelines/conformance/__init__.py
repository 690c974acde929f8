"""The conformance kit: checks a perturbation's promises and its checker, for packaged ones and for a user's own."""

from nescio.pipelines.conformance.kit import conformance
from nescio.pipelines.conformance.report import ConformanceReport

__all__ = ["ConformanceReport", "conformance"]
