"""JupyterLab's settings for the labs: nbgrader's panels for instructors are off, Validate stays."""

c = get_config()  # noqa: F821

INSTRUCTORS_PANELS = ("assignment-list", "course-list", "create-assignment", "formgrader", "menu")


def without_panels(handler, page_config):
    page_config["disabledExtensions"] = [
        *page_config.get("disabledExtensions", []),
        *(f"@jupyter/nbgrader:{panel}" for panel in INSTRUCTORS_PANELS),
    ]
    return page_config


c.ServerApp.tornado_settings = {"page_config_hook": without_panels}
c.LabApp.news_url = None  # no question about news at the first start
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
