"""What kernels run first. (IPython looks into startup/ by a pattern, which finds nothing in a folder with [ ].)"""

from pathlib import Path

c = get_config()  # noqa: F821

c.InteractiveShellApp.exec_files = [str(Path(__file__).with_name("set_up_first.py"))]
