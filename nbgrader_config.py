"""nbgrader's configuration for this course: see grading/ for the plug-ins, docs/GRADING.md for their use."""

import glob
import sys
import warnings
from pathlib import Path

import nbgrader
from sqlalchemy.exc import SAWarning

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # nbgrader imports the plug-ins by name, from any folder

if str(ROOT) not in glob.glob(str(ROOT)):
    # nbgrader looks for files by patterns, in which [ab] stands for one letter.
    raise SystemExit(
        f"nbgrader finds no file in a folder with [ ] in its name or in a name above it: {ROOT}\n"
        "Rename the folder, then run the command again."
    )

warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # harmless, and fills the log

c = get_config()  # noqa: F821

# The log shows what comes from a hand-in as plain text.
c.NbGrader.logging_config = {
    "filters": {"plain": {"()": "grading.plain.PlainMessages"}},
    "handlers": {"console": {"filters": ["plain"]}},
}

# In JupyterLab: what others wrote does nothing on Formgrader's pages.
if handlers := sys.modules.get("nbgrader.server_extensions.formgrader.handlers"):
    from grading.formgrader import RULES

    handlers.default_handlers[:] = RULES

c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "cs_nn"
c.CourseDirectory.source_directory = "assignments"

PREPROCESSORS = "nbgrader.preprocessors."

# Release: nbgrader's own steps, then the package without solutions.
c.GenerateAssignment.preprocessors = [
    *(
        PREPROCESSORS + name
        for name in (
            "IncludeHeaderFooter",
            "LockCells",
            "ClearSolutions",
            "ClearOutput",
            "CheckCellMetadata",
            "ComputeChecksums",
            "SaveCells",
            "ClearHiddenTests",
            "ClearMarkScheme",
            "ComputeChecksums",
            "CheckCellMetadata",
        )
    ),
    "grading.release.ReleasePackage",
]

# Autograde: make the submission safe and whole, run it with the hidden checks, save the scores.
c.Autograde.exporter_class = "grading.rebuilding.SubmissionExporter"
c.SubmissionExporter.optimistic_validation = True  # once, after all steps
c.Autograde.pre_convert_hook = "grading.submitted.clean_submission"
c.Autograde.sanitize_preprocessors = [
    "grading.translation.language_of_handins.InEnglish",
    "grading.restoring.RestoreCells",
    *(PREPROCESSORS + name for name in ("DeduplicateIds", "OverwriteKernelspec", "OverwriteCells")),
]
c.Autograde.autograde_preprocessors = [
    "grading.execute.LabExecute",
    PREPROCESSORS + "IgnorePattern",
    PREPROCESSORS + "SaveAutoGrades",
    "grading.networks.SaveExtraCredit",
    PREPROCESSORS + "AssignLatePenalties",
]  # metadata of graded cells needs no check: it comes from the gradebook
c.LabExecute.timeout = 30  # seconds a test cell may take
# Due dates of single students are in extensions.csv; points are taken off only if you set this (docs/TERM.md).
c.AssignLatePenalties.plugin_class = "grading.lateness.LatePenalty"
# c.LatePenalty.penalty_method = "daily"

# Feedback and the table of grades: what is not graded yet says so.
c.GenerateFeedback.exporter_class = "grading.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "grading.translation.language_of_handins.InLanguage",
    "grading.feedback.GetMarks",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.ExportApp.plugin_class = "grading.feedback.LabExport"

# Experiments are not run by Validate either.
c.NotebookClient.skip_cells_with_tag = "experiment"

# Feedback, Formgrader and exported pages: our templates first, then nbgrader's own (grading/templates/README.md).
c.HTMLExporter.extra_template_basedirs = [
    str(ROOT / "grading" / "templates"),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
c.HTMLExporter.embed_images = True  # pictures of text cells go into the page
# What students wrote does nothing there: links, pictures, HTML and scripts (grading/pages.py).
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    name: f"grading.pages.{name}"
    for name in (
        "markdown2html",
        "clean_html",
        "highlight_code",
        "ansi2html",
        "get_metadata",
        "strip_files_prefix",
        "with_our_scripts",
    )
}

c.ZipCollectApp.extractor_plugin = "grading.collect.LabExtractor"
c.ZipCollectApp.collector_plugin = "grading.collect.LabCollector"
