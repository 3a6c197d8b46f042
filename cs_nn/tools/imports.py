"""What a student's module uses that is not there when it is graded.

The grader puts the handed-in modules of one lab into the course's own package: other files of the student are not
there, other labs' modules are the course's (later ones without solutions), and of packages only what
``requirements.txt`` asks for is installed. Only the standard library is needed here.
"""

from __future__ import annotations

import ast
import builtins
import copy
import functools
import importlib.metadata
import os
import re
import shutil
import subprocess
import symtable
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import Parameter, Signature
from pathlib import Path

from cs_nn.tools.labs import Lab, labs_file, load_labs
from cs_nn.update import Given, digest, read_given

PACKAGE = Path(__file__).resolve().parents[1]
#: What is certain to be installed with the course.
KNOWN_PACKAGES = frozenset({"numpy", "scipy", "matplotlib", "tqdm"})
#: Parts of Python that some systems, or the versions of Python that the course admits, don't all have.
NOT_EVERYWHERE = frozenset(
    "msvcrt nt _winapi winreg winsound tkinter turtle idlelib curses readline "
    "asynchat asyncore distutils imp smtpd aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis "
    "nntplib ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib".split()
)
#: What IPython adds to Python's own names.
ONLY_IN_NOTEBOOKS = frozenset({"display", "get_ipython"})

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Use:
    """A module that a file imports, or a name that it takes from one."""

    line: int
    module: str  #: in full, such as cs_nn.layers
    name: str | None = None
    inside: bool = False  #: inside of a function, say: the file can be imported all the same
    optional: bool = False  #: an import whose failure is expected
    attribute: bool = False  #: no import but ``module.name``
    call: ast.Call | None = None  #: the call, if it is called


def missing_when_graded(content: bytes, module: str, lab: Lab, course: Path) -> list[str]:
    """What a module of a lab uses that will not be there, one sentence each.

    Parameters
    ----------
    content : the module's file, which must be correct Python
    module : its name, such as "softmax.py"
    lab : the lab that it is handed in for
    course : the folder of the kit
    """
    tree, inspection = ast.parse(content), _Inspection(module, lab, course)
    said = dict.fromkeys(inspection.judge(tree))  # in order, each once
    names = undefined_names(tree)
    if names:
        said[
            f"names that the file does not define: {', '.join(names)}. A module does not see the notebook's variables: "
            "pass them as arguments, or import what is missing"
        ] = None
    if said or _only_defines(tree.body):
        return list(said)
    return list(inspection.trial(content))


# ------------------------------------------------------------------ what a file defines
def defined_names(tree: ast.Module) -> dict[str, str]:
    """What can be taken from a module: its names, and ``Class.name`` for those of its classes, with parameters."""
    found = {}
    for node in _statements(tree.body):
        for name, parameters in _bound(node):
            found[name] = parameters
        if isinstance(node, ast.ClassDef):
            for inner in _statements(node.body):
                found.update((f"{node.name}.{name}", parameters) for name, parameters in _bound(inner))
    return found


def _statements(body) -> Iterator[ast.stmt]:
    """The statements of a block, and those of its branches, loops and so on; not those of its functions."""
    for node in body:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, part, []))
            for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
                yield from _statements(part.body)


def _bound(node) -> Iterator[tuple[str, str]]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield node.name, _parameters(node.args)
    elif isinstance(node, ast.ClassDef):
        yield node.name, ""
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name.partition(".")[0], "") for alias in node.names)
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.With)):
        yield from ((part.id, "") for part in ast.walk(node)
                    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))  # fmt: skip


def _parameters(args: ast.arguments) -> str:
    optional = len(args.defaults)
    plain = [*args.posonlyargs, *args.args]
    texts = [arg.arg + ("=" if k >= len(plain) - optional else "") for k, arg in enumerate(plain)]
    texts += [f"*{args.vararg.arg if args.vararg else ''}"] if args.vararg or args.kwonlyargs else []
    texts += [arg.arg + ("=" if default else "") for arg, default in zip(args.kwonlyargs, args.kw_defaults)]
    return ", ".join(texts + ([f"**{args.kwarg.arg}"] if args.kwarg else []))


