/**
 * What is trained, as a piece of its link and back:
 *   spirals:arms=4;net=layers=16_16,unit=tanh;batch=32;epochs=40;seed=1
 * What a run has of its own stands in its piece: run=adam:lr=0.01;net=unit=sigmoid;batch=8
 */
import { limits } from "./catalogue.js";
import { readNetwork, writtenNetwork } from "./network.js";
import { Misspelt, readWhole, trying } from "./pieces.js";

/** @param training {data, network, batch, epochs, seed} @param entry (family, chosen) -> text */
export function written({ data, network, batch, epochs, seed }, entry) {
  const net = writtenNetwork(network);
  return [entry("data", data), ...(net ? [`net=${net}`] : []), `batch=${batch}`, `epochs=${epochs}`, `seed=${seed}`].join(";");
}

/**
 * @param usual the training of the bare address, for what is not said @param entry (family, text) -> what is chosen
 * @param lost where the pieces go that cannot be read: the others are read all the same
 */
export function read(text, usual, entry, lost) {
  const [data, ...rest] = text.split(";");
  const training = { ...usual, network: {} };
  const take = {
    net: (value) => (training.network = readNetwork(value, lost)),
    batch: (value) => (training.batch = readWhole(value, 1, limits.batch)),
    epochs: (value) => (training.epochs = readWhole(value, 1, limits.epochs)),
    seed: (value) => (training.seed = readWhole(value, 0, limits.seed)),
  };
  trying(lost, data, () => (training.data = entry("data", data)));
  for (const piece of rest) {
    const at = piece.indexOf("=");
    const key = piece.slice(0, at);
    trying(lost, piece, () => {
      if (!Object.hasOwn(take, key)) throw new Misspelt(piece);
      take[key](piece.slice(at + 1));
    });
  }
  return training;
}
