/**
 * From a point of the surface to a pixel, exactly as Plotly draws it. While its camera glides only Plotly knows where
 * that is, under private names; they are read here and nowhere else. Without them the camera it was given will do.
 */

const FIELD = Math.PI / 4; // of view, from top to bottom
const [NEAR, FAR] = [0.01, 1000];

/** Plotly's matrix of this moment, from values on the axes to clip space; null where its names have changed. */
export function liveMatrix(element) {
  const scene = element._fullLayout?.scene?._scene;
  const { projection, view, model } = scene?.glplot?.cameraParams ?? {};
  if (!projection || !view || !model || !scene.dataScale) return null;
  return product(product(product(projection, view), model), scaling(scene.dataScale));
}

/** The same for a camera at rest. @param body {box: [[x0, x1], [y0, y1], [z0, z1]], sides: of the box in space} */
export function restMatrix(eye, { box, sides }, aspect) {
  const model = new Float64Array(16);
  box.forEach(([from, to], i) => {
    model[5 * i] = sides[i] / (to - from);
    model[12 + i] = (-model[5 * i] * (from + to)) / 2;
  });
  model[15] = 1;
  return product(product(perspective(aspect), towardsOrigin(eye)), model);
}

/** [px, py] of a place, in a plot of this size. */
export function projected(m, [x, y, z], width, height) {
  const row = (i) => m[i] * x + m[4 + i] * y + m[8 + i] * z + m[12 + i];
  const w = row(3);
  return [(0.5 + row(0) / w / 2) * width, (0.5 - row(1) / w / 2) * height];
}

/** Matrices are lists of columns, as WebGL has them. */
function product(a, b) {
  const made = new Float64Array(16);
  for (let column = 0; column < 16; column += 4) {
    for (let row = 0; row < 4; row++) {
      for (let k = 0; k < 4; k++) made[column + row] += a[4 * k + row] * b[column + k];
    }
  }
  return made;
}

const scaling = ([x, y, z]) => [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0, 0, 0, 0, 1];

function perspective(aspect) {
  const f = 1 / Math.tan(FIELD / 2);
  return [f / aspect, 0, 0, 0, 0, f, 0, 0, 0, 0, (FAR + NEAR) / (NEAR - FAR), -1, 0, 0, (2 * FAR * NEAR) / (NEAR - FAR), 0];
}

/** Seen from `eye`, upright. */
function towardsOrigin([x, y, z]) {
  const far = Math.hypot(x, y, z);
  const flat = Math.hypot(x, y);
  const [bx, by, bz] = [x / far, y / far, z / far]; // backwards
  const [rx, ry] = [-y / flat, x / flat]; // to the right
  const up = [-bz * ry, bz * rx, bx * ry - by * rx];
  return [rx, up[0], bx, 0, ry, up[1], by, 0, 0, up[2], bz, 0, 0, 0, -far, 1];
}