# ------------------------------------------------------------------ what a file uses
def uses(tree: ast.Module) -> list[Use]:
    """The imports of a module of ``cs_nn``, and what it takes from imported modules of ``cs_nn`` by attribute.

    Left out is what need not work: imports in a ``try`` that expects their failure, and what runs only if the file is
    the program or is read by a type checker.
    """
    found: list[Use] = []
    _collect(tree.body, found)
    variables = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    variables |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    aliases = {name: dotted for name, dotted in _aliases(tree) if name not in variables}
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    inner = {id(part) for function in functions for part in ast.walk(function)}
    for node in ast.walk(tree):
        module, name = None, None
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            module, name = _dotted(node.value, aliases), node.attr
        elif isinstance(node, ast.Call) and _called(node) == "getattr" and len(node.args) == 2:
            module, name = _dotted(node.args[0], aliases), _text(node.args[1])
        elif isinstance(node, ast.Call):
            module, _, name = (_dotted(node.func, aliases) or "").rpartition(".")
        if module and name and module.partition(".")[0] == "cs_nn":
            found.append(Use(node.lineno, module, name, id(node) in inner, False, True,
                             node if isinstance(node, ast.Call) else None))  # fmt: skip
    return sorted(found, key=lambda use: use.line)


def _collect(body, found, inside=False, optional=False):
    for node in body:
        if isinstance(node, ast.If) and _never_when_imported(node.test):
            _collect(node.orelse, found, inside, optional)
            continue
        if isinstance(node, ast.Try) and any(map(_expects_failure, node.handlers)):
            _collect(node.body, found, True, True)
            _collect([*node.handlers, *node.orelse, *node.finalbody], found, inside, optional)
            continue
        if isinstance(node, ast.Import):
            found += [Use(node.lineno, alias.name, None, inside, optional) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [Use(node.lineno, _absolute(node), alias.name, inside, optional) for alias in node.names]
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__") and node.args:
            module = _text(node.args[0])
            if module:
                module = "cs_nn" + module if module.startswith(".") else module
                found.append(Use(node.lineno, module, None, inside, optional))
        _collect(ast.iter_child_nodes(node), found, inside or isinstance(node, FUNCTIONS), optional)


def _never_when_imported(test):
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "__name__ == '__main__'")


