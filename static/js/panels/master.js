/** The master's view of searches that workers share. */

/**
 * @param element the wide column of the tab, where what happens is seen
 * @param more {beside: the narrow one, where what is asked stands}
 */
export function mount(_element, _store, { beside: _beside }) {}
