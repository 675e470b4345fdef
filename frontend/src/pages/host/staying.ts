/**
 * Has the browser ask before the page is left, by closing, reloading or any link, until the returned function is called.
 * The question is the browser's own; pages cannot word it.
 */
export function staysFor(window: EventTarget): () => void {
    const ask = (event: Event) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
}
