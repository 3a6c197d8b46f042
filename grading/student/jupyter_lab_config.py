"""JupyterLab's settings for the labs: it opens on their list; of nbgrader's panels only Validate is on."""

import os
from pathlib import Path

c = get_config()  # noqa: F821

HERE = Path(__file__).resolve().parent
INSTRUCTORS_PANELS = ("assignment-list", "course-list", "create-assignment", "formgrader", "menu")


def without_panels(handler, page_config):
    page_config["disabledExtensions"] = [
        *page_config.get("disabledExtensions", []),
        *(f"@jupyter/nbgrader:{panel}" for panel in INSTRUCTORS_PANELS),
    ]
    return page_config


c.ServerApp.root_dir = str(HERE)
c.ServerApp.tornado_settings = {"page_config_hook": without_panels}
c.LabApp.default_url = "/lab/tree/index.md"
c.LabApp.news_url = None  # no question about news at the first start
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"

# Settings of the page itself, such as showing the list instead of its source, are read from labconfig/ on this path.
paths = [str(HERE / ".jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")]
os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))

# Notebooks run with IPython's settings for the labs, not the student's own.
os.environ["IPYTHONDIR"] = str(HERE / ".jupyter" / "ipython")
