"""``python -m grading COMMAND``: what nbgrader's own commands do not do."""

from __future__ import annotations

import argparse
import gc
import importlib
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cs_nn.tools.labs import COURSE, find_lab, load_labs, which_lab
from grading.failures import said_in_a_sentence
from grading.sandbox import why_unsealed

#: Commands for a term beside checks and grading, and what each does: ``grading/term/<command>.py`` has its
#: ``add_arguments(parser)`` and ``run(options)``.
TERM: dict[str, str] = {
    "site": "build the site on which the labs run in a browser, with nothing to install",
    "roster": "read the people of a class into the gradebook",
    "late": "show who is late, with the extensions of extensions.csv",
    "grade": "grade written answers question by question, in a browser",
    "similarity": "show what submissions have in common that few others have, for a person to judge",
    "give-back": "pack the feedback of a lab into one zip, in the names that Moodle or Canvas takes",
    "marks": "write a lab's marks for a learning management system",
    "term-pages": "write a page for each student with all labs so far",
    "regrade": "grade a lab again whose source was corrected, and show whose marks change",
}


def kit(options: argparse.Namespace) -> None:
    from grading.chosen_labs import choose_labs, left_out
    from grading.giving_out import require_past
    from grading.kit import build_kit, zip_kit
    from grading.translation.kit_files import check_languages

    languages = options.language.split(",")
    try:
        check_languages(languages)
        labs = choose_labs(options.labs, options.solutions)
        unknown = require_past([] if options.early else options.solutions, Path.cwd())
    except ValueError as error:
        raise SystemExit(f"kit: {error}") from None
    _warn_of_no_due_date(unknown)
    target = options.into.with_suffix(".zip") if options.zip else options.into
    lost = left_out(target, labs)
    if lost:
        print(
            f"WARNING: the kit that was in {target} also has {', '.join(lost)}. Who brings the new one into a folder "
            "with these loses them: a kit has all labs given so far."
        )
    if options.zip:
        print(f"The student kit to hand out: {zip_kit(target, COURSE, labs, options.solutions, languages)}")
        return
    kept = build_kit(target, COURSE, labs, options.solutions, languages)
    print(f"The student kit is in {options.into}.")
    if kept:
        print("These files have changes of yours. They stay; newer ones lie beside them: " + ", ".join(kept))


def _warn_of_no_due_date(labs):
    for lab in labs:
        print(f"WARNING: {Path.cwd()} has no gradebook with a due date of {lab}, so nothing says that it is over.")


def reference(options: argparse.Namespace) -> None:
    from grading.reference import write_known, write_reference

    for lab in options.labs or load_labs():
        for path in filter(None, (write_reference(lab), write_known(lab))):
            print(f"wrote {path.relative_to(COURSE)}")


def results(options: argparse.Namespace) -> None:
    from grading.experiments import write_results

    print(f"wrote {write_results(options.labs or list(load_labs()))}")


def messages(options: argparse.Namespace) -> None:
    from grading.translation.catalogues import languages, told, unfaithful, update

    for language in options.languages or languages():
        print(f"locale/{language}:\n{told(update(language))}", *unfaithful(language), sep="\n")


def insight(options: argparse.Namespace) -> None:
    if options.lab is None:
        raise SystemExit(which_lab("python -m grading insight"))
    from grading.insight import write_insight

    try:
        html, table = write_insight(Path.cwd(), options.lab, options.into, options.names)
    except ValueError as error:
        raise SystemExit(f"insight: {error}") from None
    print(f"wrote {html} and {table}")


def release_solutions(options: argparse.Namespace) -> None:
    if options.lab is None:
        raise SystemExit(which_lab("python -m grading release-solutions"))
    from grading.giving_out import require_past, write_solutions

    try:
        unknown = require_past([] if options.early else [options.lab], Path.cwd())
    except ValueError as error:
        raise SystemExit(f"release-solutions: {error}") from None
    _warn_of_no_due_date(unknown)
    archive = write_solutions(find_lab(options.lab), options.into)
    print(f"wrote {archive}\nStudents run: python -m cs_nn.use_solutions {archive.name}")


def autograde(options: argparse.Namespace) -> None:
    if options.lab is None:
        raise SystemExit(which_lab("python -m grading autograde"))
    given = [options.lab, *options.others]
    if options.jobs:
        given.append(f"--jobs={options.jobs}")
    if options.scheduler:
        given.append(f"--scheduler={options.scheduler}")
    if options.student:
        given.append(f"--student={options.student}")
    if options.force:
        given.append("--force")
    try:
        _import_autograde(not options.scheduler)(given)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in ("cloudpickle", "dask", "distributed"):
            raise
        raise SystemExit(f"autograde needs {package}: run python3 install.py requirements-grading.txt") from None
    except KeyboardInterrupt:
        print("\nStopped: nothing was graded.")
        raise SystemExit(130) from None


def _import_autograde(here: bool) -> Callable[[Sequence[str]], None]:
    """The command. Whether there is a sandbox `here`, a process of its own finds out meanwhile."""
    gc.disable()  # what is imported is no garbage
    try:
        with ThreadPoolExecutor() as pool:
            if here:
                pool.submit(why_unsealed)
            from grading.autograding.command import run
    finally:
        gc.enable()
    return run