def _expects_failure(handler):
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id if isinstance(kind, ast.Name) else None if kind is None else "" for kind in kinds}
    return bool(names & {None, "ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _absolute(node: ast.ImportFrom) -> str:
    if node.level > 1:
        return "." * node.level + (node.module or "")  # beyond the package
    return ".".join(filter(None, ["cs_nn" if node.level else "", node.module]))


def _aliases(tree) -> Iterator[tuple[str, str]]:
    """(name, what it stands for) of everything that is imported anywhere in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{_absolute(node)}.{alias.name}") for alias in node.names)


def _dotted(node, aliases) -> str | None:
    if isinstance(node, ast.Name):
        return aliases.get(node.id)
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, aliases)
        return base and f"{base}.{node.attr}"
    return None


def _fits(call: ast.Call, parameters: str) -> bool:
    """Whether a function with these parameters, written as `_parameters` does, can be called like this."""
    if any(isinstance(arg, ast.Starred) for arg in call.args) or any(keyword.arg is None for keyword in call.keywords):
        return True  # can't be told
    kind, signature = Parameter.POSITIONAL_OR_KEYWORD, []
    for text in parameters.split(", "):
        default = 0 if text.endswith("=") else Parameter.empty
        if text.startswith("**"):
            signature.append(Parameter(text[2:], Parameter.VAR_KEYWORD))
        elif text.startswith("*"):
            kind = Parameter.KEYWORD_ONLY
            signature += [Parameter(text[1:], Parameter.VAR_POSITIONAL)] if text[1:] else []
        else:
            signature.append(Parameter(text.rstrip("="), kind, default=default))
    try:
        Signature(signature).bind(*call.args, **{keyword.arg: 0 for keyword in call.keywords})
    except TypeError:
        return False
    return True


def _called(node: ast.Call) -> str | None:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)


def _text(node) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def undefined_names(tree: ast.Module) -> list[str]:
    """Names that a file uses and that nothing in it defines, functions that are not written left out.

    None if that can't be told, because of ``import *`` for example.
    """
    source = ast.unparse(_WithoutDeadCode().visit(copy.deepcopy(tree)))
    if re.search(r"\bimport \*|\bglobals\(|\bexec\(|\bNameError\b", source):
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = symtable.symtable(source, "module", "exec")
        tree = ast.parse(source)
    stubs = {node.lineno for node in ast.walk(tree) if isinstance(node, FUNCTIONS) and _is_stub(node)}
    scopes = [table]
    for scope in scopes:
        scopes += [inner for inner in scope.get_children() if inner.get_lineno() not in stubs]
    known = set(dir(builtins)) - ONLY_IN_NOTEBOOKS | {
        "__file__", "__path__", "__annotations__", "__class__", "__module__", "__qualname__",
    }  # fmt: skip
    for scope in scopes:
        known |= {symbol.get_name() for symbol in scope.get_symbols()
                  if (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace())
                  and (scope is table or symbol.is_declared_global())}  # fmt: skip
    used = {}
    for scope in scopes:
        for symbol in scope.get_symbols():
            if symbol.is_referenced() and (symbol.is_global() or scope is table) and symbol.get_name() not in known:
                used[symbol.get_name()] = None
    return list(used)


class _WithoutDeadCode(ast.NodeTransformer):
    """Leaves out what follows a return or a raise in its block: a stub's own last line, for example."""

    def generic_visit(self, node):
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                ends = [k for k, part in enumerate(value) if isinstance(part, (ast.Return, ast.Raise))]
                setattr(node, name, value[: ends[0] + 1] if ends else value)
        return super().generic_visit(node)


def _only_defines(body) -> bool:
    """Whether importing a file can fail by nothing but its imports of ``cs_nn``; False in case of doubt."""
    return all(map(_defines, body))


def _defines(node) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name in KNOWN_PACKAGES or alias.name in sys.stdlib_module_names for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.level == 1 or node.module == "__future__" or node.module.partition(".")[0] == "cs_nn"
    if isinstance(node, ast.FunctionDef):
        defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        annotated = [node.returns, *(part.annotation for part in ast.walk(node.args) if isinstance(part, ast.arg))]
        return not node.decorator_list and not any(annotated) and all(map(_is_literal, defaults))
    if isinstance(node, ast.ClassDef):
        return not (node.decorator_list or node.bases or node.keywords) and _only_defines(node.body)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) for target in node.targets) and _is_literal(node.value)
    return isinstance(node, ast.Pass) or isinstance(node, ast.Expr) and _is_literal(node.value)


def _is_literal(node) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError):
        return False
    return True


def _is_stub(function) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in ast.unparse(node.exc)
               for node in ast.walk(function))  # fmt: skip


