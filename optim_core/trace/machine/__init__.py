"""The graph of an update as machine code: LLVM's assembly, written here, compiled by llvmlite (the extra `fast`).

`assembly` spells a graph, `functions` what no processor has as one instruction, `fetched` what comes from arrays;
`loops` are the loops around it, `kernel` puts them together, and `native` has them compiled.
"""
