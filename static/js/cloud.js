/** Paths with a cloud over them: every repeat of every run as a faint dot, where it was at the last moment of which that is known. */
import { make } from "./controls.js";
import { typeSize } from "./look.js";
import { Trails } from "./trails.js";

const RADIUS = 3; // pixels on a page of 16 px type
const STRENGTH = 0.6;

export class Clouded extends Trails {
  constructor(canvas) {
    super(canvas);
    const above = make("canvas", { className: "trails", "data-testid": "cloud" });
    canvas.after(above);
    this.cloud = createCloud(above);
  }

  resize(width, height) {
    super.resize(width, height);
    this.cloud.resize(width, height);
  }

  show(curves, map, frame, weight) {
    this.cloud.show(curves, map);
    super.show(curves, map, frame, weight);
  }

  advance(frame) {
    super.advance(frame);
    this.cloud.advance(frame);
  }
}

function createCloud(canvas) {
  const pen = canvas.getContext("2d");
  let runs = []; // {repeats, dot, at}
  let map = null;
  let ratio = 1;

  /** One dot as a picture: a thousand of them are pasted faster than drawn. */
  function dotOf({ stroke, edge }) {
    const radius = (RADIUS * typeSize().line * ratio) / 16;
    const dot = document.createElement("canvas");
    dot.width = dot.height = 2 * Math.ceil(radius + 1);
    const brush = dot.getContext("2d");
    brush.globalAlpha = STRENGTH;
    brush.beginPath();
    brush.arc(dot.width / 2, dot.width / 2, radius, 0, 2 * Math.PI);
    brush.fillStyle = stroke;
    brush.fill();
    brush.lineWidth = 0.7 * ratio;
    brush.strokeStyle = edge;
    brush.stroke();
    return dot;
  }

  function paste({ repeats, dot, at }) {
    const places = repeats.places[at];
    const count = places.length / 2;
    const middle = dot.width / 2;
    for (let k = 0; k < count; k++) {
      const [x, y] = [map.ax * places[k] + map.bx, map.ay * places[count + k] + map.by];
      pen.drawImage(dot, Math.round(ratio * x) - middle, Math.round(ratio * y) - middle); // between pixels it costs twice
    }
  }

  return {
    /** Fit the canvas to its box in CSS pixels. Wipes it. */
    resize(width, height) {
      ratio = Math.min(window.devicePixelRatio || 1, 2);
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    },
    show(curves, next) {
      map = next;
      runs = curves.filter(({ series, hidden }) => series.repeats && !hidden).map((curve) => ({ repeats: curve.series.repeats, dot: dotOf(curve), at: -1 }));
      pen.clearRect(0, 0, canvas.width, canvas.height);
      canvas.dataset.dots = 0;
    },
    /** Nothing is drawn until another moment is reached. */
    advance(frame) {
      let changed = false;
      for (const run of runs) {
        const at = run.repeats.momentAt(frame);
        changed ||= at !== run.at;
        run.at = at;
      }
      if (!changed) return;
      pen.clearRect(0, 0, canvas.width, canvas.height);
      const there = runs.filter(({ at }) => at >= 0);
      there.forEach(paste);
      canvas.dataset.dots = there.reduce((sum, { repeats, at }) => sum + repeats.places[at].length / 2, 0);
      canvas.dataset.moment = Math.max(...there.map(({ repeats, at }) => repeats.moments[at]));
    },
  };
}