def new_lab(options: argparse.Namespace) -> None:
    from grading.new_lab import write_lab, write_stored

    title = options.title or options.name.partition("_")[2].replace("_", " ")
    try:
        written = write_lab(options.name, title)
    except ValueError as error:
        raise SystemExit(f"new-lab: {error}") from None
    for path in (*written, *write_stored(options.name)):
        print(f"wrote {path.relative_to(COURSE)}")
    print(
        f"It runs, checks and grades. What comes next is in docs/MAINTAINING.md; the tests say what is missing:\n"
        f"    pytest -k {options.name}"
    )


def lab_name(name: str) -> str:
    try:
        return find_lab(name).name
    except ValueError as error:
        raise argparse.ArgumentTypeError(error) from None


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes")
    return int(text)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    parser.set_defaults(run=lambda options: parser.print_help())
    commands = parser.add_subparsers(metavar="COMMAND")

    def add(name: str, what: str, epilog: str | None = None) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=what, description=what, epilog=epilog)

    command = add("kit", "build the student kit in build/kit")
    command.add_argument("--into", type=Path, default=COURSE / "build" / "kit", help="folder of the kit")
    command.add_argument("--zip", action="store_true", help="make a fresh kit and pack it into build/kit.zip instead")
    command.add_argument(
        "--labs",
        nargs="+",
        type=lab_name,
        metavar="LAB",
        default=[],
        help="the labs that it has: all that are given so far; by default all of the course",
    )
    command.add_argument(
        "--solutions",
        nargs="+",
        type=lab_name,
        metavar="LAB",
        default=[],
        help="past labs that it has with the course's version, for who joins late",
    )
    command.add_argument(
        "--language",
        default="en",
        metavar="LANGUAGE[,LANGUAGE]",
        help="as zh_CN: the language that it opens in, and others that it has; English is always there",
    )
    command.add_argument("--early", action="store_true", help="give solutions out before their labs are due")
    command.set_defaults(run=kit)
    command = add("reference", "make the expected results of the visible checks again")
    command.set_defaults(run=reference)
    command.add_argument("labs", nargs="*", type=lab_name, metavar="LAB", help="labs to do; all by default")
    command = add("results", "run the notebooks and write docs/RESULTS.md")
    command.add_argument("labs", nargs="*", type=lab_name, metavar="LAB", help="labs to run; all by default")
    command.set_defaults(run=results)
    command = add("messages", "bring the catalogues of all translations up to date")
    command.set_defaults(run=messages)
    command.add_argument("languages", nargs="*", metavar="LANGUAGE", help="as zh_CN; all of locale/ by default")
    command = add("insight", "write a page about what the class got wrong")
    command.set_defaults(run=insight)
    command.add_argument("lab", nargs="?", type=lab_name, metavar="LAB", help="a lab that has been graded")
    command.add_argument("--into", type=Path, default=Path("insight"), help="folder of the page and the table")
    command.add_argument("--names", action="store_true", help="name the students by their ids")
    command = add("release-solutions", "pack the course's version of a past lab for students")
    command.set_defaults(run=release_solutions)
    command.add_argument("lab", nargs="?", type=lab_name, metavar="LAB", help="a lab whose deadline has passed")
    command.add_argument("--early", action="store_true", help="give it out before the lab is due")
    command.add_argument("--into", type=Path, default=COURSE / "build", help="folder of the zip")
    command = add(
        "autograde",
        "grade a class on all cores or on a cluster",
        epilog="Options of `nbgrader autograde` are taken too, such as --LabExecute.task_time=30.",
    )
    command.set_defaults(run=autograde)
    command.add_argument("lab", nargs="?", type=lab_name, metavar="LAB", help="a lab that has been released")
    command.add_argument("--jobs", type=positive, metavar="N", help="processes; one for each core by default")
    command.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler whose workers grade instead")
    command.add_argument("--force", action="store_true", help="grade again what is graded and unchanged")
    command.add_argument("--student", metavar="GLOB", help="the students to grade; all by default")
    command = add("new-lab", "write the skeleton of a new lab")
    command.set_defaults(run=new_lab)
    command.add_argument("name", metavar="NAME", help="lab<number>_<topic>, as lab9_attention")
    command.add_argument("--title", help="its title without the number; by default the topic")
    given = sys.argv[1:] if argv is None else list(argv)
    for name, what in TERM.items():
        command = add(name, what)
        if given[:1] == [name]:  # what the others import takes long
            module = importlib.import_module(f"grading.term.{name.replace('-', '_')}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    options, options_others = parser.parse_known_args(given)
    if options_others and options.run is not autograde:
        parser.error(f"unrecognized arguments: {' '.join(options_others)}")
    options.others = options_others
    if given[:1] and given[0] in (*TERM, "kit", "messages", "insight", "release-solutions"):
        with said_in_a_sentence(given[0]):
            options.run(options)
    else:
        options.run(options)


if __name__ == "__main__":
    main()
