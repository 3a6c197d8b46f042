"""Settings for JupyterLab's Validate button: experiments (training, timing, pictures) are not run."""

c = get_config()  # noqa: F821
c.NotebookClient.skip_cells_with_tag = "experiment"
c.Execute.timeout = 60
