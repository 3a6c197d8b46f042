"""Run the student's code on given inputs: ``python runner.py FOLDER LAB TASK [TASK ...]``.

This is the only part of a hidden check that runs where the student's code runs. It gets inputs and
gives back results, both as plain arrays; what is expected never comes here. For each task it reads
``FOLDER/inputs/TASK/0.npz, 1.npz, ...`` and writes ``FOLDER/results/TASK/0/NAME.npy``, or the
exception to ``error.json``.
"""

import importlib
import json
import sys
from pathlib import Path


def main(folder, lab, names):
    import numpy as np

    from cs_nn.tools import checks

    for name in names:
        inputs, results = Path(folder, "inputs", name), Path(folder, "results", name)
        task = checks.lab_tasks(lab)[name]
        for path in sorted(inputs.glob("*.npz"), key=lambda p: int(p.stem)):
            with np.load(path, allow_pickle=False) as archive:
                case = {key: archive[key] if archive[key].ndim else archive[key].item() for key in archive.files}
            target = results / path.stem
            target.mkdir(parents=True)
            try:
                module = importlib.import_module(f"cs_nn.{task.module}")
                for key, value in checks.run_task(task, module, case).items():
                    np.save(target / f"{key}.npy", value, allow_pickle=False)
            except Exception as error:
                problem = checks.crash_problem(task, error, case)
                report = {key: getattr(problem, key) for key in ("what", "hint", "mistake", "about")}
                (target / "error.json").write_text(json.dumps(report), encoding="utf-8")
                break
        (results / "done").touch()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
