"""A run as a PyTorch script: the gradient by autograd, the optimizer of torch.optim where there is one."""

from __future__ import annotations

import re

from app.export.loops import torch_loop
from app.export.numpy_script import Script, asked_by_rule, gather_surface, script_of, stepping
from app.export.parts import DIFFERENTIABLE, Parts, code_of
from app.export.torch_surface import Untranslatable, translated
from app.specs import Race

WRAPPED = """def value(p):
    return loss(torch.from_numpy(np.array(p))).numpy()[()]


def grad(p):
    return torch.func.grad(loss)(torch.from_numpy(np.array(p))).numpy()


def hess(p):
    return torch.func.hessian(loss)(torch.from_numpy(np.array(p))).numpy()"""

BRIDGE = '''class Loss(torch.autograd.Function):
    """What NumPy knows by formula, as autograd wants it."""

    @staticmethod
    def forward(ctx, p, f):
        here = p.detach().numpy()
        ctx.slope = torch.from_numpy(np.array(f.grad(here)))
        return torch.tensor(f.value(here))

    @staticmethod
    def backward(ctx, share):
        return share * ctx.slope, None'''


def torch_script(spec: Race, run: int, language: str) -> Script:
    """The script of run number `run`."""
    parts = Parts(spec, run, language)
    surface = _surface(Parts(spec, run, language))
    optimizer = _optimizer(parts)
    if optimizer:
        return _optimized(parts, optimizer, surface if parts.steady else "")
    if not surface:
        script = script_of(parts)
        return script._replace(head=f"{script.head}\n{parts.t('export.no-torch')}")
    parts.script.given = frozenset(("value", "grad", "hess"))
    parts.tensors = True
    parts.script.imports.add("import torch")
    return _in_doubles(stepping(parts, asked_by_rule(parts), "export.script-autograd", f"{surface}\n\n\n{WRAPPED}"))


def _surface(parts: Parts) -> str:
    """The value of the surface in PyTorch, as a function `loss`; empty where it cannot be said in it."""
    script, owner = parts.script, parts.owners["surface"]
    asked = script.method(owner, DIFFERENTIABLE if owner.function(DIFFERENTIABLE) else "value")
    try:
        return code_of(translated(script.pieces, asked, "loss"))
    except Untranslatable:
        return ""


def _optimizer(parts: Parts) -> str:
    """The optimizer of torch.optim in the names of the script, if it can be driven as the run wants."""
    code = parts.rule.torch(tuple(parts.schedules))
    if any(f"{name}={name}" not in code for name in parts.schedules):
        return ""
    for name, called in parts.owners["rule"].names.items():
        code = re.sub(rf"\b{name}\b(?!=)", called, code)
    return code


def _optimized(parts: Parts, optimizer: str, surface: str) -> Script:
    """An optimizer of PyTorch; where there is no `surface` in PyTorch, noise and data stay NumPy's."""
    script, bridged = parts.script, not surface
    if bridged:
        gather_surface(parts, set())
        if parts.steady:
            script.imports.add("from types import SimpleNamespace")
            script.constant("surface", "SimpleNamespace(value=value, grad=grad)")
        surface = code_of([*script.pieces, BRIDGE])
    parts.tensors, parts.plain = not bridged, True
    told = len(script.pieces)
    loop = torch_loop(parts, optimizer, bridged)
    schedules = code_of(script.pieces[told:])
    script.imports.add("import torch")
    if not bridged and "np." not in schedules + loop:
        script.imports.discard("import numpy as np")
    settings = parts.settings(surface + schedules + loop)
    settings = re.sub(r"^x = np.array\((.*)\)$", r"x = torch.tensor(\1, requires_grad=True)", settings, flags=re.M)
    return _in_doubles(Script(parts.head("export.script-torch"), parts.imports(), settings, surface, schedules, loop))


def _in_doubles(script: Script) -> Script:
    return script._replace(imports=f"{script.imports}\n\ntorch.set_default_dtype(torch.float64)")
