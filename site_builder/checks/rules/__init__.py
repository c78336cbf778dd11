"""The rules, one module a family or a part of one. A new module is found by lying here."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

for _module in sorted(iter_modules(__path__), key=lambda module: module.name):
    import_module(f"{__name__}.{_module.name}")
