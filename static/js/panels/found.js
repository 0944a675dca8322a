/** What the strategies have found. */

export function mount() {}
