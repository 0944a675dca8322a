/** The network that all runs share: its layers as chips, its units, how its weights begin, what its training pays for. */
import { changed, entry, filled } from "../catalogue.js";
import { controlsOf, folded, make } from "../controls.js";
import { build } from "../network.js";
import { layerChips } from "../networks/layer-chips.js";
import { t } from "../words.js";

export function mount(element, store) {
  const put = (network, settled) => store.put("spec", { training: { ...store.spec.training, network } }, { settled });
  const chosen = () => store.spec.training.network;
  const fields = controlsOf(build().settings, "network.", filled(build(), chosen()), (name, value, settled) => put(changed(build(), chosen(), name, value), settled), { counts: layerChips });
  const sizes = make("p", { className: "note", "data-testid": "network-sizes" });
  element.replaceChildren(make("h2", { className: "panel-title" }, t("networks.network")), ...fields.major, ...[folded(t("run.more"), fields.minor)].filter(Boolean), sizes);

  function show() {
    fields.set(filled(build(), chosen()));
    count();
  }

  /** What goes in, through and out; how many numbers are learnt the server says. */
  function count() {
    const { training } = store.data;
    const own = store.spec.runs.findIndex(({ network }) => !network);
    const told = own >= 0 && training?.start?.runs[own];
    const { features } = entry("data", store.spec.training.data.kind);
    const words = told ? t("networks.sizes", { sizes: told.sizes.join(" → "), parameters: told.parameters.toLocaleString("en-US") }) : t("networks.sizes-in", { sizes: [features, ...filled(build(), chosen()).layers].join(" → ") });
    if (sizes.textContent !== words) sizes.textContent = words;
  }

  const stops = [store.on("spec", show), store.on("data", (_data, patch) => "training" in patch && count())];
  show();
  return () => stops.forEach((stop) => stop());
}
