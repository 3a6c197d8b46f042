#!/bin/sh
# Download CIFAR-10 and MNIST into datasets/. Options: sh get_datasets.sh --help
# On Windows: python -m cs_nn.data
course=$(cd "$(dirname "$0")" && pwd) || exit 1
if [ -x "$course/.venv/bin/python" ]; then
    python=$course/.venv/bin/python
elif command -v python3 >/dev/null; then
    python=python3
else
    python=python
fi
if ! "$python" -c "import numpy, platformdirs, pooch, tqdm" 2>/dev/null; then
    echo "$python lacks what the course needs. First run: python3 install.py"
    exit 1
fi
PYTHONPATH=$course${PYTHONPATH:+:$PYTHONPATH} exec "$python" -m cs_nn.data "$@"
