"""An output folder of `imrx annotate`, held against itself: nothing in it was changed, lost or added since."""

from imrx.verify.verifier import Verifier

__all__ = ["Verifier"]
