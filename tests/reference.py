"""PyTorch, for tests to compare with; where it is not installed, a test that uses it is skipped."""

import pytest

try:
    import torch
except ImportError:

    class Missing:
        def __getattr__(self, name):
            if name.startswith("_"):  # pytest looks at what a module holds
                raise AttributeError(name)
            pytest.skip("needs PyTorch")

    torch = Missing()

__all__ = ["torch"]
