/** A store as the cards of runs see it: their rates are those with which small networks learn. */
import { groundOf } from "../ground.js";

/** Of the losses of small networks: gradient descent goes by 0.1, Adam by 0.01. */
const SCALES = { stride: 0.111, length: 0.5 };

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
      const scales = { ...ground.scales, ...SCALES };
      return { ...store.data, grid: { ...ground, of: JSON.stringify(store.spec.surface), scales } };
    },
    put: store.put,
    on: store.on,
  };
}