# ------------------------------------------------------------------ what is there
class _Inspection:
    def __init__(self, module: str, lab: Lab, course: Path):
        self.module, self.lab, self.course = f"cs_nn/{module}", lab, course
        self.given = read_given(course) or Given()
        self.labs = list(load_labs(course).values())
        self.owner = {f"cs_nn/{name}": entry for entry in self.labs for name in entry.modules}

    def judge(self, tree: ast.Module) -> Iterator[str]:
        mentioned = {}
        for node in ast.walk(tree):
            if isinstance(node, (ast.Name, ast.Attribute)):
                mentioned.setdefault(node.id if isinstance(node, ast.Name) else node.attr, node.lineno)
        own = {name.rpartition(".")[2] for name in defined_names(tree)}
        for use in uses(tree):
            for sentence in self._judge(use):
                yield f"line {use.line}: {sentence}"
            file = self._file(use.module) if use.name is None else self._file(f"{use.module}.{use.name}")
            file = file or self._file(use.module)
            if file not in self.owner or self.owner[file].name == self.lab.name:
                continue
            for addition in sorted(self._own_names(file).keys() - (self._names(file) or {}).keys()):
                # A method, or what `import *` brings: seen by its name alone.
                owner, _, name = addition.rpartition(".")
                if name in mentioned and name not in own and (owner in mentioned if owner else use.name == "*"):
                    yield f"line {mentioned[name]}: {self._own_addition(file, addition)}"

    def _judge(self, use: Use) -> Iterator[str]:
        if use.module.startswith(".."):
            yield "an import with two dots leads out of the package; write `from cs_nn import ...`"
            return
        if use.module.partition(".")[0] != "cs_nn":
            yield from self._judge_package(use)
            return
        file = self._file(use.module)
        if file is None:
            if not use.attribute:
                yield self._not_handed_in(use.module.replace(".", "/"), use)
            return
        if self._is_later(file):
            lab = self.owner[file]
            yield (
                f"{file} belongs to a later lab ({lab.title}): when this lab is graded its functions are not written. "
                f"Write what you need in {self.module}"
            )
        if use.name in (None, "*"):
            return
        if self._is_earlier(file) and self._is_task(file, use.name):
            yield (
                f"{use.name} of {self.owner[file].title.partition(':')[0]} can't be called when this lab is graded: "
                f"what calls it gets 0 points. Write it in {self.module}, or copy your own lines there"
            )
            return
        if file.endswith("__init__.py") and self._file(f"{use.module}.{use.name}"):
            yield from self._judge(Use(use.line, f"{use.module}.{use.name}", None, use.inside))
            return
        if not self._is_name(file, use.name):
            if file.endswith("__init__.py"):
                yield self._not_handed_in(f"{use.module}.{use.name}".replace(".", "/"), use)
            else:
                yield self._own_addition(file, use.name)
        elif use.call and self.owner.get(file) != self.lab:
            names = self._names(file) or {}
            parameters = names.get(f"{use.name}.__init__", "self, " + names.get(use.name, "")).removeprefix("self, ")
            if parameters and not _fits(use.call, parameters):
                yield (
                    f"this call does not fit {use.name}({parameters}) of the course's own {file}, which the grader "
                    f"uses here: what uses it gets 0 points. Put a function of your own into {self.module}"
                )

    def _judge_package(self, use: Use) -> Iterator[str]:
        top = use.module.partition(".")[0]
        if top in NOT_EVERYWHERE and not use.optional:
            yield f"{top} is not in every Python: the computer that grades may lack it, and then {_loss(use)}"
        if top in sys.stdlib_module_names or top in KNOWN_PACKAGES:
            return
        if f"cs_nn/{top}.py" in self.owner:
            yield f"{top} is not found when this is graded, and {_loss(use)}: write `from cs_nn import {top}`"
            return
        for folder in (self.course, self.course / "assignments" / self.lab.name, self.course / "cs_nn"):
            if (folder / f"{top}.py").is_file() or (folder / top).is_dir():
                yield self._not_handed_in(top, use, folder)
                return
        if not use.optional and top not in installed_with_course(self.course):
            yield (
                f"{top} is not among the packages of the course (requirements.txt): the grader does not have it, and "
                f"{_loss(use)}. Write it with NumPy"
            )

    def _not_handed_in(self, path, use, folder=None):
        file = f"{path}/" if ((folder or self.course) / path).is_dir() else f"{path}.py"
        return (
            f"{file} is not handed in: when this is graded it is not there, and {_loss(use)}. "
            f"Put what you use of it into {self.module}"
        )

    def _own_addition(self, file, name):
        return (
            f"{name} is not in the course's own {file}, which the grader uses here, so what uses it gets 0 points. "
            f"Put it into {self.module}"
        )

    def trial(self, content: bytes, seconds: float = 20) -> Iterator[str]:
        """Import the module as the grader does: in an empty folder, with nothing of the student's but this lab."""
        with tempfile.TemporaryDirectory(prefix="trial-", ignore_cleanup_errors=True) as folder:
            lib, scratch = Path(folder, "lib"), Path(folder, "scratch")
            for path in sorted((self.course / "cs_nn").rglob("*")):
                name = path.relative_to(self.course).as_posix()
                if path.is_file() and (self._is_given(name) or path.suffix not in (".py", ".pyc")):
                    (lib / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, lib / name)
            (lib / "cs_nn").mkdir(parents=True, exist_ok=True)
            (lib / self.module).write_bytes(content)
            shutil.copyfile(labs_file(self.course), lib / "labs.toml")
            scratch.mkdir()
            code = f"import sys; sys.path.insert(0, {str(lib)!r}); import cs_nn.{Path(self.module).stem}"
            try:
                done = subprocess.run(
                    [sys.executable, "-c", code], cwd=scratch, timeout=seconds, stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
                    env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                yield (f"importing it takes more than {seconds:.0f} s: the grader stops then, and the file gets 0 "
                       "points. Put what runs outside of functions into the notebook")  # fmt: skip
                return
            except OSError:  # no processes here
                return
        error = done.stderr.strip().rpartition("\n")[2]
        if done.returncode == 0 or self._is_no_fault(error, done.stderr):
            return
        lines = re.findall(rf"{re.escape(Path(self.module).name)}\", line (\d+)", done.stderr)
        where = f"line {lines[0]}: " if lines else ""
        yield (f"{where}importing it where only the course's files are, as the grader does, stops with "
               f"{error or 'no message'}: the whole file gets 0 points. Look at what stands outside of functions")

    def _is_no_fault(self, error: str, traceback: str) -> bool:
        """Whether an import fails here only: in another lab's module, or for a package that is not installed here."""
        others = [file for file, lab in self.owner.items() if lab.name != self.lab.name]
        last = re.findall(r'File ".*?(cs_nn)[/\\](\w+\.py)", line', traceback)[-1:]
        missing = re.match(r"ModuleNotFoundError: No module named '(\w+)'$", error)
        return (
            error.startswith("NotImplementedError")
            or "/".join(last[0] if last else "") in others
            or any(f"'{file.removesuffix('.py').replace('/', '.')}'" in error for file in others)
            or bool(missing) and missing[1] in KNOWN_PACKAGES | installed_with_course(self.course)
        )

    # -- the course's package
    def _file(self, dotted: str) -> str | None:
        """The course's own file of a module, as a path in a kit; None if the course has none."""
        path = dotted.replace(".", "/")
        return next((file for file in (f"{path}.py", f"{path}/__init__.py") if self._is_given(file)), None)

    def _is_given(self, file: str) -> bool:
        if file in self.owner:
            return True
        if self.given.version:
            return file in self.given.files
        folder = "/".join(file.split("/")[:2])  # a folder without a list of what was given
        return (PACKAGE.parent / file).is_file() and (
            folder in ("cs_nn/data", "cs_nn/tools")
            or file in ("cs_nn/__init__.py", "cs_nn/submit.py", "cs_nn/update.py")
        )

    def _names(self, file: str) -> dict[str, str] | None:
        return self.given.names.get(file) if self.given.version else _names_of(PACKAGE.parent / file)

    def _own_names(self, file: str) -> dict[str, str]:
        """The same of the student's copy; nothing if it is as it was given."""
        path = self.course / file
        try:
            if digest(path.read_bytes()) == self.given.files.get(file):
                return {}
        except OSError:
            return {}
        return _names_of(path) or {}

    def _is_name(self, file: str, name: str) -> bool:
        if name.startswith("__") or (file in self.owner and self.owner[file].name == self.lab.name):
            return True
        names = self._names(file)
        return names is None or name in names

    def _is_later(self, file: str) -> bool:
        return file in self.owner and self.labs.index(self.owner[file]) > self.labs.index(self.lab)


    def _is_earlier(self, file: str) -> bool:
        return file in self.owner and self.labs.index(self.owner[file]) < self.labs.index(self.lab)

    def _is_task(self, file: str, name: str) -> bool:
        """Whether a function of an earlier lab is what students write there, and not for this lab's use."""
        from cs_nn.tools.checks import lab_tasks  # here because it needs NumPy

        return name in lab_tasks(self.owner[file].name) and f"{Path(file).stem}.{name}" not in self.lab.uses


def _loss(use: Use) -> str:
    return "what uses it gets 0 points" if use.inside else "the whole file gets 0 points"


def _names_of(path: Path) -> dict[str, str] | None:
    try:
        return defined_names(ast.parse(path.read_bytes()))
    except (OSError, SyntaxError, ValueError):
        return None


@functools.cache
def installed_with_course(course: Path) -> frozenset[str]:
    """The names that can be imported because of ``requirements.txt``, as far as they are installed here."""
    given = read_given(course)
    try:
        lines = given.packages if given else (course / "requirements.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return KNOWN_PACKAGES
    todo = [_plain(line) for line in lines if re.match(r"\w", line)]
    packages = set()
    while todo:
        name = todo.pop()
        if name in packages:
            continue
        packages.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            packages.discard(name)
            continue
        todo += [_plain(need) for need in needs if "extra ==" not in need]
    names = importlib.metadata.packages_distributions()
    return KNOWN_PACKAGES | {name for name, owners in names.items() if packages & set(map(_plain, owners))}


def _plain(requirement: str) -> str:
    """The name of a package in its one spelling."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement.strip())[0]).lower()
