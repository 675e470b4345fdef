import { flushSync, tick } from 'svelte';

/** What somebody does who sees a component in the document of a test. */

/** A reader of English. */
export const english = { language: 'en', tag: 'en-CA', other: { language: 'fr', name: 'Français' } } as const;

/** The real one, also while a test has the clocks stand still. */
const soon = setImmediate;

/** Waits until what was promised has come and is drawn; timers do not run meanwhile. */
export async function settled(): Promise<void> {
    for (let turn = 0; turn < 12; turn += 1) {
        await new Promise((resolve) => soon(resolve));
        flushSync();
        await tick();
    }
}

/** The first button whose words begin with a label. */
export function button(label: string): HTMLElement {
    const found = [...document.querySelectorAll('button')].find((candidate) =>
        candidate.textContent.replace(/\s+/gu, ' ').trim().startsWith(label),
    );
    if (found === undefined) {
        throw new Error(`no button ${label}`);
    }
    return found;
}

export async function presses(label: string): Promise<void> {
    button(label).click();
    await settled();
}
