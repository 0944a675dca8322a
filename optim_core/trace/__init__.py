"""One declaration, three ways to run: how a rule becomes straight-line code.

A rule and a surface are written once, with array operators. `walk` runs them as they are: right for teaching and for
anything, but every operation on the array of a single run is a call of NumPy, a hundred times dearer than the
arithmetic in it. Here the same declaration is made into code for the case at hand, and its author writes nothing for
it.

*Recording.* The update is made once with numbers that are only names. `recorder.Traced` is an array of `tape.Node`
objects: NumPy itself slices, stacks and broadcasts it, and whatever computes with it comes by `tape.Tape.apply`, which
writes the operation down. Gradient descent on a bowl, `g = f.grad(x)`, `x + -self.lr * g`:

    >>> from optim_core import Rule, Surface
    >>> from optim_core.noises.none import NoNoise
    >>> from optim_core.trace.parts import Parts
    >>> from optim_core.trace.program import program
    >>> parts = Parts.of(Rule.registry["gradient-descent"](), Surface.registry["bowl"](), NoNoise(), {})
    >>> print(program(parts, 2, ((), ()), ()).path.source)
    def loop(x0, x1, c0, rows, kept0, kept1):
        i = -1
        try:
            for i in rows:
                x0 = (x0 + (c0 * x0))
                x1 = (x1 + (c0 * x1))
                kept0[i] = x0
                kept1[i] = x1
        except (ArithmeticError, ValueError):
            return i, ()
        return i + 1, (x0, x1, )

The same question is written down once (`y - x * x` serves value and gradient alike); what is multiplied by a setting
that is zero, as weight decay mostly is, is left out; and nodes know how often they change (`tape.Level`). A number that
changes once a run (`c0`, the rate with its sign) is worked out before the loop; one that changes with the step alone (a
schedule, the bias correction of Adam, luck) for many steps at once, in NumPy, and handed to the loop row by row. Only
what depends on the state is left in the loop.

*Three ways.* `floats` spells the graph as Python on floats, for one run. `inplace` spells it as NumPy calls that write
in place into a few arrays that fit the processor's cache, for `blocks` of many runs: runs that end leave their places
to the others. With the extra `fast` `kernel` spells it as machine code, for `lanes` of many runs or for one
(`compiled`). A point is all that the loops keep: loss, gradient and the inner vectors are worked out afterwards from
the states, for all steps at once (`values`).

*Not everything is straight.* What decides by value (`if`, a line search), looks at hundreds of examples or hides its
luck raises `tape.Untraceable` with the reason, and runs by `walk`. Python's floats raise where NumPy answers with
infinity or NaN; such a step is made in NumPy, and the loop goes on after it.

Programs depend on classes and choices, not on numbers, and are kept: moving a slider compiles nothing.
"""
