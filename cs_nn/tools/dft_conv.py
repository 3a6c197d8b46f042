"""Convolution by matrix products with the discrete Fourier transform: the last section of Lab 7.

The transform of a convolution is a product, frequency by frequency. For images as small as 14 x 14 the transform itself
is a product with a small matrix, which is faster than a fast Fourier transform, and both are faster than writing out
windows. Three things save work:

- Coordinates are counted from the centre of the image. Reflecting an image in its centre is then reading it backwards;
  the real part of its transform (cosines) depends on its even part alone, the imaginary part (sines) on its odd part.
- The images are real: the transform at -f is the conjugate of that at f, so half of the frequencies do.
- A product of complex numbers takes three real products (Gauss):
  re = a c - b d and im = (a + b)(c + d) - a c - b d.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

#: Bytes of the transforms that are worked on at a time: few calls, and memory that does not grow with the batch.
AT_A_TIME = 10_000_000


def conv_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray, conv_param: dict) -> tuple[np.ndarray, tuple]:
    """As `cs_nn.convolution.conv_forward`, for stride 1 and filters with an odd number of rows and columns.

    The parts of the transform of x in the cache take about twice the memory of x.
    """
    pads = _pads(w, conv_param)
    shape = tuple(size + 2 * pad - width + 1 for size, width, pad in zip(x.shape[2:], w.shape[2:], pads))
    dft = _matrices(x.shape[2:], w.shape[2:], shape, x.dtype.str)
    w_parts = _transform(w, dft["w"], np.add)
    out = np.empty((len(x), len(w), *shape), x.dtype)
    chunks, images = [], max(AT_A_TIME // (w_parts.nbytes // min(w.shape[:2])), 1)
    for start in range(0, len(x), images):
        x_parts = _transform(x[start : start + images], dft["x"], np.subtract)
        products = np.matmul(x_parts, w_parts.swapaxes(2, 3))
        _back(_times_conjugate(products), dft["out"], out[start : start + images])
        chunks.append(x_parts)
    out += b.reshape(-1, 1, 1)
    return out, (chunks, w_parts, x.shape, w.shape, dft)


def conv_backward(
    dout: np.ndarray, cache: tuple, need_dx: bool = True
) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
    """As `cs_nn.convolution.conv_backward`."""
    chunks, w_parts, x_shape, w_shape, dft = cache
    dw_products, dw = 0, np.empty(w_shape, dout.dtype)
    dx = np.empty(x_shape, dout.dtype) if need_dx else None
    start = 0
    for x_parts in chunks:
        end = start + x_parts.shape[2]
        dout_parts = _transform(dout[start:end], dft["out"], np.add)
        if need_dx:
            _back(_times(np.matmul(dout_parts, w_parts)), dft["x"], dx[start:end])
        dw_products += np.matmul(dout_parts.swapaxes(2, 3), x_parts)
        start = end
    _back(_times_conjugate(dw_products), dft["w"], dw)
    return dx, dw, dout.sum(axis=(0, 2, 3))


def _pads(w, conv_param):
    if conv_param["stride"] != 1 or w.shape[2] % 2 == 0 or w.shape[3] % 2 == 0:
        raise ValueError("this convolution needs stride 1 and filters with an odd number of rows and of columns")
    if conv_param["pad"] == "same":
        return w.shape[2] // 2, w.shape[3] // 2
    return conv_param["pad"], conv_param["pad"]


@lru_cache
def _matrices(x_shape, w_shape, out_shape, dtype):
    """For images, filters and outputs, cosines and sines at half of the frequencies, and their weights.

    The transform is over a torus that is just large enough: what wraps around does not reach what is used.
    """
    periods = [(x + w + out) // 2 for x, w, out in zip(x_shape, w_shape, out_shape)]
    f = np.array(
        [(k, m) for k in range(periods[0]) for m in range(periods[1]) if (k, m) <= (-k % periods[0], -m % periods[1])]
    )
    own_mirror = np.all(2 * f % periods == 0, axis=1)
    weights = np.where(own_mirror, 1.0, 2.0)[:, None] / np.prod(periods)
    matrices = {}
    for name, shape in (("x", x_shape), ("w", w_shape), ("out", out_shape)):
        places = np.indices(shape).reshape(2, -1).T - (np.array(shape) - 1) / 2
        angles = 2 * np.pi * (f / periods) @ places[: (len(places) + 1) // 2].T
        forward, inverse = np.stack([np.cos(angles), -np.sin(angles)]), weights * [np.cos(angles), -np.sin(angles)]
        if len(places) % 2:
            forward[..., -1] /= 2  # the centre is its own mirror image
        matrices[name] = (forward.astype(dtype), inverse.astype(dtype))
    return matrices


def _transform(images, matrices, third):
    """The transforms of images (P, Q, H, W) as an array (3, frequencies, P, Q): imaginary part, real part, and the
    ufunc `third` of both."""
    P, Q = images.shape[:2]
    cosines, sines = matrices[0]
    pixels = images.reshape(P * Q, -1)
    first, mirrored = pixels[:, : cosines.shape[1]], pixels[:, : -cosines.shape[1] - 1 : -1]
    parts = np.empty((3, len(cosines), P * Q), images.dtype)
    np.matmul(sines, (first - mirrored).T, out=parts[0])
    np.matmul(cosines, (first + mirrored).T, out=parts[1])
    third(parts[0], parts[1], out=parts[2])
    return parts.reshape(3, -1, P, Q)


def _times(products):
    """Imaginary and real part of a product of complex numbers, from the three products of its factors' parts, if both
    factors have the sum as third part."""
    both_imaginary, both_real, third = products
    third -= both_real
    third -= both_imaginary
    both_real -= both_imaginary
    return third, both_real


def _times_conjugate(products):
    """As `_times`, for one factor with the sum and one with the difference as third part; the factor with the sum is
    conjugated."""
    both_imaginary, both_real, third = products
    third += both_real
    third -= both_imaginary
    both_real += both_imaginary
    return third, both_real


def _back(parts, matrices, images):
    """Fill `images` (P, Q, H, W) from imaginary and real parts (frequencies, P, Q) of their transforms."""
    cosines, sines = matrices[1]
    imaginary, real = (part.reshape(len(cosines), -1).T for part in parts)
    even, odd = real @ cosines, imaginary @ sines
    pixels = images.reshape(len(even), -1)
    np.add(even, odd, out=pixels[:, : even.shape[1]])
    np.subtract(even, odd, out=pixels[:, : -even.shape[1] - 1 : -1])
