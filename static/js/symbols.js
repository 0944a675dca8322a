/** The short LaTeX of a symbol, as text with what stands lower and higher: \beta_1 -> β₁, \sqrt{2 \epsilon} -> √(2 ε). */

const GREEK = {
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", varepsilon: "ε", zeta: "ζ", eta: "η", theta: "θ", kappa: "κ",
  lambda: "λ", mu: "μ", nu: "ν", xi: "ξ", pi: "π", rho: "ρ", sigma: "σ", tau: "τ", phi: "φ", varphi: "φ", chi: "χ", psi: "ψ", omega: "ω",
  Delta: "Δ", Sigma: "Σ", Lambda: "Λ", ell: "ℓ", approx: "≈", partial: "∂", sqrt: "√", cdot: "·", star: "*", ast: "*", max: "max", min: "min",
};

/** @returns an element, or null where there is no symbol */
export function symbol(latex) {
  if (!latex) return null;
  const element = document.createElement("i");
  element.className = "symbol";
  for (const [, shift, body] of latex.matchAll(/([_^]?)(\{[^{}]*\}|\\[A-Za-z]+(?:\[3\])?(?:\{[^{}]*\})?|[^_^])/g)) {
    const text = plain(body);
    if (shift) element.append(Object.assign(document.createElement(shift === "_" ? "sub" : "sup"), { textContent: text }));
    else element.append(text);
  }
  return element;
}

function plain(latex) {
  return latex
    .replace(/\\(?:mathrm|text|mathbf|operatorname)\{([^{}]*)\}/g, "$1")
    .replace(/\\sqrt(\[3\])?\{([^{}]*)\}/g, (_, third, inside) => `${third ? "∛" : "√"}${inside.length > 1 ? `(${inside})` : inside}`)
    .replace(/\\([A-Za-z]+)/g, (_, name) => GREEK[name] ?? name)
    .replace(/[{}\\]/g, "")
    .replace(/ {2,}/g, " ");
}
