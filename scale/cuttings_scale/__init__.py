"""`cuttings derive` over a table: see README.md."""

from .program import Program, ProgramFailed
from .derive import derive, derive_batches

__all__ = ["Program", "ProgramFailed", "derive", "derive_batches"]
