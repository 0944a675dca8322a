/** What may lie behind the trials of a strategy: the landscape, and three of a model. */
export const BACKDROPS = ["land", "mean", "sd", "gain"];
