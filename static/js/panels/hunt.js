/** What is searched, where, by whom and how long. */

export function mount() {}
