"""The data sets of the course: CIFAR-10 and MNIST, and the embedded sets that replace them.

    from cs_nn.data import load_cifar10, load_mnist
    data = load_cifar10()
    data.X_train.shape, data.y_train.shape      # (49000, 3, 32, 32), (49000,)

    python -m cs_nn.data                        # download both (or: --only mnist, --from DIR_OR_URL, --into DIR)

Images stay uint8 until they are used: take a minibatch with ``data.X_train[rows].astype(np.float32)``.

Lab 4's points are in `cs_nn.data.pitch`.
"""

from cs_nn.data.loading import Dataset, load_cifar10, load_mnist
from cs_nn.data.reading import DatasetError
from cs_nn.data.sources import CIFAR10_CLASSES, datasets_folder

__all__ = ["CIFAR10_CLASSES", "Dataset", "DatasetError", "datasets_folder", "load_cifar10", "load_mnist"]
