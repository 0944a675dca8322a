/** A store as the cards of runs see it: their rates are those with which small networks learn these data. */
import { entry } from "../catalogue.js";
import { groundOf } from "../ground.js";

export function rated(store) {
  return {
    get spec() {
      return store.spec;
    },
    get view() {
      return store.view;
    },
    get data() {
      const ground = groundOf(store);
      const scales = { ...ground.scales, ...entry("data", store.spec.training.data.kind).scales };
      return { ...store.data, grid: { ...ground, of: JSON.stringify(store.spec.surface), scales } };
    },
    put: store.put,
    on: store.on,
  };
}
