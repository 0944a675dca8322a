// What the view in space adds to the flat ones: fetched when that view is asked for, on the core that is there by then.
import Plotly from "plotly.js/lib/core";
import surface from "plotly.js/lib/surface";

Plotly.register([surface]);
