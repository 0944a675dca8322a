"""The loop at the end of a script: step after step, schedules and noise included, to the end or off the map."""

from __future__ import annotations

from app.export import cuts
from app.export.parts import Parts, short
from app.export.torch_surface import untensored
from optim_core import Schedule
from optim_core.probe import LUCK
from optim_core.walk import FAR


def numpy_loop(parts: Parts, start: str) -> str:
    """The loop around `step`; `start` is the code of the memory before it."""
    names, here = parts.owners["rule"].names, "value(x)"
    lines = [f"slots = {start}  # {parts.t('export.memory')}", "path = [x]", *_before(parts)]
    if {"normal", "uniform"} & parts.script.asked:
        lines.append(f"luck = np.random.default_rng([{LUCK}, seed])")
    inside = []
    if parts.spec.tolerance > 0:
        inside += [
            "slope = grad(x)",
            f"if np.sqrt(np.sum(slope * slope)) <= {short(parts.spec.tolerance)}:",
            "    break",
        ]
    back = ["x = path[-1] = path[0]"]
    inside += cuts.inside(parts, back, f"slots = {start}", _memories(parts))
    for field in parts.schedules:
        inside += _driven(parts, field, here, names[field])
    if not parts.steady:
        inside.append(f"f = draw(x)  # {parts.t('export.noisy')}")
    inside += [
        f"move, slots = step(x, slots{'' if parts.steady else ', f'}, {cuts.count(parts)})",
        "there = x + move",
        *_off_map(parts, "np.abs(there).max()", "there"),
        "x = there",
        "path.append(x)",
    ]
    return _whole(lines, inside, "np.array(path)", _end(parts, here))


def torch_loop(parts: Parts, optimizer: str, bridged: bool) -> str:
    """The loop around an optimizer of PyTorch; where it is `bridged`, value and gradient come from NumPy."""
    here = "value(x.detach().numpy())" if bridged else "loss(x).item()"
    lines = [f"optimizer = {optimizer}", "path = [x.detach().clone()]", *_before(parts)]
    back = ["x.data.copy_(path[0])", "path[-1] = path[0]"]
    inside = cuts.inside(parts, back, f"optimizer = {optimizer}", _memories(parts))
    for field in parts.schedules:
        inside += _driven(parts, field, here, f'optimizer.param_groups[0]["{field}"]')
    noisy = "draw(x.detach().numpy())"
    seen = f"Loss.apply(x, {'surface' if parts.steady else noisy})" if bridged else "loss(x)"
    inside += ["optimizer.zero_grad()", f"{seen}.backward()"]
    if parts.spec.tolerance > 0:
        slope = "torch.tensor(grad(x.detach().numpy()))" if bridged else "x.grad"
        inside += [f"if {slope}.norm() <= {short(parts.spec.tolerance)}:", "    break"]
    inside += [
        "optimizer.step()",
        *_off_map(parts, "x.detach().abs().max()", "x.detach().numpy()"),
        "path.append(x.detach().clone())",
    ]
    return _whole(
        lines, inside, "torch.stack(path)", _end(parts, here.replace("x.", "path[-1].").replace("(x)", "(path[-1])"))
    )


def _before(parts: Parts) -> list[str]:
    lines = [] if parts.steady else ["draw = draws(surface, seed)"]
    for field in parts.schedules:
        lines.append(f"base_{field} = {parts.owners['rule'].names[field]}")
    return lines + _memories(parts)


def _memories(parts: Parts) -> list[str]:
    """The lines that make schedules forget."""
    return [f"{field}_memory = None" for field in parts.schedules if parts.overrides(field, "step", Schedule)]


def _driven(parts: Parts, field: str, here: str, place: str) -> list[str]:
    """Set a number that a schedule drives, kept to what the number may be."""
    script, owner, bounds = parts.script, parts.owners[field], parts.rule.numbers()[field]
    before, factor = [], ""
    if parts.overrides(field, "step", Schedule):
        memory, factor = f"{field}_memory", "factor"
        before.append(f"factor, {memory} = {script.method(owner, 'step')}({cuts.clock(parts)}, {here}, {memory})")
    else:
        factor = f"{script.method(owner, 'at')}({cuts.clock(parts)})"
    value = f"np.clip(base_{field} * {factor}, {short(bounds.minimum)}, {short(bounds.maximum)})"
    return [*before, f"{place} = {f'float({value})' if '[' in place else value}"]


def _off_map(parts: Parts, reach: str, there: str) -> list[str]:
    """Stop where an update leads too far, or where the loss has no value."""
    lines = []
    if parts.surface.holes:
        inside = _inside(parts)
        lines += _broken(f"not {inside}({there})", parts.t("export.left", step="{t + 1}"))
    return lines + _broken(f"not {reach} <= {short(FAR)}", parts.t("export.diverged", step="{t + 1}"))


def _inside(parts: Parts) -> str:
    """The name of the function that knows where there is a value; NumPy works it out."""
    script, surface = parts.script, parts.owners["surface"]
    name, numbers = script.method(surface, "inside"), surface.names.values()
    if parts.tensors and numbers:
        script.pieces[:] = [untensored(p, numbers) if p.startswith(f"def {name}(") else p for p in script.pieces]
    return name


def _broken(test: str, said: str) -> list[str]:
    return [f"if {test}:", f'    print(f"{said}")', "    break"]


def _end(parts: Parts, loss: str) -> str:
    said = parts.t("export.ends", steps="{len(path) - 1}", x="{path[-1]}", loss=f"{{{loss}}}")
    return f'print(f"{said}")'


def _whole(before: list[str], inside: list[str], path: str, end: str) -> str:
    before, inside = cuts.settled(before, inside)
    body = [f"    {line}" for line in inside]
    return "\n".join([*before, "for t in range(steps):", *body, "", f"path = {path}", end])
