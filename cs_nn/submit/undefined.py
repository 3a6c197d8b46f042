"""What a module uses without defining it."""

from __future__ import annotations

import ast
import builtins
import copy
import re
import symtable
import warnings

from cs_nn.submit.stubs import is_stub
from cs_nn.submit.uses import FUNCTIONS

#: What IPython adds to Python's own names.
ONLY_IN_NOTEBOOKS = frozenset({"display", "get_ipython"})


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
    stubs = {node.lineno for node in ast.walk(tree) if isinstance(node, FUNCTIONS) and is_stub(node)}
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

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                ends = [k for k, part in enumerate(value) if isinstance(part, (ast.Return, ast.Raise))]
                setattr(node, name, value[: ends[0] + 1] if ends else value)
        return super().generic_visit(node)
