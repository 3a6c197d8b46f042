"""A moving picture of back-propagation through time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from cs_nn.tools.plots.moving import MOST_FRAMES, MovingPicture
from cs_nn.tools.plots.style import drawn as _


def moving_deltas(deltas: np.ndarray, title: str) -> MovingPicture:
    """How delta_(t,k) = dL_t / ds_k is filled in: pair by pair, and by one sweep that takes a column at a time.

    Both maps are filled at the same speed, one product with W in each frame: after T frames the sweep is at its end,
    and the pairs need T (T + 1) / 2 of them. The colour is the size of delta, its Euclidean norm, as a power of ten.

    Parameters
    ----------
    deltas : (T, T, H) array, delta_(t,k) of one sequence with T <= 10 steps, as `bptt_deltas` gives it for each
    title : str

    Returns
    -------
    MovingPicture

    Raises
    ------
    ValueError
        If T is larger than 10: there are no more than 60 frames.
    """
    T = len(deltas)
    pairs = [(t, k) for t in range(T) for k in range(t, -1, -1)]
    if len(pairs) > MOST_FRAMES:
        raise ValueError(f"{T} steps are {len(pairs)} pairs, more than {MOST_FRAMES} frames: take fewer steps")
    sizes = np.linalg.norm(deltas, axis=2)
    logs = np.log10(np.maximum(sizes, np.finfo(float).tiny))
    shown = logs[np.tril_indices(T)]
    order = np.full((2, T, T), MOST_FRAMES + 1)  #: in which frame each pair is there, by pairs and by the sweep
    for number, (t, k) in enumerate(pairs):
        order[:, t, k] = number, T - 1 - k
    fig, axes = plt.subplots(1, 2, figsize=(9, 4.2), sharey=True)
    limits = {"vmin": max(shown.min(), shown.max() - 6), "vmax": shown.max() + 1e-9}
    images = [ax.imshow(np.ma.masked_all((T, T)), cmap="viridis", **limits) for ax in axes]
    for ax in axes:
        ax.set(xticks=range(T), yticks=range(T), xticklabels=range(1, T + 1), yticklabels=range(1, T + 1))
        ax.set(xlabel=_("step k, where the gradient has come to"), facecolor="#E6E6E6")
    axes[0].set(ylabel=_("step t of the loss"))
    fig.colorbar(images[0], ax=axes, label=r"$\log_{10}\Vert\delta_{t,k}\Vert$")
    fig.suptitle(title)

    def draw(frame):
        for image, its_order in zip(images, order):
            image.set_data(np.ma.masked_array(logs, its_order > frame))
        axes[0].set_title(_("By pairs: {number} of {total}").format(number=frame + 1, total=len(pairs)), fontsize=11)
        axes[1].set_title(_("By one sweep: {number} of {total}").format(number=min(frame + 1, T), total=T), fontsize=11)

    labels = [_("product {number}").format(number=frame + 1) for frame in range(len(pairs))]
    artists = [artist for image, ax in zip(images, axes) for artist in (image, *ax.spines.values(), ax.title)]
    return MovingPicture(fig, draw, labels, artists)
