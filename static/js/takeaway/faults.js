/** What went wrong while something was made to be taken away. */
import { Refusal, Silence } from "../api.js";
import { t } from "../words.js";

/** A sentence about it; what nobody expected is thrown on. */
export function wrong(error) {
  if (error instanceof Refusal) return error.message;
  if (error instanceof Silence) return t("fault.silent");
  if (error.message === "plotly.js did not load") return t("export.no-picture");
  throw error;
}
