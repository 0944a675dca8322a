// The flat views: contour maps, heatmaps and lines. scatter is part of the core.
import Plotly from "plotly.js/lib/core";
import contour from "plotly.js/lib/contour";
import heatmap from "plotly.js/lib/heatmap";
import korean from "plotly.js/lib/locales/ko";

Plotly.register([contour, heatmap, korean]);

window.Plotly = Plotly;
