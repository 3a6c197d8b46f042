"""PyTorch, for tests to compare with; where it is not installed, a test that uses it is skipped.

It is imported when a test first uses it: that takes two seconds.
"""

import pytest


class Torch:
    def __getattr__(self, name):
        if name.startswith("_"):  # pytest looks at what a module holds
            raise AttributeError(name)
        return getattr(pytest.importorskip("torch", reason="needs PyTorch"), name)


torch = Torch()
